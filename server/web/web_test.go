package web

import (
	"io/fs"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"nightbeat/planner/words"
)

// light is how much of our own a first visit may load, packed: HTML, CSS and scripts, without the map library.
const light = 300_000

// TestPagesAreLight adds up what the pages load, all of it at once.
func TestPagesAreLight(t *testing.T) {
	entries, err := files.ReadDir("static")
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, e := range entries {
		a, err := AssetNamed(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		sum += len(a.Packed)
	}
	pages, err := files.ReadDir("pages")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		raw, err := files.ReadFile("pages/" + p.Name())
		if err != nil {
			t.Fatal(err)
		}
		sum += len(pack(raw))
	}
	t.Logf("styles, scripts and templates: %d bytes packed", sum)
	if sum > light {
		t.Errorf("%d bytes are more than %d", sum, light)
	}
}

// TestScriptsLoadOnlyOurOwn has every import and address in the scripts be ours, and everything that pages name be there.
func TestScriptsLoadOnlyOurOwn(t *testing.T) {
	foreign := regexp.MustCompile(`https?://[a-z]`)
	named := regexp.MustCompile(`(?:/static/|from '\./|import\('\./)([\w.-]+)`)
	for _, dir := range []string{"static", "pages"} {
		err := fs.WalkDir(files, dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := files.ReadFile(path)
			if err != nil {
				return err
			}
			text := strings.ReplaceAll(string(raw), "http://www.w3.org/2000/svg", "")
			if found := foreign.FindString(text); found != "" {
				t.Errorf("%s names %s", path, found)
			}
			for _, m := range named.FindAllStringSubmatch(text, -1) {
				if _, err := AssetNamed(m[1]); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestPagesRenderInEachLanguage fills every page as good as empty: no template fails, no markup of ours is taken from text.
func TestPagesRenderInEachLanguage(t *testing.T) {
	evil := "<script>alert(1)</script>"
	unit := Unit{ID: "A1", Name: evil, Calls: []Call{{Number: 1, Name: evil, Visit: 1, Why: words.New("%s", evil), Hours: []Bar{{Label: evil}}}}}
	code, err := CodeOf("http://127.0.0.1/u/x")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []Page{
		Duty{}, Duty{Plan: "p", Units: []Unit{unit}, Unserved: []Unserved{{evil, evil}}, Parent: "q", MayPlan: true, MayApprove: true},
		Ask{Categories: []Category{{Name: evil}}}, Brief{Plan: "p", Sheets: []Sheet{{Unit: unit, Link: "http://127.0.0.1/u/x", Code: code}}},
		Officer{Unit: Unit{Name: evil}, Reports: []Report{{Words: evil}}}, Wall{Units: []Unit{unit}},
		Done{Stops: []DoneRow{{Name: words.New("%s", evil), Skipped: evil}}, Service: []Service{{Unit: evil, Words: evil, Kind: words.New("%s", evil)}}, Count: CountForm{Units: []Choice{{evil, evil}}}, MayPlan: true, Areas: []DoneRow{{Name: words.New("%s", evil)}}},
		Log{Month: evil, Tables: []LogTable{{Heading: words.New("%s", evil), Rows: []LogRow{{Name: words.New("%s", evil)}}}}},
		Experiments{MayDraw: true, Form: &DrawForm{Plan: "p", Name: evil, Hours: evil, Offered: []Choice{{evil, evil}}, Chosen: []string{evil}, Says: words.New("%s", evil)}, All: []Experiment{{Name: evil}}}, Experiment{Name: evil, Spots: []string{evil}, Pairs: []LotPair{{Patrolled: evil, Control: evil, Counted: true}}, WithCounts: true, Says: []words.Note{words.New("%s", evil)}},
		Fairness{Kinds: []FairKind{{Kind: evil, Rows: []FairRow{{Name: evil}}}}},
		Staffing{MayAsk: true, From: "20:00", Job: "j", Wrong: words.New("%s", evil), Shifts: []StaffedShift{{Title: words.New("%s", evil), Rows: []StaffedRow{{Units: 1}}}}},
		Month{Covered: true, Against: []Against{{Groups: []Contrasts{{Rows: []Contrast{{Name: words.New("%s", evil), Percent: "x"}}}}}}},
		Listing{Title: evil, Rows: [][]Entry{{{Text: evil}}}}, SignIn{Name: evil},
	} {
		for _, l := range words.Languages() {
			var out strings.Builder
			if err := Write(&out, Frame{Lang: l, Address: &url.URL{Path: "/"}}, p); err != nil {
				t.Errorf("%s in %s: %v", p.Template(), l, err)
			}
			if strings.Contains(out.String(), evil) || regexp.MustCompile(` style=| on[a-z]+="`).MatchString(out.String()) {
				t.Errorf("%s in %s holds markup from a text, or a style or script of its own", p.Template(), l)
			}
		}
	}
}
