// The form of a night: what was asked last time, changed; what is possible, told before it is planned.
import { say, make, ask, one } from './say.mjs'
import { request as toRequest, fields as fromRequest, weigh } from './request.mjs'
import { Sketch } from './sketch.mjs'
import { Presets } from './presets.mjs'

const main = one('main.ask')
const form = one('#form')
const bbox = ['west', 'south', 'east', 'north'].map((side) => Number(main.dataset[side]))
/** The plan that the form is filled from. */
const like = main.dataset.like
const zone = main.dataset.tonight.slice(19).replace('Z', '+00:00')

/** @type {import('./request.mjs').Lists} */
const lists = { units: [], must: [], area: null, closures: [] }
const sketch = new Sketch(one('#map'), bbox, one('#tool'), lists, changed)
const presets = new Presets(form, changed, wrong)

/** Fills in what was asked last time. */
async function fillIn() {
  const { last } = main.dataset
  if (last) fromRequest(JSON.parse(last), form, lists, zone)
  else lists.units.push({ id: 'A1', name: '', profile: 'patrol', base: [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2], from: '', until: '', rests: [] })
  await presets.open(last && { name: '', from: form.elements.from.value, until: form.elements.until.value })
}

/** Shows the last night's points on the map. */
async function showLast() {
  if (!like) return
  const last = await ask('GET', `/plans/${like}`).catch(() => ({ features: [] }))
  sketch.showLast(last.features.filter((/** @type {any} */ f) => f.properties.kind === 'stop' && f.properties.visit === 1))
}

function showAll() {
  showUnits()
  showMust()
  showLandmarks()
  showShapes()
  sketch.show()
}

/** A clock time of 24 hours, whatever the system's habit. */
const clock = { class: 'time', pattern: '([01]\\d|2[0-3]):[0-5]\\d', maxlength: 5, inputmode: 'numeric', placeholder: '--:--' }

/** A field of a list's item. @param {string} label @param {any} item @param {string} key @param {Record<string, any>} [attributes] */
function field(label, item, key, attributes = {}) {
  const input = make('input', { type: 'text', value: item[key] ?? '', ...attributes, oninput: () => { item[key] = input.value; changed() } })
  return make('label', {}, label + ' ', input)
}

/** A place as longitude and latitude, which the map can fill in. @param {string} label @param {any} item @param {string} key */
function place(label, item, key) {
  const input = make('input', {
    type: 'text', inputmode: 'decimal', size: 20, value: item[key] ? item[key].map((/** @type {number} */ x) => x.toFixed(5)).join(', ') : '', oninput: () => {
      const numbers = input.value.split(/[,\s]+/).filter(Boolean).map(Number)
      input.setCustomValidity(numbers.length === 2 && numbers.every(Number.isFinite) ? '' : say('Write longitude and latitude'))
      if (!input.validationMessage) { item[key] = numbers; sketch.show(); changed() }
    },
  })
  const pick = make('button', { type: 'button', class: 'quiet small', onclick: () => sketch.pick(say('Click where {1} is.', item.name || item.id || label), (at) => {
    item[key] = at
    input.value = at.map((x) => x.toFixed(5)).join(', ')
    input.setCustomValidity('')
    sketch.show()
    changed()
    pick.focus()
  }) }, say('on the map'))
  return make('span', { class: 'place' }, make('label', {}, label + ' ', input), sketch.usable ? pick : '')
}

/** @param {any[]} list @param {any} item @param {string} label */
function removal(list, item, label) {
  return make('button', { type: 'button', class: 'quiet small', 'aria-label': label, title: label, onclick: () => { list.splice(list.indexOf(item), 1); showAll(); changed() } }, '×')
}

/** Adds an item to a list within an item. @param {any[]} list @param {any} item @param {string} label */
function addition(list, item, label) {
  return make('button', { type: 'button', class: 'quiet small', onclick: () => { list.push({ ...item }); showAll(); changed() } }, label)
}

