/**
 * The window onto the desk: millimetres to pixels and back, zoom that keeps a point still, pages laid out below one
 * another, and the marks of the rulers.
 */
import type { Pair } from '../document/model'
import { clamp, union, type Rect } from './plane'

/** Pixels for a millimetre at 100 %: a CSS inch is 96 pixels. */
export const PIXELS_A_MILLIMETRE = 96 / 25.4

/** Points for a millimetre. */
export const POINTS_A_MILLIMETRE = 72 / 25.4

/** Less shows a page as a stamp, more shows only hairlines. */
const SMALLEST_ZOOM = 0.1
const GREATEST_ZOOM = 16

/** The empty desk between two pages, in millimetres. */
const PAGE_GAP = 14

/** What of the desk is seen: zoom (1 is 100 %) and where the desk's origin falls in the window, in pixels. */
export interface Viewport {
  readonly zoom: number
  readonly offset: Pair
}

/** Pixels for a millimetre in a window. */
export const scaleOf = (viewport: Viewport): number => viewport.zoom * PIXELS_A_MILLIMETRE

/** A point of the desk in the window. */
export const toWindow = (viewport: Viewport, point: Pair): Pair => [
  point[0] * scaleOf(viewport) + viewport.offset[0],
  point[1] * scaleOf(viewport) + viewport.offset[1],
]

/** A point of the window on the desk. */
export const toDesk = (viewport: Viewport, point: Pair): Pair => [
  (point[0] - viewport.offset[0]) / scaleOf(viewport),
  (point[1] - viewport.offset[1]) / scaleOf(viewport),
]

/** Another zoom, with what stands under `point` (in the window) staying there. */
export function zoomAt(viewport: Viewport, point: Pair, zoom: number): Viewport {
  const next = clamp(zoom, SMALLEST_ZOOM, GREATEST_ZOOM)
  const ratio = next / viewport.zoom
  return {
    zoom: next,
    offset: [point[0] - (point[0] - viewport.offset[0]) * ratio, point[1] - (point[1] - viewport.offset[1]) * ratio],
  }
}

/** The window moved over the desk by some pixels. */
export const panBy = (viewport: Viewport, by: Pair): Viewport => ({
  zoom: viewport.zoom,
  offset: [viewport.offset[0] + by[0], viewport.offset[1] + by[1]],
})

/** The window that shows a part of the desk whole and centred, with a margin in pixels. */
export function fitTo(part: Rect, window: Pair, margin: number): Viewport {
  const room: Pair = [Math.max(window[0] - 2 * margin, 1), Math.max(window[1] - 2 * margin, 1)]
  const zoom = clamp(
    Math.min(room[0] / Math.max(part.width, 1), room[1] / Math.max(part.height, 1)) / PIXELS_A_MILLIMETRE,
    SMALLEST_ZOOM,
    GREATEST_ZOOM,
  )
  return centreOn(part, window, zoom)
}

/** The window that shows the middle of a part of the desk, at a given zoom. */
export function centreOn(part: Rect, window: Pair, zoom: number): Viewport {
  const scale = zoom * PIXELS_A_MILLIMETRE
  return {
    zoom,
    offset: [
      window[0] / 2 - (part.x + part.width / 2) * scale,
      window[1] / 2 - (part.y + part.height / 2) * scale,
    ],
  }
}

const STEPS = [0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 1, 1.25, 1.5, 2, 3, 4, 6, 8, 12, 16]

/** The next round zoom above or below the present one. */
export function stepZoom(zoom: number, way: 1 | -1): number {
  const found = way === 1 ? STEPS.find((step) => step > zoom * 1.01) : STEPS.findLast((step) => step < zoom * 0.99)
  return found ?? (way === 1 ? GREATEST_ZOOM : SMALLEST_ZOOM)
}

/** Where each page lies on the desk: below one another, centred on one axis. */
export function layPages(pages: readonly { readonly id: string; readonly size: Pair }[]): ReadonlyMap<string, Rect> {
  const places = new Map<string, Rect>()
  let y = 0
  for (const page of pages) {
    const [width, height] = page.size
    places.set(page.id, { x: -width / 2, y, width, height })
    y += height + PAGE_GAP
  }
  return places
}

/** The page under a point of the desk, or else the nearest one. */
export function nearestPage(places: ReadonlyMap<string, Rect>, point: Pair): string | undefined {
  let nearest: string | undefined
  let least = Infinity
  for (const [id, rect] of places) {
    const away = Math.hypot(
      Math.max(rect.x - point[0], 0, point[0] - rect.x - rect.width),
      Math.max(rect.y - point[1], 0, point[1] - rect.y - rect.height),
    )
    if (away < least) {
      least = away
      nearest = id
    }
  }
  return nearest
}

/** The whole of what lies on the desk. */
export const deskBounds = (places: ReadonlyMap<string, Rect>): Rect =>
  union([...places.values()]) ?? { x: 0, y: 0, width: 210, height: 297 }

/** A mark of a ruler: where in the window, how long, and its number. */
export interface Tick {
  readonly at: number
  readonly value: number
  readonly major: boolean
}

/** The marks of a ruler whose zero lies at `zero` pixels, over `length` pixels. */
export function ticks(zero: number, scale: number, length: number): Tick[] {
  const spacing = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((step) => step * scale >= 44) ?? 1000
  const minor = spacing / (spacing * scale >= 90 ? 10 : 5)
  const marks: Tick[] = []
  const first = Math.ceil(-zero / scale / minor)
  const last = Math.floor((length - zero) / scale / minor)
  const every = Math.round(spacing / minor)
  for (let index = first; index <= last; index++) {
    const value = Math.round(index * minor * 1000) / 1000
    marks.push({ at: zero + value * scale, value, major: index % every === 0 })
  }
  return marks
}
