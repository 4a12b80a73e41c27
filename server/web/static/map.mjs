// The map: MapLibre with the server's own tiles, in a day and a night style. No glyphs are asked for: the machine's own
// fonts draw the names.
import * as maplibre from './maplibre-gl.mjs'
import { say } from './say.mjs'

maplibre.setWorkerUrl(new URL('./maplibre-gl-worker.mjs', import.meta.url).href)

/** Whether the page is dark, by the reader's choice or the system's. */
export function isDark() {
  return getComputedStyle(document.documentElement).colorScheme.includes('dark')
}

const day = { ground: '#f3f1ec', street: '#ffffff', edge: '#d8d3c6', greater: '#ffe8b0', name: '#5c5a52', halo: '#f3f1ec', risk: '#d1495b' }
const night = { ground: '#11181f', street: '#26323e', edge: '#18212a', greater: '#3c4a58', name: '#93a1ae', halo: '#11181f', risk: '#ff7a6b' }

/** @param {Record<string, any>} p palette @param {string} [plan] whose risk is shown */
function style(p, plan) {
  const greater = ['in', ['get', 'class'], ['literal', ['motorway', 'trunk', 'primary', 'secondary', 'motorway_link', 'trunk_link', 'primary_link', 'secondary_link']]]
  const width = (/** @type {number} */ thin, /** @type {number} */ broad) => ['interpolate', ['exponential', 1.6], ['zoom'], 11, ['case', greater, thin * 2, thin], 17, ['case', greater, broad * 1.6, broad]]
  return {
    version: 8,
    sources: {
      streets: { type: 'vector', tiles: [`${location.origin}/tiles/streets/{z}/{x}/{y}`], maxzoom: 16 },
      risk: { type: 'vector', tiles: [`${location.origin}/tiles/risk/{z}/{x}/{y}${plan ? `?plan=${plan}` : ''}`], maxzoom: 16 },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': p.ground } },
      { id: 'risk', type: 'fill', source: 'risk', 'source-layer': 'risk', paint: { 'fill-color': p.risk, 'fill-opacity': ['interpolate', ['linear'], ['get', 'rank'], 1, 0.45, 30, 0.25, 200, 0.1, 1000, 0] } },
      { id: 'street-edges', type: 'line', source: 'streets', 'source-layer': 'streets', minzoom: 13, layout: { 'line-cap': 'round' }, paint: { 'line-color': p.edge, 'line-width': width(1.6, 15) } },
      { id: 'streets', type: 'line', source: 'streets', 'source-layer': 'streets', layout: { 'line-cap': 'round' }, paint: { 'line-color': ['case', greater, p.greater, p.street], 'line-width': width(0.8, 12) } },
      {
        id: 'names', type: 'symbol', source: 'streets', 'source-layer': 'streets', minzoom: 14,
        layout: { 'symbol-placement': 'line', 'text-field': ['get', 'name'], 'text-size': 12 },
        paint: { 'text-color': p.name, 'text-halo-color': p.halo, 'text-halo-width': 1.5 },
      },
    ],
  }
}

/** The colours of what is drawn by hand. */
export function inkOf() {
  return isDark() ? { area: '#7db4f0', closed: '#ff7a6b' } : { area: '#1f5fa8', closed: '#c62f2f' }
}

/** Whether this browser can draw the map. */
export function canDraw() {
  try {
    return !!document.createElement('canvas').getContext('webgl2')
  } catch {
    return false
  }
}

/**
 * @param {HTMLElement} holder
 * @param {number[] | undefined} bbox
 * @param {string} [plan]
 */