function showUnits() {
  one('#units').replaceChildren(...lists.units.map((u, i) => {
    const mode = make('select', { onchange: () => { u.profile = mode.value; changed() } },
      ...[['patrol', say('patrol car')], ['car', say('car')], ['foot', say('on foot')]].map(([value, label]) => make('option', { value, selected: u.profile === value }, label)))
    return make('div', { class: `item unit-${i % 10}` }, make('span', { class: 'dot' }),
      field(say('Id'), u, 'id', { size: 4, required: true }), field(say('Name'), u, 'name', { size: 12 }), make('label', {}, say('By') + ' ', mode), place(say('Base'), u, 'base'),
      field(say('From'), u, 'from', clock), field(say('Until'), u, 'until', clock), removal(lists.units, u, say('Remove unit {1}', u.name || u.id)),
      make('div', { class: 'row' }, ...u.rests.map((r) => make('span', { class: 'times' }, field(say('Break, minutes'), r, 'minutes', { type: 'number', min: 1, max: 240, step: 'any' }), field(say('begins from'), r, 'from', clock), field(say('to'), r, 'until', clock), removal(u.rests, r, say('Remove the break')))),
        addition(u.rests, { minutes: 30, from: '23:00', until: '01:00' }, say('Add a break'))))
  }))
}

function showMust() {
  one('#must').replaceChildren(...lists.must.map((m) => make('div', { class: 'item' },
    field(say('Name'), m, 'name', { size: 14 }), place(say('Place'), m, 'place'),
    field(say('Stay, minutes'), m, 'dwell', { type: 'number', min: 1, max: 240, step: 'any' }), field(say('Back within, minutes'), m, 'revisit', { type: 'number', min: 0, max: 1440, step: 'any', placeholder: say('once') }),
    field(say('Task'), m, 'task', { size: 18, maxlength: 200 }), removal(lists.must, m, say('Remove {1}', m.name || m.id)),
    make('div', { class: 'row' }, ...m.windows.map((w) => make('span', { class: 'times' }, field(say('From'), w, 'from', clock), field(say('Until'), w, 'until', clock), removal(m.windows, w, say('Remove the hours')))),
      addition(m.windows, { from: '', until: '' }, say('Add hours'))))))
}

/** What kinds of landmarks are called; a kind of the station's own is called as it is. */
const kinds = {
  bank: say('banks'), bar: say('bars'), 'bus station': say('bus stations'), clinic: say('clinics'), college: say('colleges'), 'filling station': say('filling stations'), 'fire station': say('fire stations'),
  hospital: say('hospitals'), 'internet cafe': say('internet cafes'), kindergarten: say('kindergartens'), mall: say('malls'), market: say('markets'), police: say('police stations'),
  'railway station': say('railway stations'), school: say('schools'), supermarket: say('supermarkets'),
}

/** @type {{id: string, kind: string, name: string, place: number[]}[]} */
let landmarks = []

/** Offers the landmarks by kind. */
async function offerLandmarks() {
  if (!main.dataset.landmarks) return
  const found = await ask('GET', '/collections/landmarks/items?f=json&limit=10000').catch(() => ({ features: [] }))
  landmarks = found.features.map((/** @type {any} */ f) => ({ id: f.id, ...f.properties, place: f.geometry.coordinates }))
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const l of landmarks) counts.set(l.kind, (counts.get(l.kind) ?? 0) + 1)
  one('#by-kind').hidden = !landmarks.length
  one('#kind').append(...[...counts].map(([kind, n]) => make('option', { value: kind }, `${kinds[/** @type {keyof typeof kinds} */ (kind)] ?? kind} (${n})`)))
}

/** Whether a must point is a landmark: by its id, or where it stands. @param {import('./request.mjs').Must} m @param {{id: string, place: number[]}} l */
const isAt = (m, l) => m.id === l.id || Math.hypot(m.place[0] - l.place[0], m.place[1] - l.place[1]) < 0.0003

function showLandmarks() {
  const chosen = landmarks.filter((l) => l.kind === one('#kind').value)
  one('#landmarks').replaceChildren(...chosen.map((l) => {
    const tick = make('input', { type: 'checkbox', checked: lists.must.some((m) => isAt(m, l)), onchange: () => {
      lists.must = lists.must.filter((m) => !isAt(m, l))
      if (tick.checked) lists.must.push({ id: l.id, name: l.name, place: l.place, windows: [], dwell: '', revisit: '', task: '' })
      showAll()
      changed()
    } })
    return make('label', {}, tick, ' ', l.name || l.id)
  }))
}

one('#kind').addEventListener('change', showLandmarks)

function showShapes() {
  const items = []
  if (lists.area) {
    items.push(make('div', { class: 'item' }, say('An area of {1} corners', corners(lists.area)), ' ',
      make('button', { type: 'button', class: 'quiet small', onclick: saveArea }, say('Save it')),
      make('button', { type: 'button', class: 'quiet small', onclick: everywhere }, say('Everywhere'))))
  }
  for (const c of lists.closures) items.push(make('div', { class: 'item' }, `${say('A closed road')} ${inForce(c)} `, removal(lists.closures, c, say('Open the road again'))))
  one('#shapes').replaceChildren(...items)
}

