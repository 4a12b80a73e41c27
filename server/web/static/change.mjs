// The night changed. What happened is kept at once, as a new version; what is only wished is tried first, and said in words
// and on the map before it is kept.
import { say, make, ask, one } from './say.mjs'
import * as trial from './trial.mjs'
import { clockAt, written } from './night.mjs'

const main = one('main.duty')
const { plan = '', start = '' } = main.dataset

/** The instant that the form names: a clock time of the night. */
function instant() {
  const [h, m] = one('#at').value.split(':').map(Number)
  const [h0, m0] = start.slice(11, 16).split(':').map(Number)
  return written(Date.parse(start) + ((h - h0) * 60 + m - m0 + 1440) % 1440 * 60_000, start)
}

/** Has the form name an instant: now, or where the time slider was put. @param {number} t */
export function follow(t) {
  const at = one('#at')
  if (at && document.activeElement !== at) at.value = clockAt(t, start)
}

/** Sends changes to an address of the plan; gives the answer, or tells what is wrong. @param {string} address @param {Record<string, unknown>[]} changes */
async function send(address, changes) {
  one('#wrong').hidden = true
  main.classList.add('waiting')
  try {
    return await ask('POST', `/plans/${plan}/${address}`, { at: instant(), most: Number(one('#most').value) || undefined, changes })
  } catch (/** @type {any} */ e) {
    one('#wrong').textContent = e.message
    one('#wrong').hidden = false
    one('#wrong').scrollIntoView({ block: 'nearest' })
  } finally {
    main.classList.remove('waiting')
  }
}

/** Keeps what was tried, and a change that happened, and goes to the new version. @param {Record<string, unknown>} [happened] */
async function keep(happened) {
  const made = await send('changes', [...trial.changes(), ...(happened ? [happened] : [])])
  if (made) location.assign(`/duty?plan=${made.plan.plan.id}`)
}

/** Tries a change beside those tried before: it fits, or is refused with the reason. @param {string} words @param {Record<string, unknown>} change */
export const attempt = (words, change) => trial.attempt({ words, change })

/**
 * The buttons of the form, and those of a stay.
 * @param {any} map undefined where there is none
 * @param {(made: any) => void} shown has the map show what is tried, or nothing
 */
export function offerChanges(map, shown) {
  const tool = one('#tool')
  trial.open((changes) => send('fits', changes), shown, () => keep())
  const unit = () => ({ unit: one('#whom').value })
  const what = {
    gone: () => keep({ kind: 'gone', ...unit() }),
    away: () => keep({ kind: 'away', ...unit(), for_s: Number(one('#minutes').value) * 60 }),
    hospital: () => keep({ kind: 'hospital', ...unit() }),
    back: () => keep({ kind: 'back', ...unit() }),
    replan: () => attempt(say('Re-plan the rest'), { kind: 'replan' }),
    restore: (/** @type {Event} */ e) => {
      const { version, number = '' } = /** @type {HTMLElement} */ (e.currentTarget).dataset
      attempt(say('Go back to version {1}', number), { kind: 'restore', version })
    },
    must: () => onMap(say('Click where the point is.'), 1, ([at]) => attempt(say('New must point'), { kind: 'must', place: at })),
    add: () => onMap(say('Click where the point is.'), 1, ([at]) => attempt(say('Add a fixed point'), { kind: 'add', place: at })),
    close: () => onMap(say('Click along the closed road: where it begins, and where it ends.'), 2, (line) => keep({ kind: 'close', closure: { type: 'LineString', coordinates: line } })),
  }
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('[data-change]'))) {
    const kind = /** @type {keyof typeof what} */ (button.dataset.change)
    if (!map && ['must', 'add', 'close'].includes(kind)) button.disabled = true
    button.addEventListener('click', what[kind])
  }

  /** @param {string} hint @param {number} places @param {(at: number[][]) => void} then */
  function onMap(hint, places, then) {
    /** @type {number[][]} */
    const clicked = []
    tool.textContent = hint
    tool.hidden = false
    map.getCanvas().style.cursor = 'crosshair'
    map.getContainer().scrollIntoView({ block: 'nearest' })
    const click = (/** @type {any} */ e) => {
      clicked.push([e.lngLat.lng, e.lngLat.lat].map((x) => Number(x.toFixed(6))))
      if (clicked.length < places) return
      stop()
      then(clicked)
    }
    const escape = (/** @type {KeyboardEvent} */ e) => e.key === 'Escape' && stop()
    const stop = () => {
      map.off('click', click)
      document.removeEventListener('keydown', escape)
      map.getCanvas().style.cursor = ''
      tool.hidden = true
    }
    map.on('click', click)
    document.addEventListener('keydown', escape)
  }
}

