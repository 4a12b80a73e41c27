package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// answered has the page remember what the server said of the last change, and how long that took, also over to the next page.
const answered = `{ const ask = window.fetch; window.fetch = async (address, ...how) => {
	const begun = performance.now(), answer = await ask(address, ...how);
	if (/(fits|changes)$/.test(address)) {
		const { differences } = await answer.clone().json();
		sessionStorage.told = JSON.stringify({ Seconds: (performance.now() - begun) / 1000, Differences: differences });
	}
	return answer } }`

// changeTold is what the server said of a change.
type changeTold struct {
	Seconds     float64
	Differences []struct{ What, Unit, From string }
}

// others counts the stays of units that the change is not about: those that came or went, those at another time, and whose.
func (c changeTold) others(about ...string) (stays, shifted, units int) {
	skip, touched := map[string]bool{}, map[string]bool{}
	for _, u := range about {
		skip[u] = true
	}
	for _, d := range c.Differences {
		if skip[d.Unit] {
			continue
		}
		touched[d.Unit] = true
		if d.What == "shifts" {
			shifted++
		} else {
			stays++
		}
	}
	return stays, shifted, len(touched)
}

// TestCityInABrowser asks for a night of four units in San Francisco on the page and changes it at 23:00 in each way, and tells
// how long each took and how many stays of other units it changed.
func TestCityInABrowser(t *testing.T) {
	const data = "../../../shared/data/san_francisco/"
	if _, err := os.Stat(data); err != nil {
		t.Skip("there is no ../shared/data beside the project; the sample's night is walked through in TestNightInABrowser")
	}
	real(t, "chromium")
	dir := t.TempDir()
	store, roads := filepath.Join(dir, "city.gpkg"), filepath.Join(dir, "city.roads")
	for _, args := range [][]string{{"import", "--store", store, "--incidents", data + "incidents_2026-02_2026-06.geojson.gz"}, {"roads", data + "roads.osm.pbf", "--out", roads}} {
		if exit := run(t.Context(), args, console{io.Discard, os.Stderr}); exit != 0 {
			t.Fatalf("%v ends with %d", args, exit)
		}
	}
	b := browsing(t, served(t, "--store", store, "--roads", roads))
	b.size(1440, 900)
	plan := b.askForCity()

	drop := `const row = [...document.querySelectorAll('section[data-unit=A3] tr[data-call]:has(summary)')].at(-1);`
	for _, change := range []struct {
		kind, about string
		happen      func()
	}{
		{"gone", "A3", func() { b.run(`document.querySelector('[data-change=gone]').click()`) }},
		{"away", "A3", func() { b.run(`document.querySelector('[data-change=away]').click()`) }},
		{"close", "", func() { b.onMap("close", -30, 30) }},
		{"must", "", func() { b.onMap("must", 0) }},
		{"move", "A3", func() {
			b.run(`{` + drop + `row.querySelector('.number').dispatchEvent(new DragEvent('dragstart', {bubbles: true}));
				document.querySelector('section[data-unit=A4] h2').dispatchEvent(new DragEvent('drop', {bubbles: true, cancelable: true})) }`)
		}},
		{"remove", "A3", func() {
			b.run(`{` + drop + `row.querySelector('summary').click(); [...row.querySelectorAll('.edits button')].find((e) => e.textContent === 'Remove').click() }`)
		}},
	} {
		b.open("/duty?lang=en&plan="+plan, drawn)
		b.run(answered + `; delete sessionStorage.told; document.querySelector('#time').value = 10800; document.querySelector('#time').dispatchEvent(new Event('input')); document.querySelector('#whom').value = 'A3'`)
		begun := time.Now()
		change.happen()
		b.wait(`sessionStorage.told && (document.querySelector('#tried li') || document.querySelector('main').dataset.plan !== '` + plan + `') && ` + drawn)
		shown := time.Since(begun).Seconds()
		var told changeTold
		if err := json.Unmarshal([]byte(ask[string](b, `sessionStorage.told`)), &told); err != nil {
			t.Fatal(err)
		}
		about := []string{change.about}
		if change.kind == "move" {
			about = append(about, "A4")
		}
		stays, shifted, units := told.others(about...)
		t.Logf("%-6s answered in %.2f s, shown after %.1f s: of other units %d stays came or went, %d at another time, %d units", change.kind, told.Seconds, shown, stays, shifted, units)
		if len(told.Differences) == 0 && change.kind != "close" { // nobody may have a way along the street
			t.Errorf("%s changes nothing", change.kind)
		}
		b.picture("city-" + change.kind)
	}
	if len(b.complaints) > 0 {
		t.Errorf("the browser complains: %q", b.complaints)
	}
}

// askForCity asks for a night of four units on an empty form, and gives its plan.
func (b *browser) askForCity() string {
	b.Helper()
	begun := time.Now()
	b.open("/duty/ask?lang=en", `document.querySelector('main.ask')?.dataset.ready && document.querySelector('#possible strong')`)
	b.Logf("the form is filled and says what is possible after %.1f s", time.Since(begun).Seconds())
	b.run(`{ const base = document.querySelector('#units .place input'); base.value = '-122.4194, 37.7749'; base.dispatchEvent(new Event('input', {bubbles: true}));
		for (let n = 1; n < 4; n++) document.querySelector('#add-unit').click() }`)
	b.wait(`document.querySelectorAll('#units > .item').length === 4`)
	begun = time.Now()
	b.run(`document.querySelector('#make').click()`)
	b.wait(`location.pathname === '/duty' && ` + drawn)
	b.Logf("from its button to the plan on the map: %.1f s", time.Since(begun).Seconds())
	return b.plan()
}

// onMap does a change that is pointed out on the map: so many pixels beside its middle.
func (b *browser) onMap(change string, beside ...float64) {
	b.Helper()
	b.run(`document.querySelector('[data-change=` + change + `]').click()`)
	middle := ask[[]float64](b, `(({left, top, width, height}) => [left + width / 2, top + height / 2])(document.querySelector('#map').getBoundingClientRect())`)
	for _, x := range beside {
		b.do(chromedp.MouseClickXY(middle[0]+x, middle[1]))
		time.Sleep(400 * time.Millisecond) // two clicks in haste are a double click, which zooms
	}
}
