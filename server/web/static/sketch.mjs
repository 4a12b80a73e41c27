// Drawing on the map of the form: bases, must points, an area, closed roads.
import { say, make, one } from './say.mjs'

const { canDraw, newMap, mark, inkOf } = await import('./map.mjs')

/** The colour of the unit with a number. @param {number} i */
const colourOf = (i) => getComputedStyle(one(`#units > .unit-${i % 10}`)).getPropertyValue('--unit').trim()

export class Sketch {
  /**
   * @param {HTMLElement} holder
   * @param {number[]} bbox
   * @param {HTMLElement} tool where it says what to do
   * @param {import('./request.mjs').Lists} lists
   * @param {() => void} changed
   */
  constructor(holder, bbox, tool, lists, changed) {
    this.usable = canDraw() && bbox[0] < bbox[2]
    this.bbox = bbox
    this.tool = tool
    this.lists = lists
    this.changed = changed
    this.drawn = () => {}
    /** @type {any} */
    this.map = null
    /** @type {any[]} */
    this.marks = []
    /** @type {number[][]} */
    this.corners = []
    /** @type {((at: number[]) => void) | null} */
    this.picked = null
    /** @type {'area' | 'closure' | null} */
    this.kind = null
    /** Where the keyboard was before something was drawn. @type {any} */
    this.from = null
    /** @type {any[]} */
    this.last = []
    if (this.usable) this.#open(holder)
  }

  /** @param {HTMLElement} holder */
  #open(holder) {
    this.map = newMap(holder, this.bbox)
    this.map.once('load', () => {
      const ink = inkOf()
      this.map.addSource('sketch', { type: 'geojson', data: this.#shapes() })
      this.map.addLayer({ id: 'sketch fill', type: 'fill', source: 'sketch', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': ink.area, 'fill-opacity': 0.12 } })
      this.map.addLayer({ id: 'sketch line', type: 'line', source: 'sketch', paint: { 'line-color': ['case', ['get', 'closed'], ink.closed, ink.area], 'line-width': ['case', ['get', 'closed'], 5, 2] } })
      this.map.addSource('last', { type: 'geojson', data: { type: 'FeatureCollection', features: this.last } })
      this.map.addLayer({ id: 'last', type: 'circle', source: 'last', paint: { 'circle-radius': 4, 'circle-color': ink.area, 'circle-opacity': 0.35, 'circle-stroke-color': ink.area, 'circle-stroke-width': 1 } })
      this.map.addSource('best', { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
      this.map.addLayer({ id: 'best', type: 'line', source: 'best', paint: { 'line-color': ['get', 'color'], 'line-width': 2.5, 'line-dasharray': [2, 1] } })
      this.show()
    })
    this.map.on('click', (/** @type {any} */ e) => this.#clicked([e.lngLat.lng, e.lngLat.lat]))
    this.map.on('dblclick', (/** @type {any} */ e) => {
      if (!this.kind) return
      e.preventDefault()
      this.#finish()
    })
    holder.addEventListener('keydown', (e) => this.#pressed(e))
    document.addEventListener('keydown', (e) => e.key === 'Escape' && this.#cease())
  }

  middle() {
    return [(this.bbox[0] + this.bbox[2]) / 2, (this.bbox[1] + this.bbox[3]) / 2]
  }

  /** Asks for one place. @param {string} hint @param {(at: number[]) => void} picked */
  pick(hint, picked) {
    this.#put(hint, picked, null)
  }

  /** Asks for a line or a ring. @param {'area' | 'closure'} kind @param {string} hint */
  draw(kind, hint) {
    if (this.usable) this.#put(hint, null, kind)
  }

  /** @param {string} hint @param {((at: number[]) => void) | null} picked @param {'area' | 'closure' | null} kind */
  #put(hint, picked, kind) {
    this.picked = picked
    this.kind = kind
    this.corners = []
    this.tool.textContent = hint && `${hint} ${say('With the keyboard: arrows move the map, + and - zoom, Enter takes its middle, Escape ends.')}`
    this.tool.hidden = !hint
    this.map.getCanvas().style.cursor = hint ? 'crosshair' : ''
    this.map.getContainer().classList.toggle('aiming', !!hint)
    if (hint) {
      this.from = document.activeElement
      this.map.getContainer().scrollIntoView({ block: 'nearest' })
      this.map.getCanvas().focus({ preventScroll: true })
    }
    this.#redraw()
  }

  /** Enter takes the map's middle, where a cross is drawn: with the keyboard nothing else can be pointed at. @param {KeyboardEvent} e */
  #pressed(e) {
    if (e.key !== 'Enter' || !this.kind && !this.picked) return
    e.preventDefault()
    const { lng, lat } = this.map.getCenter()
    const before = this.corners.at(-1)
    this.#clicked([lng, lat])
    if (this.kind && before && before[0] === lng && before[1] === lat) this.#finish()
  }

  /** Gives up what is being drawn. */
  #cease() {
    if (!this.kind && !this.picked) return
    this.#put('', null, null)
    this.from?.focus()
  }

  /** @param {number[]} at */
  #clicked(at) {
    if (this.kind) {
      this.corners.push(at)
      this.#redraw()
    } else if (this.picked) {
      const picked = this.picked
      this.#put('', null, null)
      picked(at.map((x) => Number(x.toFixed(6))))
    }
  }

  /** The last place was clicked twice: both clicks came before. */
  #finish() {
    const { kind } = this
    const corners = this.corners.slice(0, -1).map((c) => c.map((x) => Number(x.toFixed(6))))
    this.#put('', null, null)
    if (kind === 'area' && corners.length > 2) this.lists.area = { type: 'Polygon', coordinates: [[...corners, corners[0]]] }
    if (kind === 'closure' && corners.length > 1) this.lists.closures.push({ type: 'LineString', coordinates: corners })
    this.drawn()
    this.changed()
    this.from?.focus()
  }

  #shapes() {
    const feature = (/** @type {any} */ geometry, closed = false) => ({ type: 'Feature', geometry, properties: { closed } })
    const features = this.lists.closures.map((c) => feature(c.geometry ?? c, true))
    if (this.lists.area) features.push(feature(this.lists.area))
    if (this.corners.length > 1) features.push(feature({ type: 'LineString', coordinates: this.corners }, this.kind === 'closure'))
    return { type: 'FeatureCollection', features }
  }

  #redraw() {
    this.map?.getSource('sketch')?.setData(this.#shapes())
  }

  /** Shows bases, must points and shapes as they are now. */
  show() {
    if (!this.usable || !this.map.getSource('sketch')) return
    for (const m of this.marks) m.remove()
    this.marks = []
    this.lists.units.forEach((u, i) => u.base && this.marks.push(mark(this.map, make('div', { class: `car unit-${i % 10}` }, u.id), u.base, { offset: [14 * (i % 4) - 20, -12 * Math.floor(i / 4)] })))
    for (const m of this.lists.must) this.marks.push(mark(this.map, make('div', { class: 'must-pin', title: m.name }, m.name || '★'), m.place))
    this.#redraw()
  }

  /** Shows the points of the last night. @param {any[]} features */
  showLast(features) {
    this.last = features
    this.map?.getSource('last')?.setData({ type: 'FeatureCollection', features })
  }

  /** Shows the best routes so far, one line a unit, straight from stop to stop. @param {number[][][]} best */
  showBest(best) {
    if (!this.usable) return
    const features = best.map((line, i) => ({ type: 'Feature', properties: { color: colourOf(i) }, geometry: { type: 'LineString', coordinates: line } }))
    this.map.getSource('best')?.setData({ type: 'FeatureCollection', features })
  }
}
