package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	devlog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take: a map is drawn in software here.
const patience = 90 * time.Second

// browser is a headless Chromium with one tab; what it complains about is kept.
type browser struct {
	*testing.T
	ctx        context.Context
	base       string
	complaints []string
}

func browsing(t *testing.T, base string) *browser {
	t.Helper()
	path := real(t, "chromium")
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true), chromedp.Flag("disable-component-update", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	quiet := log.New(io.Discard, "", 0).Printf // it does not know all words of a newer Chromium
	ctx, _ = chromedp.NewContext(ctx, chromedp.WithErrorf(quiet), chromedp.WithLogf(quiet))
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) }) // waits until the browser has gone
	b := &browser{T: t, ctx: ctx, base: base}
	chromedp.ListenTarget(ctx, func(event any) {
		switch event := event.(type) {
		case *runtime.EventExceptionThrown:
			b.complaints = append(b.complaints, event.ExceptionDetails.Error())
		case *devlog.EventEntryAdded:
			if event.Entry.Level == devlog.LevelError {
				b.complaints = append(b.complaints, event.Entry.Text+" "+event.Entry.URL)
			}
		}
	})
	if err := chromedp.Run(ctx, devlog.Enable()); err != nil { // starts the browser, which lives as long as this context
		t.Fatal(err)
	}
	return b
}

func (b *browser) do(actions ...chromedp.Action) {
	b.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	if err := chromedp.Run(ctx, actions...); err != nil {
		b.Fatalf("%v; it says %q", err, b.complaints)
	}
}

// size sets the window; a narrow one is a phone.
func (b *browser) size(width, height int64) {
	b.Helper()
	b.do(emulation.SetDeviceMetricsOverride(width, height, 1, width < 600))
}

// open goes to an address and waits until a script's condition holds there.
func (b *browser) open(address, until string) {
	b.Helper()
	if !strings.HasPrefix(address, "http") {
		address = b.base + address
	}
	b.do(chromedp.Navigate(address))
	b.wait(until)
}

// wait waits until a script's condition holds; a page may be left for another meanwhile.
func (b *browser) wait(condition string) {
	b.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		var holds bool
		err := chromedp.Run(b.ctx, chromedp.Evaluate("!!("+condition+")", &holds))
		if err == nil && holds {
			return
		}
		if time.Now().After(deadline) {
			b.Fatalf("%s does not come true: %v; the browser says %q", condition, err, b.complaints)
		}
	}
}

// plan is the plan that the page shows; the page may just be left for its successor.
func (b *browser) plan() (id string) {
	b.Helper()
	for deadline := time.Now().Add(patience); id == ""; time.Sleep(100 * time.Millisecond) {
		err := chromedp.Run(b.ctx, chromedp.Evaluate(`document.querySelector('main')?.dataset.plan ?? ''`, &id))
		if time.Now().After(deadline) {
			b.Fatalf("the page shows no plan: %v; the browser says %q", err, b.complaints)
		}
	}
	return id
}

// run runs a script.
func (b *browser) run(script string) { b.Helper(); b.do(chromedp.Evaluate(script, nil)) }

