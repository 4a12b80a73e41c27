// A unit's night on its phone: the next stop and what to tell of it. What cannot be sent now is kept and sent later.
import { say, make, ask, one } from './say.mjs'
import { clockAt } from './night.mjs'

const { token, start } = document.body.dataset
const kept = `told ${token}`

// Training: ?at=2026-07-01T22:31:00+08:00 has the night begin there.
const asked = new URLSearchParams(location.search).get('at')
const opened = Date.now()
const clockNow = () => (asked ? Date.parse(asked) + Date.now() - opened : Date.now())

/** @typedef {{id: string, stop: string, visit: number, kind: string, words: string, at: string, sent?: boolean}} Report */

const calls = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.calls li'))]

/** @type {Map<string, Report>} by id: what the server knows, and what it does not know yet */
const reports = new Map()
for (const e of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('#reports li'))) {
  const { id = '', stop = '', visit, kind = '', words = '', at = '' } = e.dataset
  const own = id.slice(id.indexOf(' ') + 1)
  reports.set(own, { id: own, stop, visit: Number(visit), kind, words, at, sent: true })
}
for (const r of waiting()) if (!reports.has(r.id)) reports.set(r.id, r)

/** @returns {Report[]} */
function waiting() {
  return JSON.parse(localStorage.getItem(kept) ?? '[]')
}

function keep() {
  localStorage.setItem(kept, JSON.stringify([...reports.values()].filter((r) => !r.sent)))
}

/** @param {HTMLElement} call */
function told(call) {
  return [...reports.values()].filter((r) => r.stop === call.dataset.stop && r.visit === Number(call.dataset.visit)).sort((a, b) => a.at.localeCompare(b.at))
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
const marks = { here: say('there'), left: say('done'), delayed: say('late'), skipped: say('skipped'), helped: say('helped') }

function show() {
  const at = next()
  one('#next').hidden = !at
  one('#over').hidden = !!at
  for (const c of calls) {
    c.classList.toggle('now', c === at)
    one('.told', c).replaceChildren(...told(c).map((r) => make('span', { class: r.sent ? 'mark good' : 'mark' }, `${marks[/** @type {keyof typeof marks} */ (r.kind)]} ${clock(r.at)}${r.words ? ' ' + r.words : ''}`)))
  }
  const open = [...reports.values()].filter((r) => !r.sent).length
  one('#line').textContent = open ? say('{1} to be sent', open) : navigator.onLine ? '' : say('offline')
  one('#way').hidden = !at
  if (!at) return
  const there = has(at, 'here')
  one('#what').textContent = there ? say('You are at stop {1}', at.dataset.call ?? '') : say('Next: stop {1} of {2}', at.dataset.call ?? '', calls.length)
  one('#where').textContent = at.dataset.name
  one('#when').textContent = `${clock(at.dataset.arrive ?? '')}–${clock(at.dataset.leave ?? '')}`
  one('#why').textContent = at.dataset.why
  one('#here').hidden = there
  one('#left').hidden = !there
  one('#way').href = `geo:${at.dataset.lat},${at.dataset.lon}?q=${at.dataset.lat},${at.dataset.lon}`
}

/** @param {string} kind @param {string} [words] */
function tell(kind, words = '') {
  const at = next()
  const id = crypto.randomUUID ? crypto.randomUUID() : `r${Date.now().toString(36)}${Math.random().toString(36).slice(2, 12)}`
  reports.set(id, { id, stop: at?.dataset.stop ?? '', visit: Number(at?.dataset.visit ?? 0), kind, words, at: new Date(clockNow()).toISOString() })
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
  helped: [say('first aid'), say('gave directions'), say('lost person'), say('settled a dispute')],
}

/** @param {'skipped' | 'helped'} kind */
function askWhy(kind) {
  one('#because').hidden = false
  one('#because').dataset.kind = kind
  one('#asked').textContent = kind === 'skipped' ? say('Why is it skipped?') : say('What help was given?')
  one('#words').value = ''
  one('#chips').replaceChildren(...choices[kind].map((c) => make('button', { type: 'button', class: 'quiet small', onclick: () => { one('#words').value = c } }, c)))
  one('#words').focus()
}

one('#here').addEventListener('click', () => tell('here'))
one('#left').addEventListener('click', () => tell('left'))
one('#delayed').addEventListener('click', () => tell('delayed'))
one('#skipped').addEventListener('click', () => askWhy('skipped'))
one('#helped').addEventListener('click', () => askWhy('helped'))
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
