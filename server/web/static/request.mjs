// A night's request between the form and the wire.
import { offset, written } from './night.mjs'

/**
 * @typedef {{from: string, until: string, was?: string[]}} Times clock times, and the instants that they were in the last night
 * @typedef {Times & {minutes: any}} Rest
 * @typedef {Times & {id: string, name: string, profile: string, base: number[], rests: Rest[]}} Unit
 * @typedef {{id: string, name: string, place: number[], windows: Times[], dwell: any, revisit: any, task: string}} Must
 * @typedef {{units: Unit[], must: Must[], area: any, closures: any[], last?: {start: string, end: string}}} Lists last: the hours of the last night
 */

const minute = 60_000
const hour = 3_600_000
const day = 86_400_000

/**
 * The request that the form asks for.
 * @param {any} form
 * @param {Lists} lists
 * @param {string} zone such as +08:00
 */
export function request(form, lists, zone) {
  const f = form.elements
  const hours = new Hours(f, lists.last, zone)
  return {
    ...kept(form),
    name: f.name.value || undefined, shift: hours.shift,
    units: lists.units.map((u) => ({
      id: u.id, name: u.name || undefined, profile: u.profile, base: u.base,
      start: u.from ? hours.at(u.from, u.was?.[0]) : undefined, end: u.until ? hours.at(u.until, u.was?.[1]) : undefined,
      breaks: u.rests.map((r) => ({ earliest: hours.at(r.from, r.was?.[0]), latest: hours.at(r.until, r.was?.[1]), duration_s: seconds(r.minutes) })),
    })),
    stops: f.stops.value ? Number(f.stops.value) : undefined,
    dwell_s: seconds(f.dwell.value), revisit_s: seconds(f.revisit.value),
    must: lists.must.map((m) => ({
      id: m.id, name: m.name || undefined, place: m.place, windows: m.windows.map((w) => hours.window(w)),
      dwell_s: m.dwell ? seconds(m.dwell) : undefined, revisit_s: m.revisit ? seconds(m.revisit) : undefined, task: m.task || undefined,
    })),
    balance: Number(f.balance.value) || undefined, vary: Number(f.vary.value) || undefined, tasks: tasks(form),
    categories: weights(form), area: lists.area ?? undefined, closures: lists.closures,
    seed: Number(f.seed.value) || 0, limit_s: Number(f.limit.value) || undefined, iterations: Number(f.iterations.value) || undefined,
  }
}

/** @param {any} minutes */
const seconds = (minutes) => Math.round(Number(minutes) * 60)

/** @param {number} seconds */
const minutes = (seconds) => Number((seconds / 60).toFixed(2))

/** What the form has no field for. @param {any} form */
function kept(form) {
  return Object.fromEntries([...form.querySelectorAll('#kept li')].map((li) => [li.dataset.field, JSON.parse(li.dataset.value)]))
}