// ask is what a script gives.
func ask[T any](b *browser, script string) (answer T) {
	b.Helper()
	b.do(chromedp.Evaluate(script, &answer, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	return answer
}

// picture keeps what is seen, where NIGHTBEAT_PICTURES names a directory.
func (b *browser) picture(name string) {
	b.Helper()
	into := os.Getenv("NIGHTBEAT_PICTURES")
	if into == "" {
		return
	}
	var raw []byte
	b.do(chromedp.CaptureScreenshot(&raw))
	if err := os.WriteFile(filepath.Join(into, name+".png"), raw, 0o644); err != nil {
		b.Fatal(err)
	}
}

// fault is what axe has against a page.
type fault struct {
	ID, Impact, Help string
	Nodes            []struct{ HTML string }
}

// accessible has axe look at the page as it is: it finds nothing serious or critical by WCAG 2.2 AA.
func (b *browser) accessible(what string) {
	b.Helper()
	b.run(axe(b.T))
	found := ask[string](b, `axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then((r) => JSON.stringify(r.violations))`)
	var all []fault
	if err := json.Unmarshal([]byte(found), &all); err != nil {
		b.Fatal(err)
	}
	for _, f := range all {
		if f.Impact == "serious" || f.Impact == "critical" {
			b.Errorf("%s: axe: %s (%s): %s; %d times, first %s", what, f.ID, f.Impact, f.Help, len(f.Nodes), f.Nodes[0].HTML)
		}
	}
}

// axe is axe-core, as testdata has it.
func axe(t *testing.T) string {
	t.Helper()
	file, err := os.Open("testdata/axe-core-4.14.1.min.js.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	opened, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(opened)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// whole tells that nothing of a page lies beside the window, from a phone to a 4k screen.
func (b *browser) whole(what string) {
	b.Helper()
	for _, width := range []int64{360, 768, 1440, 3840} {
		b.size(width, 900)
		if over := ask[int](b, `document.documentElement.scrollWidth - window.innerWidth`); over > 0 {
			b.Errorf("%s at %d pixels: %d more than the window is wide", what, width, over)
		}
	}
	b.size(1440, 900)
}

const drawn = `document.querySelector('main')?.dataset.drawn`

// TestNightInABrowser is the commander's night in Chromium: sign in, ask, see, change, approve, hand out, check in, heal the
// night, hand over.
func TestNightInABrowser(t *testing.T) {
	store := filepath.Join(t.TempDir(), "station.gpkg")
	chen := userAddCmd{storeFlag: storeFlag{store}, Name: "chen", Role: "commander"}
	if err := chen.Run(t.Context(), console{io.Discard, io.Discard}, strings.NewReader(password+"\n")); err != nil {
		t.Fatal(err)
	}
	b := browsing(t, served(t, "--sample", "--store", store))
	b.size(1440, 900)
	b.signIn()

	// Ask: the form is filled as last time; what is possible is told; the plan is made while its progress shows.
	begun := time.Now()
	b.open("/duty/ask?lang=en", `document.querySelector('main').dataset.ready && document.querySelector('#possible strong') && document.querySelectorAll('.car').length === 4`)
	b.Logf("the form is filled and says what is possible after %.1f s", time.Since(begun).Seconds())
	b.picture("ask")
	b.accessible("the form")
	b.whole("the form")
	b.presets()
	b.aim()
	begun = time.Now()
	b.run(`const f = document.querySelector('#form').elements; f.seed.value = 2; f.balance.value = '1.5'; document.querySelector('[data-task]').value = 'ask the night porter'; f.name.value = 'Browser night'; document.querySelector('#make').click()`)
	b.wait(`document.querySelector('#progress')?.value > 0 || location.pathname === '/duty'`)
	b.wait(drawn)
	b.Logf("from its button to the plan on the map: %.1f s", time.Since(begun).Seconds())
	plan := b.plan()

	if told := ask[string](b, `fetch('/plans/`+plan+`').then((r) => r.json()).then((n) => n.plan.request.balance + ' ' + Object.values(n.plan.request.tasks ?? {}).join())`); told != "1.5 ask the night porter" {
		t.Errorf("the plan's request has %q for balance and tasks", told)
	}

	// See: the map's pins and the timetable's rows point at each other; the night plays.
	if stays, pins := ask[int](b, `document.querySelectorAll('tr[data-call]').length`), ask[int](b, `document.querySelectorAll('.pin').length`); stays < 60 || pins < 15 {
		t.Errorf("%d stays and %d pins", stays, pins)
	}
	b.run(`document.querySelector('.pin').click()`)
	b.wait(`document.querySelector('tr.chosen')`)
	b.run(`document.activeElement.blur(); document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}))`)
	b.run(`document.body.dispatchEvent(new KeyboardEvent('keydown', {key: ' ', bubbles: true}))`)
	b.wait(`Number(document.querySelector('#time').value) > 600`)
	b.run(`document.querySelector('#play').click(); document.querySelector('#time').value = 9000; document.querySelector('#time').dispatchEvent(new Event('input'))`)
	if now := ask[string](b, `document.querySelector('#now').value`); now != "22:30" {
		t.Errorf("150 minutes after 20:00 it is %s", now)
	}
	b.picture("duty")
	b.accessible("the night")
	b.open("/duty?theme=dark&lang=zh-CN", drawn)
	b.picture("duty-zh-dark")
	b.accessible("the night in the dark")
	b.whole("the night")
	b.size(390, 844)
	b.picture("duty-phone")
	b.size(1440, 900)

	b.again()
	plan = b.change(plan)
	link := b.handOut(plan)
	b.checkIn(link)
	plan = b.heal(plan)
	b.handOver(plan)
	b.open("/wall?theme=dark&at=2026-07-01T22:31:00%2B08:00", `document.body.dataset.drawn`)
	b.picture("wall")
	b.accessible("the wall")

	if len(b.complaints) > 0 {
		t.Errorf("the browser complains: %q", b.complaints)
	}
}

// again plans a night that uses every field that a request has, and plans it again from its form, where nothing is touched but
// the day: the same night, byte for byte. What has no control is named, and can be dropped.
func (b *browser) again() {
	b.Helper()
	const whole = `{"name": "all of it", "shift": {"start": "2026-07-01T20:00:00+08:00", "end": "2026-07-02T04:00:00+08:00"}, "cell_m": 200, "model": "count", "discovered": true,
		"units": [{"id": "A1", "name": "Car 1", "profile": "patrol", "base": [118.198846, 39.699834], "start": "2026-07-01T20:30:00+08:00", "end": "2026-07-02T03:30:00+08:00", "breaks": [
			{"earliest": "2026-07-01T22:00:00+08:00", "latest": "2026-07-01T23:00:00+08:00", "duration_s": 1000}, {"earliest": "2026-07-02T01:00:00+08:00", "latest": "2026-07-02T02:00:00+08:00", "duration_s": 600}]},
			{"id": "B1", "profile": "foot", "base": [118.198846, 39.699834]}],
		"categories": {"Arson": 12.3}, "tasks": {"Arson": "look for petrol"}, "stops": 9, "stops_from": "streets", "dwell_s": 1000, "dwell_min_s": 700, "revisit_s": 7000, "balance": 1.7, "vary": 2,
		"must": [{"id": "M1", "name": "market", "place": [118.205, 39.702], "dwell_s": 660, "revisit_s": 3600, "task": "greet", "windows": [
			["2026-07-01T19:00:00+08:00", "2026-07-01T22:00:00+08:00"], ["2026-07-02T00:00:00+08:00", "2026-07-02T02:00:00+08:00"]]}],
		"avoid": [[118.2, 39.7]], "occasions": [{"name": "match", "from": "2026-07-01T12:00:00+08:00", "until": "2026-07-02T12:00:00+08:00"}],
		"area": {"type": "Polygon", "coordinates": [[[118, 39], [119, 39], [119, 40], [118, 40], [118, 39]]]},
		"closures": [{"type": "Feature", "properties": {"from": "2026-07-01T21:00:00+08:00"}, "geometry": {"type": "LineString", "coordinates": [[118.2, 39.6], [118.2001, 39.6]]}}], "seed": -7}`
	first := ask[string](b, `fetch('/plans', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(`+whole+`)}).then((r) => r.json()).then((n) => n.plan?.id ?? JSON.stringify(n))`)
	b.open("/duty/ask?lang=en&theme=light&plan="+first, `document.querySelector('main.ask')?.dataset.ready && document.querySelector('#possible strong')`)
	b.picture("ask-again")
	b.accessible("the form of a night planned again")
	b.whole("the form of a night planned again")
	if kept := ask[string](b, `[...document.querySelectorAll('#kept li')].map((l) => l.dataset.field).join()`); kept != "model,cell_m,discovered,stops_from,dwell_min_s,avoid,occasions" {
		b.Errorf("besides its controls the form keeps %s", kept)
	}
	b.do(chromedp.Focus("[name=name]", chromedp.ByQuery), chromedp.KeyEvent("\r")) // says that the name is written, not that the night is to be planned
	if asked := ask[bool](b, `document.querySelector('#make').disabled || !document.querySelector('#under-way').hidden`); asked {
		b.Error("Enter in the name plans the night")
	}
	b.run(`document.querySelector('#form').elements.date.value = '2026-07-01'; document.querySelector('#make').click()`)
	b.wait(`location.pathname === '/duty' && ` + drawn)
	if again := b.plan(); again != first {
		request := func(id string) string {
			return ask[string](b, `fetch('/plans/`+id+`').then((r) => r.json()).then((n) => JSON.stringify(n.plan.request ?? n))`)
		}
		b.Errorf("planned again it is another night: asked for\n%s, not\n%s", request(again), request(first))
	}
	b.open("/duty/ask?plan="+first, `document.querySelector('main.ask')?.dataset.ready`)
	b.run(`for (const drop of document.querySelectorAll('#kept button')) drop.click()`)
	if left := ask[bool](b, `!!document.querySelector('#kept') || document.activeElement.name !== 'date'`); left {
		b.Error("what is dropped is still there, or nothing has the focus")
	}
}

// presets keeps the form's hours under a name with the keyboard, finds them as a choice, and removes them again; all that is
// folded away is open meanwhile.
func (b *browser) presets() {
	b.Helper()
	b.run(`for (const d of document.querySelectorAll('main.ask details')) d.open = true; document.querySelector('#form').elements.from.value = '21:30';
		document.querySelector('#preset-name').value = '夜班'; document.querySelector('#preset-name').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}))`)
	b.wait(`document.querySelector('#presets [aria-pressed=true]')?.textContent === '夜班 21:30–04:00'`)
	b.picture("ask-more")
	b.accessible("the form with all of it open")
	b.whole("the form with all of it open")
	b.run(`document.querySelector('#presets button').click(); document.querySelector('#kept-presets button').click()`)
	b.wait(`!document.querySelector('#kept-presets button') && document.querySelector('#form').elements.from.value === '20:00'`)
	b.run(`for (const d of document.querySelectorAll('main.ask details')) d.open = false`)
}

// aim adds a must point and draws an area without a mouse: Enter takes the middle of the map, the last corner twice.
func (b *browser) aim() {
	b.Helper()
	const enter = `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}));`
	b.do(chromedp.Focus("#add-must", chromedp.ByQuery), chromedp.KeyEvent("\r"))
	b.wait(`document.querySelector('#map canvas').matches(':focus-visible')`)
	if cross := ask[string](b, `getComputedStyle(document.querySelector('#map'), '::after').content`); cross != `"+"` {
		b.Errorf("the middle of the map is marked with %s", cross)
	}
	b.picture("ask-aim")
	b.run(enter) // not a real one: its second half would go to the point's name
	b.wait(`document.activeElement.matches('#must .item:last-child input') && document.querySelector('#tool').hidden`)
	b.run(`document.querySelector('#must .item:last-child button[aria-label]').click(); document.querySelector('#draw-area').focus(); document.querySelector('#draw-area').click();` + enter)
	for range 2 {
		ask[string](b, `document.querySelector('#map canvas').dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', keyCode: 39, bubbles: true})), new Promise((r) => setTimeout(() => r('moved'), 600))`)
		b.run(enter)
	}
	b.run(enter)
	b.wait(`document.activeElement.id === 'draw-area' && document.querySelector('#shapes .item')`)
	b.run(`[...document.querySelectorAll('#shapes button')].at(-1).click()`)
	b.wait(`!document.querySelector('#shapes .item')`)
}

// change loses a unit at 23:00, undoes that, gives a stop to another unit and approves the new version, whose id it gives.
func (b *browser) change(plan string) string {
	b.Helper()
	b.open("/duty?lang=en&theme=light&plan="+plan, drawn)
	at11 := `document.querySelector('#time').value = 10800; document.querySelector('#time').dispatchEvent(new Event('input'));`
	b.run(at11 + `document.querySelector('#whom').value = 'A3'; document.querySelector('[data-change=gone]').click()`)
	b.wait(`document.querySelectorAll('.differences li').length && ` + drawn)
	b.picture("change")
	b.accessible("the night changed")
	if said := ask[string](b, `document.querySelector('.differences').textContent`); !strings.Contains(said, "What changed at 23:00") || !strings.Contains(said, "from 3号车 Car 3") {
		b.Errorf("a unit gone is told as %q", said)
	}
	if late := ask[string](b, `[...document.querySelectorAll('section[data-unit=A3] tbody tr time')].at(-1).textContent`); late > "23:30" || late < "20:00" { // what was under way at 23:00 is done
		b.Errorf("the unit that is gone still comes somewhere at %s", late)
	}
	b.run(`[...document.querySelectorAll('.actions a')].find((a) => a.textContent.startsWith('Undo')).click()`)
	b.wait(`document.querySelector('main')?.dataset.plan === '` + plan + `' && ` + drawn)
	b.run(at11 + `document.querySelector('section[data-unit=A2] summary').click(); [...document.querySelectorAll('.edits button')].find((b) => b.textContent === 'Lock').click()`)
	b.try(plan)
	b.run(`[...document.querySelectorAll('button')].find((b) => b.textContent === 'Approve for this night').click()`)
	b.wait(drawn + ` && ![...document.querySelectorAll('button')].some((b) => b.textContent === 'Approve for this night')`) // another night may be approved long since
	changed := b.plan()
	b.goBack(plan)
	b.open("/duty?lang=en&theme=light&plan="+changed, drawn)
	return changed
}

// goBack tries to go back to the night's first version, lets it be, and has that compared with the one that holds.
func (b *browser) goBack(first string) {
	b.Helper()
	b.run(`document.querySelector('.versions').open = true; document.querySelector('#at').value = '23:30'; document.querySelector('[data-change=restore][data-version="` + first + `"]').click()`)
	b.wait(`document.querySelectorAll('#tried li').length === 1 && !document.querySelector('main.waiting')`)
	if said := ask[string](b, `document.querySelector('#trial').textContent`); !strings.Contains(said, "Go back to version 1") || !strings.Contains(said, "It fits") {
		b.Errorf("going back is told as %q", said)
	}
	b.accessible("going back tried")
	b.run(`document.querySelector('#discard').click(); { const form = document.querySelector('.versions form'); form.elements.from.value = '` + first + `'; form.querySelector('button').click() }`)
	b.wait(`document.querySelector('.differences h2')?.textContent === 'What is other in version 3 than in version 1' && ` + drawn)
	b.accessible("two versions compared")
}

// try drags a stay to another unit beside what is tried already, undoes and does it again, and keeps it: only then is there a
// new version.
func (b *browser) try(plan string) {
	b.Helper()
	tried := func(n int) string {
		return fmt.Sprintf(`!document.querySelector('#trial').hidden && document.querySelectorAll('#tried li').length === %d && !document.querySelector('main.waiting')`, n)
	}
	b.wait(tried(1))
	b.run(`{ const stay = document.querySelector('section[data-unit=A2] tr:nth-last-child(2) .number'), to = document.querySelector('section[data-unit=A1] h2');
		stay.dispatchEvent(new DragEvent('dragstart', {bubbles: true})); to.dispatchEvent(new DragEvent('drop', {bubbles: true, cancelable: true})) }`)
	begun := time.Now()
	b.wait(tried(2))
	b.Logf("a change is tried in %.1f s", time.Since(begun).Seconds())
	b.picture("trial")
	b.accessible("something tried")
	if said := ask[string](b, `document.querySelector('#trial').textContent`); !strings.Contains(said, "to A1") || !strings.Contains(said, "It fits:") || !strings.Contains(said, "takes") {
		b.Errorf("what is tried is told as %q", said)
	}
	if changed := ask[int](b, `document.querySelectorAll('tr.changed').length`); changed == 0 {
		b.Error("no stay is marked as changed")
	}
	b.run(`document.querySelector('#undo').click()`)
	b.wait(tried(1))
	b.run(`document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'Z', ctrlKey: true, shiftKey: true, bubbles: true}))`)
	b.wait(tried(2))
	b.run(`{ const far = document.querySelector('section[data-unit=A1] tr:has(summary)'); far.querySelector('summary').click();
		far.querySelector('.edits input[type=text]').value = '10, 10'; [...far.querySelectorAll('.edits button')].at(-1).click() }`)
	b.wait(`!document.querySelector('#wrong').hidden && ` + tried(2))                                                                         // nowhere near a street: told why, and not tried
	b.complaints = slices.DeleteFunc(b.complaints, func(c string) bool { return strings.Contains(c, "422") && strings.Contains(c, "/fits") }) // as asked for
	b.run(`document.querySelector('#keep').click()`)
	b.wait(`document.querySelector('main')?.dataset.plan !== '` + plan + `' && ` + drawn)
}

// handOut looks at the briefing, prints it, and gives the address of the first unit's page.
func (b *browser) handOut(plan string) string {
	b.Helper()
	b.open("/duty/brief?lang=en&theme=light&plan="+plan, `document.querySelectorAll('.paper .code').length === 4 && [...document.images].every((i) => i.complete && i.naturalWidth)`)
	b.picture("brief")
	b.accessible("the briefing")
	b.do(chromedp.ActionFunc(func(ctx context.Context) error {
		printed, _, err := page.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
		if pages := strings.Count(string(printed), "/Type /Page\n"); err == nil && pages != 4 {
			b.Errorf("four units print on %d pages", pages)
		}
		return err
	}))
	return ask[string](b, `document.querySelector('.paper a').href`)
}

// signIn goes through the door, which every page has for strangers.
func (b *browser) signIn() {
	b.Helper()
	b.open("/duty?lang=en", `document.querySelector('form.sign-in')`)
	b.picture("sign-in")
	b.accessible("the door")
	b.run(`document.querySelector('[name=username]').value = 'chen'; document.querySelector('[name=password]').value = '` + password + `'; document.querySelector('.sign-in button').click()`)
	b.wait(drawn)
}

// wire lies between a phone and the server.
type wire struct {
	*httptest.Server
	cut, deaf atomic.Bool // nothing gets through; what is sent gets through, and the answer does not
	lost      atomic.Int32
}

func wireTo(t *testing.T, base string) *wire {
	t.Helper()
	to, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{}
	proxy := httputil.NewSingleHostReverseProxy(to)
	w.Server = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		switch {
		case w.cut.Load():
			panic(http.ErrAbortHandler)
		case w.deaf.Load():
			proxy.ServeHTTP(httptest.NewRecorder(), r)
			w.lost.Add(1)
			panic(http.ErrAbortHandler)
		}
		proxy.ServeHTTP(out, r)
	}))
	t.Cleanup(w.Close)
	return w
}

// checkIn has an officer tell of the first stop; without a network of more, with the page closed and opened again; what is
// sent and not heard of is sent twice and kept once.
func (b *browser) checkIn(link string) {
	b.Helper()
	line := wireTo(b.T, b.base)
	address := strings.Replace(link, b.base, line.URL, 1) + "?lang=en&at=2026-07-01T23:05:00%2B08:00"
	ready := `document.body.dataset.ready && navigator.serviceWorker.controller`
	b.size(390, 844)
	b.open(address, ready)
	b.open(address, ready) // now by way of the worker, which keeps it
	b.picture("officer")
	b.accessible("the phone's page")
	b.run(`document.querySelector('#here').click()`)
	b.wait(`document.querySelector('.told .good') && !document.querySelector('#left').hidden`)
	line.cut.Store(true)
	b.run(`document.querySelector('[data-count=settled]').click(); document.querySelector('[data-count=arrested]').click(); document.querySelector('#undo').click();
		document.querySelector('#left').click(); document.querySelector('[data-taken="30"]').click()`)
	waiting := `document.querySelector('#line').textContent === '5 to be sent'`
	b.wait(waiting)
	b.open(address, ready+" && "+waiting)
	if told := ask[int](b, `document.querySelectorAll('.told .mark').length`); told != 3 {
		b.Errorf("opened again without a network the page shows %d marks, want here, a dispute settled, left", told)
	}
	line.deaf.Store(true)
	line.cut.Store(false)
	b.run(`window.dispatchEvent(new Event('online'))`)
	for line.lost.Load() == 0 {
		time.Sleep(20 * time.Millisecond)
	}
	line.deaf.Store(false)
	b.run(`window.dispatchEvent(new Event('online'))`)
	b.wait(`document.querySelectorAll('.told .good').length === 3 && document.querySelector('#line').textContent === ''`)
	b.complaints = slices.DeleteFunc(b.complaints, func(c string) bool { return strings.Contains(c, "ERR_EMPTY_RESPONSE") }) // as asked for
	b.size(1440, 900)
}

// heal has the desk take up what the unit told, with one click, and approve it. It gives the new version's id.
func (b *browser) heal(plan string) string {
	b.Helper()
	b.open("/duty?lang=en&theme=light&plan="+plan, `document.querySelector('#taken button') && `+drawn)
	if told := ask[string](b, `fetch('/plans/`+plan+`/reports').then((r) => r.json()).then((t) => t.reports.map((r) => r.kind).sort().join())`); told != "here,left,settled,taken" {
		b.Errorf("the server has %s", told)
	}
	b.picture("taken")
	b.accessible("a unit taken away")
	b.run(`document.querySelector('#taken button').click()`)
	b.wait(`document.querySelector('.differences') && document.querySelector('main').dataset.plan !== '` + plan + `' && ` + drawn)
	if said := ask[string](b, `document.querySelector('.differences').textContent`); !strings.Contains(said, "called away from 23:05") {
		b.Errorf("the night that is healed tells %q", said)
	}
	if again := ask[bool](b, `!document.querySelector('#taken').hidden`); again {
		b.Error("what is healed is proposed again")
	}
	b.run(`[...document.querySelectorAll('button')].find((b) => b.textContent === 'Approve for this night').click()`)
	b.wait(`document.querySelector('.mark.good')?.textContent.includes('chen') && ` + drawn)
	return b.plan()
}

// handOver adds the track of a unit that told nothing and counts a help at the desk; all is in the hand-over and the log.
func (b *browser) handOver(plan string) {
	b.Helper()
	type stay struct {
		Arrive, Leave time.Time
		At            [2]float64
	}
	first := ask[stay](b, `fetch('/plans/`+plan+`').then((r) => r.json()).then((n) => n.features.find((f) => f.properties.kind === 'stop' && f.properties.unit === 'A2')).then((f) => ({Arrive: f.properties.arrive, Leave: f.properties.leave, At: f.geometry.coordinates}))`)
	track := `<gpx version="1.1"><trk><trkseg>`
	for at := first.Arrive; !at.After(first.Leave); at = at.Add(time.Minute) {
		track += fmt.Sprintf(`<trkpt lat="%f" lon="%f"><time>%s</time></trkpt>`, first.At[1], first.At[0], at.Format(time.RFC3339))
	}
	file := filepath.Join(b.TempDir(), "A2.gpx")
	if err := os.WriteFile(file, []byte(track+`</trkseg></trk></gpx>`), 0o600); err != nil {
		b.Fatal(err)
	}
	b.open("/duty/done?lang=en&theme=light&plan="+plan, `document.querySelector('.figures')`)
	b.do(chromedp.SetUploadFiles(`input[name=track]`, []string{file}, chromedp.ByQuery))
	b.run(`document.querySelector('form[action$=track] select').value = 'A2'; document.querySelector('form[action$=track] button').click()`)
	b.wait(`document.querySelector('.good-news')?.textContent.includes('1 stands at its stops')`)
	b.run(`document.querySelector('form[action$=service]:has(select) [name=at]').value = '23:40'; document.querySelector('button[value=helped]').click()`)
	b.wait(`!document.querySelector('.good-news') && [...document.querySelectorAll('.served li')].some((l) => l.textContent.includes('desk: help'))`)
	if made := ask[string](b, `document.querySelectorAll('.figures dd')[0].textContent`); !strings.HasPrefix(made, "2/") {
		b.Errorf("the hand-over tells of %q stays made, want two", made)
	}
	b.picture("done")
	b.accessible("the hand-over")
	b.whole("the hand-over")
	b.open("/duty/log?month=2026-07", `document.querySelectorAll('tfoot').length === 4`)
	if all := ask[string](b, `[...document.querySelectorAll('tfoot tr')].map((r) => [...r.cells].slice(1).map((c) => c.textContent).join(' ')).join()`); all != "1 1 0 0 2,1 1 0 0 2,1 1 0 0 2,1 1 0 0 2" {
		b.Errorf("the log's totals are %q", all)
	}
	b.picture("log")
	b.accessible("the service log")
	b.whole("the service log")
}

// TestEmptyStoreInABrowser has no page of a station that has nothing yet ask for what is not there.
func TestEmptyStoreInABrowser(t *testing.T) {
	b := browsing(t, served(t, "--store", filepath.Join(t.TempDir(), "station.gpkg")))
	b.open("/duty/ask?lang=en", `document.querySelector('main.ask')?.dataset.ready`)
	if at := ask[string](b, `new Promise((r) => setTimeout(() => r(document.querySelector('#possible').textContent), 1000))`); !strings.HasPrefix(at, "What is possible") { // half a second after the last change
		b.Errorf("of no incidents it is possible: %s", at)
	}
	for _, page := range []string{"/", "/duty", "/duty/done", "/duty/log", "/areas", "/repeat", "/month", "/experiments"} {
		b.open(page, `document.readyState === 'complete' && document.querySelector('main')`)
	}
	if len(b.complaints) > 0 {
		t.Errorf("the browser complains: %q", b.complaints)
	}
}

// TestNightWithoutWebGL has a browser that cannot draw the map show the drawing and the timetables.
func TestNightWithoutWebGL(t *testing.T) {
	b := browsing(t, served(t, "--sample"))
	b.do(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(`HTMLCanvasElement.prototype.getContext = () => null`).Do(ctx)
		return err
	}))
	b.open("/duty?lang=en", `document.images[0]?.naturalWidth > 0 && document.querySelectorAll("tr[data-call]").length > 60`)
	if shown := ask[bool](b, `document.querySelector('#map').hidden && !document.querySelector('#drawing').hidden`); !shown {
		t.Error("the drawing does not stand in for the map")
	}
}
