// The commander's page: the map of the night beside its timetables, each showing what the other points at.
import { Night } from './night.mjs'
import { say, make, ask, one } from './say.mjs'
import { followTaken } from './taken.mjs'
import { put, follow, offerAt, offerChanges, offerDragging } from './change.mjs'

const main = one('main.duty')
const play = one('#play')
const time = one('#time')
const now = one('#now')

const night = new Night(await ask('GET', `/plans/${main.dataset.plan}`))
const { canDraw, newMap, drawRoutes, showRoutes, mark } = await import('./map.mjs')

/** @param {string} unit */
const section = (unit) => one(`section.unit[data-unit="${CSS.escape(unit)}"]`)
/** @param {string} unit */
const colourOf = (unit) => getComputedStyle(section(unit)).getPropertyValue('--unit').trim()
/** @param {string} unit @param {string | number} call @returns {HTMLElement | null} */
const rowOf = (unit, call) => document.getElementById(`${unit}-${call}`)

/** @type {Map<string, HTMLElement>} */
const pins = new Map() // by stop
/** @type {Map<string, any>} */
const marks = new Map() // the same on the map
/** @type {Map<string, any>} */
const cars = new Map() // by unit

if (canDraw()) start()
else if (main.dataset.mayPlan) offerChanges(undefined, markChanged)
if (main.dataset.mayPlan) offerDragging()
main.addEventListener('click', offer)
followTaken(night)

function start() {
  const map = newMap(one('#map'), night.bbox, main.dataset.plan)
  map.once('load', () => {
    drawRoutes(map, night, colourOf)
    for (const f of night.of('stop')) if (f.properties.visit === 1) addPin(map, f)
    for (const unit of night.units) addCar(map, unit)
    one('#drawing').hidden = true
    one('#timeline').hidden = false
    show(night.start)
    main.addEventListener('focusin', (/** @type {any} */ e) => point(e, map))
    main.addEventListener('mouseover', (/** @type {any} */ e) => point(e, map))
    main.addEventListener('click', (/** @type {any} */ e) => fly(e, map))
    if (main.dataset.mayPlan) offerChanges(map, (made) => preview(map, made))
    map.once('idle', () => { main.dataset.drawn = 'yes' })
  })
}

/** @param {any} map @param {import('./night.mjs').Feature} f */
function addPin(map, f) {
  const { unit, sequence, stop, name } = f.properties
  const pin = make('button', { class: `pin ${section(unit).classList[1]}`, type: 'button', title: name, 'aria-label': say('Stop {1} of {2}: {3}', sequence, unit, name) }, String(sequence))
  pin.addEventListener('click', () => choose(rowOf(unit, sequence), true))
  pin.addEventListener('mouseenter', () => choose(rowOf(unit, sequence), false))
  pins.set(stop, pin)
  if (document.querySelector(`.differences li[data-stop="${CSS.escape(stop)}"]`)) pin.classList.add('changed')
  const marker = mark(map, pin, f.geometry.coordinates, { draggable: !!main.dataset.mayPlan })
  marks.set(stop, marker)
  marker.on('dragend', () => {
    const { lng, lat } = marker.getLngLat()
    put({ stop, name }, [Number(lng.toFixed(6)), Number(lat.toFixed(6))])
  })
}

/** @type {any[]} */
let added = []

/** Shows on the map what is tried: the ways as they would be, dotted as they are; pins where they would stand. @param {any} map @param {any} made */
function preview(map, made) {
  const shown = made ? new Night(made.plan) : night
  showRoutes(map, shown, made ? night : null)
  for (const m of added) m.remove()
  added = []
  for (const f of night.of('stop')) marks.get(f.properties.stop)?.setLngLat(f.geometry.coordinates)
  for (const f of shown.of('stop')) {
    const { stop, name, unit } = f.properties
    if (marks.has(stop)) marks.get(stop).setLngLat(f.geometry.coordinates)
    else added.push(mark(map, make('div', { class: `pin changed ${section(unit).classList[1]}`, title: name }, '+'), f.geometry.coordinates))
  }
  markChanged(made)
}

/** Marks the stays that would differ. @param {any} made */
function markChanged(made) {
  const differ = new Set((made?.differences ?? []).map((/** @type {any} */ d) => d.stop))
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('tr[data-call]'))) row.classList.toggle('changed', differ.has(row.dataset.stop))
  for (const [stop, pin] of pins) pin.classList.toggle('changed', differ.has(stop) || !made && !!document.querySelector(`.differences li[data-stop="${CSS.escape(stop)}"]`))
}