/** The weights that were told, now or before. @param {any} form */
function weights(form) {
  /** @type {Record<string, number>} */
  const told = {}
  for (const slider of form.querySelectorAll('[data-weight]')) told[slider.dataset.category] = Number(slider.dataset.weight)
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

/** The hours of a night, which may pass midnight. */
class Hours {
  /** @param {any} f the form's fields @param {{start: string, end: string} | undefined} last @param {string} zone */
  constructor(f, last, zone) {
    this.zone = zone
    this.from = f.from.value
    this.start = Date.parse(`${f.date.value}T${this.from}:00${zone}`)
    this.same = !!last && clock(last.start, zone) === this.from && clock(last.end, zone) === f.until.value
    /** How many days the last night was before this one. */
    this.days = last ? Math.round((Date.parse(f.date.value) - Date.parse(wall(last.start, zone).slice(0, 10))) / day) : 0
    this.shift = { start: this.at(this.from, last?.start), end: f.until.value === this.from && !this.same ? written(this.start + day, zone) : this.at(f.until.value, last?.end) }
  }

  /**
   * When a clock time is: in a night of the same hours, as in the last one; else the first after the shift's start.
   * @param {string} time
   * @param {string} [was] when it was in the last night
   */
  at(time, was) {
    if (was && this.same && clock(was, this.zone) === time) return written(Date.parse(wall(was, this.zone) + 'Z') + this.days * day - offset(this.zone), this.zone)
    return written(this.start + this.#after(time), this.zone)
  }

  /** How long after the shift's start. @param {string} time */
  #after(time) {
    const [h, m] = time.split(':').map(Number)
    const [h0, m0] = this.from.split(':').map(Number)
    return (((h - h0) * 60 + m - m0 + 1440) % 1440) * minute
  }

  /** From when until when; an empty side is the shift's, and a window may have begun before. @param {Times} times */
  window({ from, until, was }) {
    const end = until ? this.at(until, was?.[1]) : this.shift.end
    const start = from ? this.at(from, was?.[0]) : this.shift.start
    return [start > end ? written(Date.parse(start) - day, this.zone) : start, end]
  }
}

/**
 * The wall clock at an instant of the wire: its own, which may be another by summer time; where it was written elsewhere, the zone's.
 * @param {string} t
 * @param {string} zone
 */
function wall(t, zone) {
  const here = Math.abs(offset(t) - offset(zone)) > hour
  return new Date(Date.parse(t) + offset(here ? zone : t)).toISOString().slice(0, 19)
}

/** @param {string | undefined} t @param {string} zone */
const clock = (t, zone) => (t ? wall(t, zone).slice(11, 16) : '')

/**
 * Fills the form with a request, but for its day and what the page itself carries.
 * @param {any} wire
 * @param {any} form
 * @param {Lists} lists
 * @param {string} zone
 */
export function fields(wire, form, lists, zone) {
  const f = form.elements
  const time = (/** @type {string | undefined} */ t) => clock(t, zone)
  const { start, end } = wire.shift
  lists.last = wire.shift
  f.from.value = time(start)
  f.until.value = time(end)
  f.stops.value = wire.stops ?? ''
  f.dwell.value = minutes(wire.dwell_s)
  f.revisit.value = minutes(wire.revisit_s)
  f.seed.value = wire.seed
  choose(f.balance, wire.balance)
  choose(f.vary, wire.vary)
  for (const [category, task] of Object.entries(wire.tasks ?? {})) form.querySelector(`[data-task="${CSS.escape(category)}"]`).value = task || nothing
  for (const [category, weight] of Object.entries(wire.categories ?? {})) weigh(form.querySelector(`[data-category="${CSS.escape(category)}"]`), weight)
  const own = (/** @type {string} */ t, /** @type {string} */ shift) => (Date.parse(t) === Date.parse(shift) ? '' : time(t))
  lists.units = wire.units.map((/** @type {any} */ u) => ({
    id: u.id, name: u.name === u.id ? '' : u.name, profile: u.profile, base: u.base, from: own(u.start, start), until: own(u.end, end), was: [u.start, u.end],
    rests: (u.breaks ?? []).map((/** @type {any} */ b) => ({ minutes: minutes(b.duration_s), from: time(b.earliest), until: time(b.latest), was: [b.earliest, b.latest] })),
  }))
  lists.must = (wire.must ?? []).map((/** @type {any} */ m) => ({
    id: m.id, name: m.name ?? '', place: m.place, dwell: m.dwell_s ? minutes(m.dwell_s) : '', revisit: m.revisit_s ? minutes(m.revisit_s) : '', task: m.task ?? '',
    windows: (m.windows ?? []).map((/** @type {string[]} */ w) => ({ from: time(w[0]), until: time(w[1]), was: w })),
  }))
  lists.area = wire.area ?? null
  lists.closures = wire.closures ?? []
}

/** Sets a category's weight, also one that its slider does not reach. @param {any} slider @param {number} weight */
export function weigh(slider, weight) {
  slider.max = Math.max(slider.max, weight)
  slider.value = weight
  slider.dataset.weight = weight
  slider.nextElementSibling.value = weight
}
