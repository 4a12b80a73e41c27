package tours

import (
	"fmt"
	"testing"
)

// BenchmarkNight is the time an iteration takes on a patrol night.
func BenchmarkNight(b *testing.B) {
	for _, size := range [][2]int{{2, 14}, {4, 24}, {8, 40}, {20, 60}, {20, 300}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			p := patrolNight(1, size[0], size[1])
			s := newSearch(newModel(&p), 1)
			s.start()
			b.ReportAllocs()
			for b.Loop() {
				s.step()
			}
		})
	}
}
