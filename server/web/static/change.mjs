// The night changed: each change is one request, answered by a new version and by what differs, in words.
import { say, make, ask, one } from './say.mjs'
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

/** Asks for changes and goes to the new version. @param {Record<string, unknown>} change */
export async function amend(change) {
  one('#wrong').hidden = true
  main.classList.add('waiting')
  try {
    const made = await ask('POST', `/plans/${plan}/changes`, { at: instant(), changes: [change] })
    location.assign(`/duty?plan=${made.plan.plan.id}`)
  } catch (/** @type {any} */ e) {
    main.classList.remove('waiting')
    one('#wrong').textContent = e.message
    one('#wrong').hidden = false
    one('#wrong').scrollIntoView({ block: 'nearest' })
  }
}

/**
 * The buttons of the form, and those of a stay.
 * @param {any} map undefined where there is none
 */
export function offerChanges(map) {
  const tool = one('#tool')
  const unit = () => ({ unit: one('#whom').value })
  const what = {
    gone: () => amend({ kind: 'gone', ...unit() }),
    away: () => amend({ kind: 'away', ...unit(), for_s: Number(one('#minutes').value) * 60 }),
    back: () => amend({ kind: 'back', ...unit() }),
    replan: () => amend({ kind: 'replan' }),
    must: () => onMap(say('Click where the point is.'), 1, ([at]) => amend({ kind: 'must', place: at })),
    add: () => onMap(say('Click where the point is.'), 1, ([at]) => amend({ kind: 'add', place: at })),
    close: () => onMap(say('Click along the closed road: where it begins, and where it ends.'), 2, (line) => amend({ kind: 'close', closure: { type: 'LineString', coordinates: line } })),
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

/**
 * What can be done with a stop, under the stay that was chosen.
 * @param {HTMLElement} row
 * @param {string[]} units
 */
export function offerAt(row, units) {
  if (!main.dataset.mayPlan || row.querySelector('.edits')) return
  for (const e of document.querySelectorAll('.edits')) e.remove()
  const { stop, unit } = row.dataset
  const to = make('select', { 'aria-label': say('to unit') }, ...units.filter((u) => u !== unit).map((u) => make('option', {}, u)))
  row.lastElementChild?.append(make('div', { class: 'edits' },
    make('button', { type: 'button', class: 'quiet small', onclick: () => amend({ kind: 'move', stop, unit: to.value }) }, say('Give to')), to,
    make('button', { type: 'button', class: 'quiet small', onclick: () => amend({ kind: 'lock', stop }) }, say('Lock')),
    make('button', { type: 'button', class: 'quiet small', onclick: () => amend({ kind: 'unlock', stop }) }, say('Unlock')),
    make('button', { type: 'button', class: 'quiet small', onclick: () => amend({ kind: 'remove', stop }) }, say('Remove'))))
}