/** From when until when a closed road is, where that is told. @param {any} closure */
function inForce({ properties }) {
  const { from, until } = properties ?? {}
  return from || until ? [from, until].map((t) => t?.slice(0, 16).replace('T', ' ') ?? '').join(' – ') : ''
}

/** How many corners an area has; the first of each ring stands again as its last. @param {any} area */
function corners(area) {
  const rings = area.type === 'Polygon' ? area.coordinates : area.coordinates.flat()
  return rings.reduce((/** @type {number} */ n, /** @type {any[]} */ ring) => n + ring.length - 1, 0)
}

function everywhere() {
  lists.area = null
  for (const box of document.querySelectorAll('#areas input')) /** @type {HTMLInputElement} */ (box).checked = false
  showAll()
  changed()
}

/** Keeps the area for the whole station, under a name. */
async function saveArea() {
  const name = prompt(say('Name of the area'))?.trim()
  if (!name) return
  const known = [...document.querySelectorAll('#areas input')].some((box) => /** @type {HTMLInputElement} */ (box).value === name)
  if (known && !confirm(say('There is an area of this name. Replace it?'))) return
  try {
    await ask('POST', '/areas', { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: lists.area, properties: { name } }] })
    if (!known) one('#areas').append(make('label', { class: 'tick' }, make('input', { type: 'checkbox', value: name, checked: true }), ' ' + name))
    wrong('')
  } catch (/** @type {any} */ failed) {
    wrong(failed.message)
  }
}

/** The night keeps to the areas that are ticked, all of them together. */
async function chooseAreas() {
  const ids = [...document.querySelectorAll('#areas input:checked')].map((box) => /** @type {HTMLInputElement} */ (box).value)
  const shapes = await Promise.all(ids.map((id) => ask('GET', `/collections/areas/items/${encodeURIComponent(id)}`)))
  lists.area = ids.length ? { type: 'MultiPolygon', coordinates: shapes.flatMap((f) => f.geometry.coordinates) } : null
  showAll()
  changed()
}

one('#areas').addEventListener('change', () => chooseAreas().catch((failed) => wrong(failed.message)))
one('#add-unit').addEventListener('click', () => {
  const last = lists.units.at(-1)
  const ids = new Set(lists.units.map((u) => u.id))
  let n = lists.units.length + 1
  while (ids.has(`A${n}`)) n++
  lists.units.push({ ...structuredClone(last ?? { profile: 'patrol', base: sketch.middle(), from: '', until: '', rests: [] }), id: `A${n}`, name: '' })
  showAll()
  changed()
})
one('#add-must').addEventListener('click', () => {
  const add = (/** @type {number[]} */ at) => {
    lists.must.push({ id: `M${Date.now().toString(36)}`, name: '', place: at, windows: [], dwell: '', revisit: '', task: '' })
    showAll()
    changed()
    one('#must .item:last-child input').focus()
  }
  if (sketch.usable) sketch.pick(say('Click where the point is.'), add)
  else add(sketch.middle())
})
one('#draw-area').addEventListener('click', () => sketch.draw('area', say('Click the corners of the area, the last one twice.')))
one('#draw-closure').addEventListener('click', () => sketch.draw('closure', say('Click along the closed road, the last place twice.')))
sketch.drawn = () => showAll()

