// Changes that are tried and not kept: each is checked at once with those before it, can be undone and done again.
import { say, make, one } from './say.mjs'

/** @typedef {{words: string, change: Record<string, unknown>}} Edit */

/** @type {Edit[]} */
let tried = []
/** @type {Edit[]} */
let undone = []
/** @type {(changes: Record<string, unknown>[]) => Promise<any>} */
let check = async () => null
/** @type {(made: any) => void} */
let shown = () => {}

/** The changes tried, in their order. */
export const changes = () => tried.map((e) => e.change)

/**
 * Makes the panel work.
 * @param {(changes: Record<string, unknown>[]) => Promise<any>} fits gives the version that changes would make; nothing where they do not fit
 * @param {(made: any) => void} show
 * @param {() => void} keep
 */
export function open(fits, show, keep) {
  check = fits
  shown = show
  const undo = () => to(tried.slice(0, -1), [...undone, .../** @type {Edit[]} */ (tried.slice(-1))])
  const redo = () => to([...tried, .../** @type {Edit[]} */ (undone.slice(-1))], undone.slice(0, -1))
  one('#keep').addEventListener('click', keep)
  one('#undo').addEventListener('click', undo)
  one('#redo').addEventListener('click', redo)
  one('#discard').addEventListener('click', () => to([], []))
  document.addEventListener('keydown', (e) => {
    if (!(e.ctrlKey || e.metaKey) || e.key.toLowerCase() !== 'z' || /** @type {HTMLElement} */ (e.target).closest('input, textarea')) return
    if (e.shiftKey ? undone.length : tried.length) {
      e.preventDefault()
      if (e.shiftKey) redo()
      else undo()
    }
  })
}

/** Tries one more change; false where it does not fit. @param {Edit} edit */
export const attempt = (edit) => to([...tried, edit], [])

/** Goes to a list of changes if they fit. @param {Edit[]} edits @param {Edit[]} later */
async function to(edits, later) {
  const made = edits.length ? await check(edits.map((e) => e.change)) : null
  if (edits.length && !made) {
    shown(last)
    return false
  }
  tried = edits
  undone = later
  last = made
  tell(made)
  shown(made)
  return true
}

/** @type {any} */
let last = null

/** @param {any} made */
function tell(made) {
  one('#trial').hidden = !tried.length && !undone.length
  one('#tried').replaceChildren(...tried.map((e) => make('li', {}, e.words)))
  one('#undo').disabled = one('#keep').disabled = one('#discard').disabled = !tried.length
  one('#redo').disabled = !undone.length
  one('#fits').textContent = !made ? say('Nothing is tried.') : made.changed.stays
    ? say('It fits: {1} stays of {2} units change.', made.changed.stays, made.changed.units)
    : say('It fits; no stay changes hands.')
  const items = (made?.differences ?? []).map((/** @type {any} */ d) => make('li', { 'data-stop': d.stop }, d.sentence))
  one('#would').replaceChildren(...items)
}
