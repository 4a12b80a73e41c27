package tours

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const withoutWindows = "n 4\nm 2\ntmax 10.0\n0 0 0\n3 4 7\n6 8 9\n1 0 0\n"

const withWindows = `4 1 2 1
0 200
 0 0.00 0.00 0.00 0.00 0 0 0 100
 5 3.00 4.00 10.00 7.00 1 1 1 20 30
 8 1.00 1.00 0.50 9 4 1 15 0 40
`

func TestReadWithoutWindows(t *testing.T) {
	p, err := ReadPublished(strings.NewReader(withoutWindows), 0)
	if err != nil {
		t.Fatal(err)
	}
	// tmax 10: the largest power of ten below 2^39/10 = 5.4e10 is 10^10.
	if p.Ticks != 1e10 || len(p.Problem.Crews) != 2 || p.Problem.Crews[0].Close != 1e11 {
		t.Errorf("ticks %g, crews %+v", p.Ticks, p.Problem.Crews)
	}
	if !reflect.DeepEqual(p.IDs, []int{1, 2}) || p.Problem.Visits[1].Reward != 9 {
		t.Errorf("ids %v, visits %+v", p.IDs, p.Problem.Visits)
	}
	if way := p.Problem.Travel[0].At(0, 1); way != 5e10 { // 3-4-5
		t.Errorf("way %d", way)
	}
	for what, text := range map[string]string{
		"';'":             strings.ReplaceAll(withoutWindows, " ", ";"),
		"tabs":            strings.ReplaceAll(withoutWindows, " ", "\t"),
		"CRLF":            strings.ReplaceAll(withoutWindows, "\n", "\r\n"),
		"a mark of order": "\ufeff" + withoutWindows,
		"large letters":   strings.ToUpper(withoutWindows),
	} {
		if other, err := ReadPublished(strings.NewReader(text), 0); err != nil || !reflect.DeepEqual(p, other) {
			t.Errorf("with %s it reads otherwise: %v", what, err)
		}
	}
}

// A tour of exactly the limit is feasible, though its length is not a binary fraction: 0.1 + 0.2 against 0.3.
func TestLimitIsExact(t *testing.T) {
	p, err := ReadPublished(strings.NewReader("n 3\nm 1\ntmax 0.3\n0 0 0\n0.1 0 5\n0.3 0 0\n"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if s := solve(t, p.Problem, Settings{Iterations: 10}); s.Reward != 5 {
		t.Errorf("reward %d", s.Reward)
	}
}

func TestReadWithWindows(t *testing.T) {
	p, err := ReadPublished(strings.NewReader(withWindows), 3)
	if err != nil {
		t.Fatal(err)
	}
	if p.Ticks != 10 || len(p.Problem.Crews) != 3 || p.Problem.Crews[2].Close != 1000 || !reflect.DeepEqual(p.IDs, []int{5, 8}) {
		t.Errorf("%+v", p)
	}
	want := []Visit{
		{Place: 1, Service: 100, Reward: 7, Windows: []Window{{200, 300}}},
		{Place: 2, Service: 5, Reward: 9, Windows: []Window{{0, 400}}},
	}
	if !reflect.DeepEqual(p.Problem.Visits, want) {
		t.Errorf("visits %+v", p.Problem.Visits)
	}
	if way := p.Problem.Travel[0].At(0, 2); way != 14 { // sqrt 2 = 1.41...
		t.Errorf("way %d", way)
	}
	fine, err := ReadPublished(strings.NewReader(strings.Replace(withWindows, "1.00 1.00", "1.001 1.00", 1)), 1)
	if err != nil || fine.Problem.Travel[0].At(0, 2) != 141 { // sqrt(1.001^2 + 1) = 1.4149
		t.Errorf("with broken coordinates: %v", err)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"", "expected"},
		{"n 2", "expected"},
		{strings.Replace(withoutWindows, "n 4", "n 5", 1), "line 1 says 5 points, there are 4"},
		{strings.Replace(withoutWindows, "tmax 10.0", "tmax -1", 1), "line 3: tmax -1 is below 0"},
		{strings.Replace(withoutWindows, "3 4 7", strings.Repeat("x", 1000)+" 4 7", 1), strings.Repeat("x", 40) + `" is not a number`},
		{strings.Replace(withoutWindows, "3 4 7", "3 x 7", 1), `line 5: "x" is not a number`},
		{strings.Replace(withoutWindows, "3 4 7", "3 4", 1), "line 5 has 2 fields"},
		{strings.Replace(withoutWindows, "3 4 7", "3 4 7.5", 1), "line 5: 7.5 is not a whole number"},
		{strings.Replace(withoutWindows, "tmax 10.0", "tmax 1e300", 1), "not a number up to"},
		{strings.Replace(withWindows, "4 1 2 1", "4 1 3 1", 1), "line 1 says 3 points"},
		{strings.Replace(withWindows, "20 30", "30 20", 1), "line 4: service 10 or window 30 to 20"},
	} {
		_, err := ReadPublished(strings.NewReader(c.text), 0)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v, want it to say %q", c.text, err, c.says)
		}
	}
}

func FuzzReadPublished(f *testing.F) {
	f.Add([]byte(withoutWindows))
	f.Add([]byte(withWindows))
	f.Add([]byte("n;2\nm;1\ntmax;5\n0;0;0\n1;1;0\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := ReadPublished(bytes.NewReader(text), 0)
		if err != nil {
			return
		}
		if err := p.Problem.Validate(); err != nil {
			t.Fatalf("read without fault, but %v", err)
		}
		if len(p.Problem.Visits) < 20 {
			solve(t, p.Problem, Settings{Iterations: 3})
		}
	})
}

// published reads an instance of the shared benchmarks.
func published(t *testing.T, name string, crews int) Problem {
	t.Helper()
	f, err := os.Open(filepath.Join("../../../shared/benchmarks", name))
	if err != nil {
		t.Skip("the published benchmarks are not beside this checkout")
	}
	defer f.Close()
	p, err := ReadPublished(f, crews)
	if err != nil {
		t.Fatal(err)
	}
	return p.Problem
}

// Best known rewards of instances that are solved for sure within the iterations given: see best_known.csv beside them.
func TestSolvePublished(t *testing.T) {
	for _, c := range []struct {
		file  string
		crews int
		best  int64
	}{
		{"top/p1.3.n.txt", 3, 190}, {"top/p3.4.p.txt", 4, 560}, {"top/p6.2.n.txt", 2, 1260},
		{"toptw/c101.txt", 3, 810}, {"toptw/r101.txt", 2, 349}, {"toptw/rc105.txt", 1, 244},
	} {
		s := solve(t, published(t, c.file, c.crews), Settings{Seed: 1, Iterations: 4000})
		if s.Reward < c.best*98/100 || s.Reward > c.best || s.Bound < c.best {
			t.Errorf("%s: reward %d, bound %d, best known %d", c.file, s.Reward, s.Bound, c.best)
		}
	}
}
