// A unit's night on its phone: the next stop and what to tell of it. What cannot be sent now is kept and sent later.
import { say, make, ask, one } from './say.mjs'
import { clockAt } from './night.mjs'

const { token, start } = document.body.dataset
const kept = `told ${token}`

// Training: ?at=2026-07-01T22:31:00+08:00 has the night begin there.
const asked = new URLSearchParams(location.search).get('at')
const opened = Date.now()
const clockNow = () => (asked ? Date.parse(asked) + Date.now() - opened : Date.now())

/** @typedef {{id: string, stop: string, visit: number, kind: string, words: string, at: string, for_s?: number, sent?: boolean}} Report */

const calls = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.calls li'))]

/** @type {Map<string, Report>} by id: what the server knows, and what it does not know yet */
const reports = new Map()
for (const e of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('#reports li'))) {
  const { id = '', stop = '', visit, kind = '', words = '', at = '' } = e.dataset
  const own = id.slice(id.indexOf(' ') + 1)
  reports.set(own, { id: own, stop, visit: Number(visit), kind, words, at, for_s: Number(e.dataset.for), sent: true })
}
for (const r of remembered()) if (!reports.has(r.id)) reports.set(r.id, r)

/** What this phone has told: a page shown again without a network is older than that. @returns {Report[]} */
function remembered() {
  return JSON.parse(localStorage.getItem(kept) ?? '[]')
}

function keep() {
  localStorage.setItem(kept, JSON.stringify([...reports.values()]))
}

/** What was told and not taken back. */
function standing() {
  const all = [...reports.values()]
  const gone = new Set(all.filter((r) => r.kind === 'withdrawn').map((r) => r.words))
  return all.filter((r) => r.kind !== 'withdrawn' && !gone.has(r.id))
}

/** @param {HTMLElement} call */
function told(call) {
  return standing().filter((r) => r.stop === call.dataset.stop && r.visit === Number(call.dataset.visit)).sort((a, b) => a.at.localeCompare(b.at))
}

/** @param {HTMLElement} call @param {string} kind */
const has = (call, kind) => told(call).some((r) => r.kind === kind)

/** The first stop that is neither left nor skipped, unless a later one has been reached. */
function next() {
  const done = calls.findLastIndex((c) => has(c, 'left') || has(c, 'skipped') || has(c, 'here'))
  if (done >= 0 && has(calls[done], 'here') && !has(calls[done], 'left') && !has(calls[done], 'skipped')) return calls[done]
  return calls[done + 1]
}

const clock = (/** @type {string} */ t) => clockAt(Date.parse(t), start ?? '')
const marks = { here: say('there'), left: say('done'), delayed: say('late'), skipped: say('skipped'), taken: say('taken away'), helped: say('helped'), settled: say('dispute settled'), checked: say('check'), arrested: say('arrest') }

function show() {
  const at = next()
  one('#next').hidden = !at
  one('#over').hidden = !!at
  for (const c of calls) {
    c.classList.toggle('now', c === at)
    one('.told', c).replaceChildren(...told(c).map((r) => make('span', { class: r.sent ? 'mark good' : 'mark' }, `${marks[/** @type {keyof typeof marks} */ (r.kind)]} ${clock(r.at)}${r.words ? ' ' + r.words : ''}`)))
  }
  showCounts()
  const open = [...reports.values()].filter((r) => !r.sent).length
  one('#line').textContent = open ? say('{1} to be sent', open) : navigator.onLine ? '' : say('offline')
  one('#way').hidden = !at
  if (!at) return
  const there = has(at, 'here')
  one('#what').textContent = there ? say('You are at stop {1}', at.dataset.call ?? '') : say('Next: stop {1} of {2}', at.dataset.call ?? '', calls.length)
  one('#where').textContent = at.dataset.name
  one('#when').textContent = `${clock(at.dataset.arrive ?? '')}–${clock(at.dataset.leave ?? '')}`
  one('#why').textContent = at.dataset.why
  one('#hospital').textContent = at.dataset.hospital
  one('#here').hidden = there
  one('#left').hidden = !there
  one('#way').href = `geo:${at.dataset.lat},${at.dataset.lon}?q=${at.dataset.lat},${at.dataset.lon}`
}

