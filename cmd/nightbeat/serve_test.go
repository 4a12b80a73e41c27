package main

import "testing"

// TestCoresAreShared leaves a core to readers wherever there are two.
func TestCoresAreShared(t *testing.T) {
	for _, c := range []struct{ asked, cores, plans, threads int }{
		{0, 1, 1, 1}, {0, 2, 1, 1}, {0, 4, 2, 1}, {0, 8, 4, 1}, {1, 8, 1, 7}, {2, 8, 2, 3}, {3, 2, 3, 1}, {-1, 4, 2, 1},
	} {
		if plans, threads := share(c.asked, c.cores); plans != c.plans || threads != c.threads {
			t.Errorf("%d plans asked for on %d cores: %d with %d threads each, want %d with %d", c.asked, c.cores, plans, threads, c.plans, c.threads)
		}
	}
}