/** Gives a stop to a unit, to be its stay of a number or any. @param {DOMStringMap} stay @param {string} unit @param {number} position */
const give = ({ stop, name = '' }, unit, position) => attempt(
  position ? say('Give {1} to {2} as stay {3}', name, unit, position) : say('Give {1} to {2}', name, unit), { kind: 'move', stop, unit, position })

/** Puts a stop at another place. @param {DOMStringMap} stay @param {number[]} place */
export const put = ({ stop, name = '' }, place) => attempt(say('Put {1} elsewhere', name), { kind: 'move', stop, place })

/**
 * What can be done with a stop, under the stay that was chosen.
 * @param {HTMLElement} row
 * @param {string[]} units
 */
export function offerAt(row, units) {
  if (!main.dataset.mayPlan || row.querySelector('.edits')) return
  for (const e of document.querySelectorAll('.edits')) e.remove()
  const { stop, unit, name = '' } = row.dataset
  const button = (/** @type {string} */ label, /** @type {() => void} */ onclick) => make('button', { type: 'button', class: 'quiet small', onclick }, label)
  const to = make('select', { 'aria-label': say('to unit') }, ...units.map((u) => make('option', { selected: u !== unit }, u)))
  const nth = make('input', { type: 'number', min: 1, max: 200, 'aria-label': say('as stay number'), placeholder: '#' })
  const at = make('input', { type: 'text', inputmode: 'decimal', size: 18, 'aria-label': say('longitude, latitude'), placeholder: say('longitude, latitude') })
  const place = () => at.value.split(/[,\s]+/).filter(Boolean).map(Number)
  row.lastElementChild?.append(make('div', { class: 'edits' },
    button(say('Give to'), () => give(row.dataset, to.value, Number(nth.value))), to, nth,
    button(say('Lock'), () => attempt(say('Lock {1}', name), { kind: 'lock', stop })),
    button(say('Unlock'), () => attempt(say('Unlock {1}', name), { kind: 'unlock', stop })),
    button(say('Remove'), () => attempt(say('Remove {1}', name), { kind: 'remove', stop })),
    button(say('Put at'), () => place().length === 2 && put(row.dataset, place())), at))
}

/** A stay's number can be dragged onto another unit, or onto a stay whose place in the order it takes. */
export function offerDragging() {
  /** @type {HTMLElement | null} */
  let dragged = null
  for (const number of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('tr[data-call] .number'))) {
    number.draggable = true
    number.title = say('Drag to another unit, or click the stay to change it')
  }
  main.addEventListener('dragstart', (/** @type {any} */ e) => { dragged = e.target.closest?.('tr[data-call]') })
  main.addEventListener('dragover', (/** @type {any} */ e) => { if (dragged && e.target.closest('section.unit')) e.preventDefault() })
  main.addEventListener('drop', (/** @type {any} */ e) => {
    const over = /** @type {HTMLElement} */ (e.target)
    const unit = /** @type {HTMLElement | null} */ (over.closest('section.unit'))?.dataset.unit
    if (!dragged || !unit) return
    e.preventDefault()
    give(dragged.dataset, unit, Number(/** @type {HTMLElement | null} */ (over.closest('tr[data-call]'))?.dataset.call ?? 0))
    dragged = null
  })
}
