// A night's plan as its GeoJSON tells it: who is where when.

/** @typedef {{type: 'Feature', id: string, geometry: any, properties: any}} Feature */

export class Night {
  /** @param {{features: Feature[], plan: any, bbox?: number[]}} plan */
  constructor(plan) {
    this.plan = plan.plan
    this.bbox = plan.bbox
    this.features = plan.features
    this.start = Date.parse(plan.plan.shift.start)
    this.end = Date.parse(plan.plan.shift.end)
    this.units = plan.features.filter((f) => f.properties.kind === 'route').map((f) => f.properties.unit)
    /** @type {Map<string, {from: number, to: number, leg?: Line, at?: number[]}[]>} */
    this.movements = new Map(this.units.map((u) => [u, this.#movementsOf(u)]))
  }

  /** @param {string} kind */
  of(kind) {
    return this.features.filter((f) => f.properties.kind === kind)
  }

  /**
   * What a unit does, in the order of the clock: legs and stays.
   * @param {string} unit
   */
  #movementsOf(unit) {
    const all = []
    for (const f of this.features) {
      const p = f.properties
      if (p.unit !== unit) continue
      if (p.kind === 'leg') all.push({ from: Date.parse(p.depart), to: Date.parse(p.arrive), leg: new Line(f.geometry.coordinates) })
      if (p.kind === 'stop') all.push({ from: Date.parse(p.arrive), to: Date.parse(p.leave), at: f.geometry.coordinates })
    }
    return all.sort((a, b) => a.from - b.from || a.to - b.to)
  }

  /**
   * Where a unit is at an instant; undefined where it has no stop tonight.
   * @param {string} unit
   * @param {number} t
   * @returns {number[] | undefined}
   */
  at(unit, t) {
    const all = this.movements.get(unit) ?? []
    let last
    for (const m of all) {
      if (t < m.from) break
      last = m
    }
    if (!last) return all[0]?.leg?.along(0)
    if (last.at) return last.at
    return last.leg?.along(Math.min(1, (t - last.from) / Math.max(1, last.to - last.from)))
  }

  /**
   * The stays under way at an instant.
   * @param {number} t
   */
  underWay(t) {
    return this.of('stop').filter((f) => Date.parse(f.properties.arrive) <= t && t < Date.parse(f.properties.leave))
  }

  /**
   * The clock of the station, whatever the zone of this machine.
   * @param {number} t
   */
  clock(t) {
    return clockAt(t, this.plan.shift.start)
  }
}

/**
 * An instant as hours and minutes in the zone that a time of the plan is written in.
 * @param {number} t
 * @param {string} like such as 2026-07-01T20:00:00+08:00
 */
export function clockAt(t, like) {
  return new Date(t + offset(like)).toISOString().slice(11, 16)
}

/**
 * An instant as RFC 3339 in the zone of a time.
 * @param {number} t
 * @param {string} like
 */
export function written(t, like) {
  return new Date(t + offset(like)).toISOString().slice(0, 19) + (like.match(/([+-]\d\d:\d\d|Z)$/)?.[0] ?? 'Z')
}

/** @param {string} like */
export function offset(like) {
  const zone = like.match(/([+-])(\d\d):(\d\d)$/)
  return zone ? (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) * 60_000 : 0
}

/** A line that can be walked along. */
class Line {
  /** @param {number[][]} points longitude and latitude */
  constructor(points) {
    this.points = points
    const narrow = Math.cos((points[0][1] * Math.PI) / 180)
    this.until = [0]
    for (let i = 1; i < points.length; i++) {
      this.until.push(this.until[i - 1] + Math.hypot((points[i][0] - points[i - 1][0]) * narrow, points[i][1] - points[i - 1][1]))
    }
  }

  /** @param {number} share of the line, 0 to 1 */
  along(share) {
    const far = share * this.until[this.until.length - 1]
    const i = Math.max(1, this.until.findIndex((d) => d >= far))
    const [a, b] = [this.points[i - 1], this.points[i]]
    const t = (far - this.until[i - 1]) / (this.until[i] - this.until[i - 1] || 1)
    return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
  }
}