/** How many of each kind were counted, and what was told last. */
function showCounts() {
  const all = standing()
  for (const b of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-count]'))) one('b', b).textContent = all.filter((r) => r.kind === b.dataset.count).length || ''
  const last = reports.get(latest)
  one('#last').hidden = !last || !all.includes(last)
  if (last) one('#last span').textContent = `${marks[/** @type {keyof typeof marks} */ (last.kind)]} ${clock(last.at)}${last.for_s ? ' · ' + say('{1} min', last.for_s / 60) : ''}`
}

const ofStops = ['here', 'left', 'delayed', 'skipped']
let latest = '' // the id of what was told last, which can be taken back

/** @param {string} kind @param {string} [words] @param {number} [seconds] */
function tell(kind, words = '', seconds = 0) {
  const to = next()
  const at = ofStops.includes(kind) || to && has(to, 'here') ? to : undefined // what is counted on the way is at no stop
  const id = crypto.randomUUID ? crypto.randomUUID() : `r${Date.now().toString(36)}${Math.random().toString(36).slice(2, 12)}`
  reports.set(id, { id, stop: at?.dataset.stop ?? '', visit: Number(at?.dataset.visit ?? 0), kind, words, at: new Date(clockNow()).toISOString(), for_s: seconds })
  latest = kind === 'withdrawn' ? '' : id
  one('#wrong').hidden = true
  keep()
  show()
  send()
}

let sending = false

async function send() {
  if (sending) return
  sending = true
  try {
    for (const r of reports.values()) if (!r.sent) await sendOne(r)
  } catch {
    // no network, or the server is down: the next try comes soon
  } finally {
    sending = false
    keep()
    show()
  }
}

/** @param {Report} report */
async function sendOne(report) {
  const { sent, ...wire } = report
  try {
    await ask('POST', `/u/${token}/reports`, [wire])
    report.sent = true
  } catch (/** @type {any} */ e) {
    if (e.status !== 400) throw e
    reports.delete(report.id) // it will never be taken
    one('#wrong').textContent = e.message
    one('#wrong').hidden = false
  }
}

const choices = {
  skipped: [say('road closed'), say('called away'), say('no time'), say('not safe')],
}

/** @param {'skipped'} kind */
function askWhy(kind) {
  one('#because').hidden = false
  one('#because').dataset.kind = kind
  one('#asked').textContent = say('Why is it skipped?')
  one('#words').value = ''
  one('#chips').replaceChildren(...choices[kind].map((c) => make('button', { type: 'button', class: 'quiet small', onclick: () => { one('#words').value = c } }, c)))
  one('#words').focus()
}

one('#here').addEventListener('click', () => tell('here'))
one('#left').addEventListener('click', () => tell('left'))
one('#delayed').addEventListener('click', () => tell('delayed'))
one('#skipped').addEventListener('click', () => askWhy('skipped'))
for (const b of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-count]'))) b.addEventListener('click', () => tell(b.dataset.count ?? ''))
for (const b of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-taken]'))) b.addEventListener('click', () => tell('taken', '', 60 * Number(b.dataset.taken)))
one('#undo').addEventListener('click', () => tell('withdrawn', latest))
one('#back').addEventListener('click', () => { one('#because').hidden = true })
one('#because').addEventListener('submit', (/** @type {Event} */ e) => {
  e.preventDefault()
  const words = one('#words').value.trim()
  if (!words) return one('#words').focus()
  one('#because').hidden = true
  tell(one('#because').dataset.kind, words)
})
addEventListener('online', send)
addEventListener('offline', show)
setInterval(send, 20_000)
navigator.serviceWorker?.register('/static/officer-worker.mjs', { scope: '/u/', type: 'module' }).catch(() => {}) // only where the connection is safe
show()
send()

document.body.dataset.ready = 'yes'