/** @param {any} map @param {string} unit */
function addCar(map, unit) {
  const at = night.at(unit, night.start)
  if (!at) return
  const car = make('div', { class: `car ${section(unit).classList[1]}`, title: unit }, unit)
  cars.set(unit, mark(map, car, at))
}

/** @param {Event} e */
function rowAt(e) {
  return /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (e.target).closest('tr[data-call]'))
}

/** What differs, when pointed at, is shown on the map. */
main.addEventListener('mouseover', (/** @type {any} */ e) => {
  const { stop } = e.target.dataset
  if (!stop || !e.target.closest('.differences')) return
  for (const pin of pins.values()) pin.classList.remove('chosen')
  pins.get(stop)?.classList.add('chosen')
})

/** What the pointer or the keyboard is on, in the table, is shown on the map. @param {Event} e @param {any} _map */
function point(e, _map) {
  const row = rowAt(e)
  if (row) choose(row, false)
}

/** @param {MouseEvent} e @param {any} map */
function fly(e, map) {
  const row = rowAt(e)
  if (!row || /** @type {HTMLElement} */ (e.target).closest('summary, button, select')) return
  const f = night.of('stop').find((f) => f.properties.unit === row.dataset.unit && String(f.properties.sequence) === row.dataset.call)
  if (!f) return
  map.easeTo({ center: f.geometry.coordinates, zoom: Math.max(map.getZoom(), 14.5) })
  show(Date.parse(f.properties.arrive))
}

/** A stay that was clicked offers what can be done with it. @param {Event} e */
function offer(e) {
  const row = rowAt(e)
  if (row) offerAt(row, night.units)
}

/** @param {HTMLElement | null} row @param {boolean} bring whether the row is brought into view */
function choose(row, bring) {
  for (const e of document.querySelectorAll('.chosen')) e.classList.remove('chosen')
  if (!row) return
  row.classList.add('chosen')
  pins.get(row.dataset.stop ?? '')?.classList.add('chosen')
  if (bring) row.scrollIntoView({ block: 'center', behavior: 'smooth' })
}

/** Shows the night at an instant. @param {number} t */
function show(t) {
  time.value = String(Math.round((t - night.start) / 1000))
  now.value = night.clock(t)
  time.setAttribute('aria-valuetext', now.value)
  for (const [unit, car] of cars) car.setLngLat(night.at(unit, t))
  for (const e of document.querySelectorAll('.under-way')) e.classList.remove('under-way')
  for (const f of night.underWay(t)) rowOf(f.properties.unit, f.properties.sequence)?.classList.add('under-way')
}

time.max = String((night.end - night.start) / 1000)
time.addEventListener('input', () => {
  show(night.start + Number(time.value) * 1000)
  follow(night.start + Number(time.value) * 1000)
})
if (Date.now() > night.start && Date.now() < night.end) follow(Date.now())

const pace = 300 // seconds of the night in a second
let playing = 0

play.addEventListener('click', () => (playing ? halt() : begin()))

function begin() {
  play.textContent = say('Stop')
  play.setAttribute('aria-pressed', 'true')
  let before = performance.now()
  let at = Number(time.value) >= Number(time.max) ? 0 : Number(time.value)
  const step = (/** @type {number} */ clock) => {
    at += ((clock - before) / 1000) * pace
    before = clock
    show(Math.min(night.end, night.start + at * 1000))
    if (night.start + at * 1000 < night.end) playing = requestAnimationFrame(step)
    else halt()
  }
  playing = requestAnimationFrame(step)
}

function halt() {
  cancelAnimationFrame(playing)
  playing = 0
  play.textContent = say('Play')
  play.setAttribute('aria-pressed', 'false')
}

// Keys: j and k go through the stays, the space bar plays.
document.addEventListener('keydown', (e) => {
  if (/** @type {HTMLElement} */ (e.target).closest('input, select, textarea, button, a, summary') || e.ctrlKey || e.metaKey || e.altKey) return
  const rows = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('tr[data-call]'))]
  const at = rows.findIndex((r) => r === document.activeElement)
  if (e.key === 'j' || e.key === 'k') rows[Math.max(0, Math.min(rows.length - 1, at + (e.key === 'j' ? 1 : -1)))]?.focus()
  if (e.key === 'Enter' && at >= 0) rows[at].click()
  if (e.key === ' ' && !one('#timeline').hidden) {
    e.preventDefault()
    play.click()
  }
})
