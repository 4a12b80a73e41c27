// The night as it goes on, for a screen on the wall: where units are by the plan, what they have told, what comes next.
import { Night } from './night.mjs'
import { say, make, ask, one } from './say.mjs'

const { plan = '' } = document.body.dataset
const asked = new URLSearchParams(location.search).get('at')
const opened = Date.now()
const night = new Night(await ask('GET', `/plans/${plan}`))

/** Now, or the moment that the address names, going on from there. */
const clock = () => (asked ? Date.parse(asked) + Date.now() - opened : Date.now())

/** @param {string} unit */
const line = (unit) => one(`[data-unit="${CSS.escape(unit)}"]`)
/** @param {string} unit */
const colourOf = (unit) => getComputedStyle(line(unit)).getPropertyValue('--unit').trim()

/** @type {{plan: string, reports: any[]}} */
let told = { plan, reports: [] }
/** @type {Map<string, any>} */
const cars = new Map()
/** @type {Map<string, HTMLElement>} */
const pins = new Map()

const { canDraw, newMap, drawRoutes, mark } = await import('./map.mjs')
if (canDraw()) {
  const map = newMap(one('#map'), night.bbox, plan)
  map.once('load', () => {
    drawRoutes(map, night, colourOf)
    for (const f of night.of('stop')) {
      if (f.properties.visit > 1) continue
      const pin = make('div', { class: `pin ${line(f.properties.unit).classList[0]}`, title: f.properties.name }, String(f.properties.sequence))
      pins.set(f.properties.stop, pin)
      mark(map, pin, f.geometry.coordinates)
    }
    for (const unit of night.units) {
      const at = night.at(unit, clock())
      if (at) cars.set(unit, mark(map, make('div', { class: `car ${line(unit).classList[0]}` }, unit), at))
    }
    map.once('idle', () => { document.body.dataset.drawn = 'yes' })
    show()
  })
}

function show() {
  const t = clock()
  one('#now').value = night.clock(t)
  one('#state').textContent = t < night.start ? say('The night begins at {1}', night.clock(night.start)) : t > night.end ? say('The night is over') : say('{1} check-ins', told.reports.filter((r) => r.kind === 'here').length)
  for (const [unit, car] of cars) car.setLngLat(night.at(unit, Math.max(night.start, Math.min(night.end, t))))
  for (const [stop, pin] of pins) pin.classList.toggle('reached', told.reports.some((r) => r.stop === stop && r.kind === 'here'))
  for (const unit of night.units) shown(unit, t)
}

/** @param {string} unit @param {number} t */
function shown(unit, t) {
  const at = one('.doing', line(unit))
  const stay = night.of('stop').find((f) => f.properties.unit === unit && Date.parse(f.properties.leave) > t)
  at.textContent = stay ? doing(stay, t) : say('back at base')
  at.classList.toggle('late', !!stay && isLate(stay, t))
}

const words = { here: say('there'), left: say('done'), delayed: say('late'), skipped: say('skipped') }

/** What a unit told last of a stay. @param {any} p the stay's properties */
const lastOf = (p) => told.reports.filter((r) => r.unit === p.unit && r.stop === p.stop && r.visit === p.visit && r.kind in words).at(-1)

/** What a unit does now or next, and what it told of it. @param {import('./night.mjs').Feature} f @param {number} t */
function doing(f, t) {
  const p = f.properties
  const last = lastOf(p)
  const reported = last ? ` · ${words[/** @type {keyof typeof words} */ (last.kind)]}${last.words ? ' ' + last.words : ''}` : isLate(f, t) ? ' · ' + say('no check-in yet') : ''
  const taken = told.reports.find((r) => r.unit === p.unit && r.kind === 'taken' && Date.parse(r.at) <= t && t < Date.parse(r.at) + 1000 * r.for_s)
  const away = taken ? say('taken away until {1}', night.clock(Date.parse(taken.at) + 1000 * taken.for_s)) + ' · ' : ''
  return `${away}${p.arrive.slice(11, 16)}–${p.leave.slice(11, 16)} ${p.priority === 'off' ? say(p.name) : p.name}${reported}`
}

/** Units tap when they come; ten minutes after that the wall asks for it. @param {import('./night.mjs').Feature} f @param {number} t */
function isLate(f, t) {
  return f.properties.priority !== 'off' && t > Date.parse(f.properties.arrive) + 600_000 && !lastOf(f.properties)
}

async function look() {
  try {
    told = await ask('GET', `/plans/${plan}/reports`)
    if (told.plan !== plan) location.assign(`/wall?${new URLSearchParams({ plan: told.plan, ...(asked ? { at: asked } : {}) })}`)
  } catch (/** @type {any} */ e) {
    one('#state').textContent = e.message
    return
  }
  show()
}

await look()
setInterval(show, 1000)
setInterval(look, 10_000)
document.body.dataset.ready = 'yes'
