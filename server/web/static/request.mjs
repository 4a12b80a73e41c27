// A night's request between the form and the wire.
import { written } from './night.mjs'

/**
 * @typedef {{id: string, name: string, profile: string, base: number[], from: string, until: string, rest: {minutes: any, from: string, until: string} | null}} Unit
 * @typedef {{id: string, name: string, place: number[], from: string, until: string, dwell: any, revisit: any, task: string}} Must
 * @typedef {{units: Unit[], must: Must[], area: any, closures: any[]}} Lists
 */

const minute = 60_000
const day = 86_400_000

/**
 * The request that the form asks for.
 * @param {any} form
 * @param {Lists} lists
 * @param {string} zone such as +08:00
 */
export function request(form, lists, zone) {
  const f = form.elements
  const clock = new Clock(f.date.value, f.from.value, zone)
  const start = clock.at(f.from.value)
  const end = f.until.value === f.from.value ? start + day : clock.at(f.until.value)
  const time = (/** @type {number} */ t) => clock.written(t)
  return {
    name: f.name.value || undefined,
    shift: { start: time(start), end: time(end) },
    units: lists.units.map((u) => ({
      id: u.id, name: u.name || undefined, profile: u.profile, base: u.base,
      start: u.from ? time(clock.at(u.from)) : undefined, end: u.until ? time(clock.at(u.until)) : undefined,
      breaks: u.rest ? [{ earliest: time(clock.at(u.rest.from)), latest: time(clock.at(u.rest.until)), duration_s: Number(u.rest.minutes) * 60 }] : undefined,
    })),
    stops: f.stops.value ? Number(f.stops.value) : undefined,
    dwell_s: Number(f.dwell.value) * 60, revisit_s: Number(f.revisit.value) * 60,
    must: lists.must.map((m) => ({
      id: m.id, name: m.name || undefined, place: m.place,
      windows: m.from && m.until ? [[time(clock.at(m.from)), time(clock.at(m.until))]] : undefined,
      dwell_s: m.dwell ? Number(m.dwell) * 60 : undefined, revisit_s: m.revisit ? Number(m.revisit) * 60 : undefined, task: m.task || undefined,
    })),
    balance: Number(f.balance.value) || undefined, vary: Number(f.vary.value) || undefined, tasks: tasks(form),
    categories: weights(form), area: lists.area ?? undefined, closures: lists.closures,
    seed: Number(f.seed.value) || 0, limit_s: Number(f.limit.value) || undefined,
  }
}

/** The weights that differ from the usual ones. @param {any} form */
function weights(form) {
  /** @type {Record<string, number>} */
  const told = {}
  for (const slider of form.querySelectorAll('[data-category]')) {
    if (Number(slider.value) !== Number(slider.dataset.usual) || slider.dataset.told) told[slider.dataset.category] = Number(slider.value)
  }
  return told
}

/** What stands for nothing to do: an empty field is what is usual. */
const nothing = '–'

/** The tasks that are not the usual ones. @param {any} form */
function tasks(form) {
  /** @type {Record<string, string>} */
  const told = {}
  for (const field of form.querySelectorAll('[data-task]')) {
    const task = field.value.trim()
    if (task) told[field.dataset.task] = [nothing, '-', '—'].includes(task) ? '' : task
  }
  return told
}

/** Chooses a number that was asked for, also one that the list has not. @param {HTMLSelectElement} select @param {number | undefined} value */
function choose(select, value) {
  const text = value ? String(value) : ''
  if (![...select.options].some((o) => o.value === text)) select.add(new Option(text))
  select.value = text
}

/** Clock times of a night that may pass midnight. */
class Clock {
  /** @param {string} date @param {string} from @param {string} zone */
  constructor(date, from, zone) {
    this.zone = zone
    this.start = Date.parse(`${date}T${from}:00${zone}`)
    this.from = from
  }

  /** The instant of a clock time in the night. @param {string} time */
  at(time) {
    const [h, m] = time.split(':').map(Number)
    const [h0, m0] = this.from.split(':').map(Number)
    return this.start + ((((h - h0) * 60 + m - m0 + 1440) % 1440) * minute)
  }

  /** @param {number} t */
  written(t) {
    return written(t, this.zone)
  }
}

/**
 * Fills the form with a request, but for its day.
 * @param {any} wire
 * @param {any} form
 * @param {Lists} lists
 */
export function fields(wire, form, lists) {
  const f = form.elements
  const time = (/** @type {string | undefined} */ t) => t?.slice(11, 16) ?? ''
  f.from.value = time(wire.shift.start)
  f.until.value = time(wire.shift.end)
  f.stops.value = wire.stops ?? ''
  f.dwell.value = wire.dwell_s / 60
  f.revisit.value = wire.revisit_s / 60
  f.seed.value = wire.seed
  choose(f.balance, wire.balance)
  choose(f.vary, wire.vary)
  for (const [category, task] of Object.entries(wire.tasks ?? {})) {
    const field = form.querySelector(`[data-task="${CSS.escape(category)}"]`)
    if (field) field.value = task || nothing
  }
  const own = (/** @type {string} */ t, /** @type {string} */ shift) => (t === shift ? '' : time(t))
  lists.units = wire.units.map((/** @type {any} */ u) => ({
    id: u.id, name: u.name === u.id ? '' : u.name, profile: u.profile, base: u.base, from: own(u.start, wire.shift.start), until: own(u.end, wire.shift.end),
    rest: u.breaks?.[0] ? { minutes: u.breaks[0].duration_s / 60, from: time(u.breaks[0].earliest), until: time(u.breaks[0].latest) } : null,
  }))
  lists.must = (wire.must ?? []).map((/** @type {any} */ m) => ({
    id: m.id, name: m.name ?? '', place: m.place, from: time(m.windows?.[0]?.[0]), until: time(m.windows?.[0]?.[1]),
    dwell: m.dwell_s ? m.dwell_s / 60 : '', revisit: m.revisit_s ? m.revisit_s / 60 : '', task: m.task ?? '',
  }))
  lists.area = wire.area ?? null
  lists.closures = wire.closures ?? []
  for (const [category, weight] of Object.entries(wire.categories ?? {})) {
    const slider = form.querySelector(`[data-category="${CSS.escape(category)}"]`)
    if (!slider) continue
    slider.value = weight
    slider.dataset.told = 'yes'
    slider.nextElementSibling.value = weight
  }
}