form.addEventListener('input', (/** @type {any} */ e) => {
  if (e.target.dataset.category !== undefined) weigh(e.target, Number(e.target.value))
  changed()
})
// Enter in a field says that it is filled in, not that the night is to be planned.
form.addEventListener('keydown', (/** @type {any} */ e) => e.key === 'Enter' && e.target.matches('input') && e.preventDefault())
for (const drop of document.querySelectorAll('#kept button')) {
  drop.addEventListener('click', () => {
    const left = document.querySelectorAll('#kept li').length - 1
    drop.closest(left ? 'li' : '#kept')?.remove()
    one(left ? '#kept button' : '[name=date]').focus()
    changed()
  })
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let soon

/** Shows what the calendar says of the hours chosen. */
function tellCalendar() {
  const { shift } = toRequest(form, lists, zone)
  one('#length').value = say('{1} h', ((Date.parse(shift.end) - Date.parse(shift.start)) / 3_600_000).toFixed(1).replace('.0', ''))
  let any = false
  for (const entry of document.querySelectorAll('#calendar li')) {
    const { dataset } = /** @type {HTMLElement} */ (entry)
    const holds = Date.parse(dataset.from ?? '') < Date.parse(shift.end) && Date.parse(shift.start) < Date.parse(dataset.until ?? '')
    entry.toggleAttribute('hidden', !holds)
    any ||= holds
  }
  one('#calendar').hidden = !any
}

/** Tells what is possible, a moment after the last change. */
function changed() {
  clearTimeout(soon)
  soon = setTimeout(tellPossible, 500)
}

let asked = 0

async function tellPossible() {
  const mine = ++asked
  const box = one('#possible')
  if (!lists.units.length) return
  if (!form.elements.date.validity.valid || !form.elements.from.validity.valid || !form.elements.until.validity.valid) return
  tellCalendar()
  if (main.dataset.incidents === '0') return // nothing is possible, as the page says
  box.classList.add('waiting')
  try {
    const p = await ask('POST', '/plans/possible', toRequest(form, lists, zone))
    if (mine !== asked) return
    box.replaceChildren(make('strong', {}, p.over.length
      ? say('{1} units keep {2} points; you asked for {3}.', lists.units.length, p.points_kept, p.points_asked)
      : say('{1} units keep {2} points; all {3} fit.', lists.units.length, p.points_kept, p.points_asked)), make('details', {}, make('summary', {}, say('How this is counted')), p.sentence),
      ...(p.over.length ? [make('details', {}, make('summary', {}, say('{1} would be left out', p.over.length)), p.over.join(', '))] : []))
    wrong('')
  } catch (/** @type {any} */ e) {
    if (mine === asked) wrong(e.message)
  } finally {
    if (mine === asked) box.classList.remove('waiting')
  }
}

/** @param {string} sentence */
function wrong(sentence) {
  one('#wrong').textContent = sentence
  one('#wrong').hidden = !sentence
}

/** @type {string | null} */
let job = null

form.addEventListener('submit', async (/** @type {Event} */ e) => {
  e.preventDefault()
  if (job || !form.reportValidity()) return
  wrong('')
  try {
    const begun = await ask('POST', '/processes/night-plan/execution', { inputs: toRequest(form, lists, zone) }, { Prefer: 'respond-async' })
    watch(begun.jobID)
  } catch (/** @type {any} */ failed) {
    wrong(failed.message)
  }
})

const stages = { risk: say('where trouble is expected'), stops: say('choosing fixed points'), travel: say('travel times'), tours: say('searching for routes'), routes: say('streets and times') }

/** @param {string} id */
function watch(id) {
  job = id
  one('#make').disabled = true
  one('#under-way').hidden = false
  const events = new EventSource(`/jobs/${id}/events`)
  events.onmessage = (told) => {
    const e = JSON.parse(told.data)
    one('#progress').value = e.progress
    one('#stage').value = stages[/** @type {keyof typeof stages} */ (e.message)] ?? ''
    if (e.best) sketch.showBest(e.best)
    if (e.status === 'accepted' || e.status === 'running') return
    events.close()
    ended()
    if (e.status === 'successful') location.assign(`/duty?plan=${e.plan}`)
    else wrong(e.status === 'dismissed' ? say('Stopped; nothing was kept.') : e.message)
  }
  events.onerror = () => {
    events.close()
    ended()
    wrong(say('The server does not answer; try again.'))
  }
}

function ended() {
  job = null
  one('#make').disabled = false
  one('#under-way').hidden = true
}

one('#stop').addEventListener('click', () => job && ask('DELETE', `/jobs/${job}`).catch(() => {}))
/** Tells what is other since the last night. */
async function tellNews() {
  if (!like) return
  const news = await ask('GET', `/plans/${like}/since`).catch(() => null)
  if (!news) return
  one('#news-of').textContent = say('Since the night of {1}', news.night.start.slice(0, 10))
  one('#news ul').append(...(news.sentences.length ? news.sentences.map((/** @type {any} */ s) => make('li', {}, s.text)) : [make('li', {}, say('Nothing is known to be other.'))]))
  one('#news a').href = `/duty?plan=${news.plan}`
  one('#news').hidden = false
}

await Promise.all([fillIn(), showLast(), offerLandmarks(), tellNews()])
showAll()
changed()
main.dataset.ready = 'yes'
