// Units that tell from the road that they were taken away: the desk has the rest of the night healed with one click.
import { say, make, ask, one } from './say.mjs'
import { clockAt, written } from './night.mjs'

const { plan = '', start = '', mayPlan } = one('main.duty').dataset
const list = one('#taken')
/** @type {import('./night.mjs').Night} */
let night

/** @typedef {{id: string, unit: string, kind: string, at: string, for_s?: number}} Report */

/**
 * Those that the plan does not know of: it has the unit off its round from about that time. What was over when the plan was
 * changed last, nothing heals.
 * @param {Report[]} reports
 */
function unknown(reports) {
  const off = night.of('stop').filter((f) => f.properties.priority === 'off' && !['standing by', 'at its base'].includes(f.properties.reason))
  return reports.filter((r) => {
    const [from, until] = span(r)
    return r.kind === 'taken' && until > from && !off.some((f) => f.properties.unit === r.unit && Date.parse(f.properties.arrive) < until && Date.parse(f.properties.leave) > from)
  })
}

/** The part of an absence that can still be planned around: since the plan was changed last. @param {Report} r */
const span = (r) => [Math.max(Date.parse(r.at), Date.parse(night.plan.since ?? start)), Date.parse(r.at) + 1000 * (r.for_s ?? 0)]

/** The night without the unit for that time. @param {Report} r @param {HTMLButtonElement} button */
async function heal(r, button) {
  button.disabled = true
  const [from, until] = span(r)
  try {
    const made = await ask('POST', `/plans/${plan}/changes`, { at: written(from, start), changes: [{ kind: 'away', unit: r.unit, for_s: (until - from) / 1000 }] })
    location.assign(`/duty?plan=${made.plan.plan.id}`)
  } catch (/** @type {any} */ e) {
    button.disabled = false
    one('#wrong').textContent = e.message
    one('#wrong').hidden = false
  }
}

/** @param {Report} r */
function proposal(r) {
  const name = one(`section[data-unit="${CSS.escape(r.unit)}"] h2`)?.childNodes[1]?.textContent?.trim() || r.unit
  const button = make('button', { type: 'button', 'data-taken': r.unit, onclick: () => heal(r, button) }, say('Re-plan the rest'))
  return make('li', {}, make('span', {}, say('{1} was taken away at {2} for {3} min.', name, clockAt(Date.parse(r.at), start), (r.for_s ?? 0) / 60)), ' ', mayPlan ? button : '')
}

async function look() {
  try {
    const told = await ask('GET', `/plans/${plan}/reports`)
    const open = unknown(told.reports)
    if (list.dataset.shown === open.map((r) => r.id).join()) return
    list.dataset.shown = open.map((r) => r.id).join()
    list.replaceChildren(...open.map(proposal))
    list.hidden = open.length === 0
  } catch {
    // the server is away or the reader may not see reports: the next look comes soon
  }
}

/** Follows what units tell. @param {import('./night.mjs').Night} shown the plan that is shown */
export function followTaken(shown) {
  night = shown
  look()
  setInterval(look, 15_000)
}