export function newMap(holder, bbox, plan) {
  holder.hidden = false
  const map = new maplibre.Map({
    container: holder, style: /** @type {any} */ (style(isDark() ? night : day, plan)), fadeDuration: 0,
    ...(bbox ? { bounds: /** @type {any} */ (bbox), fitBoundsOptions: { padding: 40 } } : {}),
    attributionControl: { compact: true, customAttribution: '© OpenStreetMap' },
    localIdeographFontFamily: "'Noto Sans CJK SC', 'Microsoft YaHei', 'WenQuanYi Zen Hei', sans-serif",
    locale: {
      'NavigationControl.ZoomIn': say('Zoom in'), 'NavigationControl.ZoomOut': say('Zoom out'), 'NavigationControl.ResetBearing': say('North up'),
      'Map.Title': say('Map'), 'AttributionControl.ToggleAttribution': say('Sources'),
    },
  })
  map.addControl(new maplibre.NavigationControl({ visualizePitch: false }), 'top-right')
  map.addControl(new maplibre.ScaleControl({}), 'bottom-left')
  map.on('error', () => {}) // a set of tiles that is not there leaves its layer empty
  return map
}

/**
 * A marker of a page's own element.
 * @param {maplibre.Map} map
 * @param {HTMLElement} element
 * @param {number[]} at
 * @param {object} [options]
 */
export function mark(map, element, at, options = {}) {
  return new maplibre.Marker({ element, ...options }).setLngLat(/** @type {any} */ (at)).addTo(map)
}

/**
 * An arrow head that points east, to be turned along a line.
 * @param {maplibre.Map} map
 * @param {string} name
 * @param {string} colour
 */
function addArrow(map, name, colour) {
  const size = 28
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size })
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'))
  pen.fillStyle = colour
  pen.strokeStyle = isDark() ? '#0d131a' : '#ffffff'
  pen.lineWidth = 3
  pen.beginPath()
  for (const [x, y] of [[6, 5], [24, 14], [6, 23], [11, 14]]) pen.lineTo(x, y)
  pen.closePath()
  pen.stroke()
  pen.fill()
  map.addImage(name, pen.getImageData(0, 0, size, size), { pixelRatio: 2 })
}

/**
 * Draws the routes of a night, each unit in its colour, with arrows along the way.
 * @param {maplibre.Map} map
 * @param {import('./night.mjs').Night} night
 * @param {(unit: string) => string} colourOf
 */
export function drawRoutes(map, night, colourOf) {
  map.addSource('before', { type: 'geojson', data: legsOf(null) })
  map.addLayer({ id: 'before', type: 'line', source: 'before', paint: { 'line-color': isDark() ? '#c9d3dc' : '#333333', 'line-width': 2, 'line-dasharray': [1, 2], 'line-opacity': 0.7 } })
  night.units.forEach((unit, i) => {
    const name = `route ${unit}`
    const colour = colourOf(unit)
    const aside = 3 * ((i % 5) - Math.min(2, (night.units.length - 1) / 2))
    addArrow(map, name, colour)
    map.addSource(name, { type: 'geojson', data: legsOf(night, unit) })
    map.addLayer({ id: name, type: 'line', source: name, layout: { 'line-join': 'round', 'line-cap': 'round' }, paint: { 'line-color': colour, 'line-width': ['interpolate', ['linear'], ['zoom'], 11, 1.6, 16, 4], 'line-opacity': 0.85, 'line-offset': aside / 2 } })
    map.addLayer({ id: `${name} arrows`, type: 'symbol', source: name, layout: { 'symbol-placement': 'line', 'symbol-spacing': 110, 'icon-image': name, 'icon-allow-overlap': true, 'icon-offset': [0, aside] } })
  })
}

/** The ways of a night, of one unit or of all. @param {import('./night.mjs').Night | null} night @param {string} [unit] @returns {any} */
function legsOf(night, unit) {
  return { type: 'FeatureCollection', features: night?.of('leg').filter((f) => !unit || f.properties.unit === unit) ?? [] }
}

/**
 * Shows the ways of another version in the units' colours, and those before it dotted.
 * @param {maplibre.Map} map
 * @param {import('./night.mjs').Night} night
 * @param {import('./night.mjs').Night | null} before
 */
export function showRoutes(map, night, before) {
  const put = (/** @type {string} */ name, /** @type {any} */ data) => /** @type {any} */ (map.getSource(name))?.setData(data)
  for (const unit of night.units) put(`route ${unit}`, legsOf(night, unit))
  put('before', legsOf(before))
}
