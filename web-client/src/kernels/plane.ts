/**
 * Points, rectangles and angles of the plane. Pure arithmetic in millimetres; y grows downwards, angles are
 * degrees clockwise.
 */
import type { Pair } from '../document/model'

/** An upright rectangle with a width and a height of at least nothing. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The sum of two pairs. */
export const plus = (a: Pair, b: Pair): Pair => [a[0] + b[0], a[1] + b[1]]

/** The first pair less the second. */
export const minus = (a: Pair, b: Pair): Pair => [a[0] - b[0], a[1] - b[1]]

/** A pair times a number. */
export const times = (a: Pair, factor: number): Pair => [a[0] * factor, a[1] * factor]

/** The distance between two points. */
export const distance = (a: Pair, b: Pair): number => Math.hypot(a[0] - b[0], a[1] - b[1])

/** The point half way between two. */
export const middle = (a: Pair, b: Pair): Pair => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]

/** A vector turned by an angle. Quarter turns are exact, so that nothing drifts when they are repeated. */
export function turn(vector: Pair, degrees: number): Pair {
  const quarter = wrapDegrees(degrees) / 90
  if (quarter === 0) return vector
  if (quarter === 1) return [-vector[1], vector[0]]
  if (quarter === 2) return [-vector[0], -vector[1]]
  if (quarter === 3) return [vector[1], -vector[0]]
  const radians = (degrees * Math.PI) / 180
  const cos = Math.cos(radians)
  const sin = Math.sin(radians)
  return [vector[0] * cos - vector[1] * sin, vector[0] * sin + vector[1] * cos]
}

/** A point turned about another. */
export const turnAbout = (point: Pair, centre: Pair, degrees: number): Pair =>
  plus(centre, turn(minus(point, centre), degrees))

/** The same direction as an angle from 0 up to, not including, 360. */
export function wrapDegrees(degrees: number): number {
  const wrapped = degrees % 360
  return wrapped < 0 ? wrapped + 360 : wrapped === 0 ? 0 : wrapped
}

/** The direction from one point to another; 0 points right, 90 down. */
export const direction = (from: Pair, to: Pair): number =>
  (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI

/** Rounded to the hundredth of a millimetre, the finest step that the page writes. */
export const round = (value: number): number => {
  const rounded = Math.round(value * 100) / 100
  return rounded === 0 ? 0 : rounded
}

/** Both values rounded as {@link round} does. */
export const roundPair = (pair: Pair): Pair => [round(pair[0]), round(pair[1])]

/** The rectangle between two opposite corners, whichever they are. */
export function rectBetween(a: Pair, b: Pair): Rect {
  return {
    x: Math.min(a[0], b[0]),
    y: Math.min(a[1], b[1]),
    width: Math.abs(a[0] - b[0]),
    height: Math.abs(a[1] - b[1]),
  }
}

/** The smallest rectangle around all points; `undefined` when there are none. */
export function rectAround(points: readonly Pair[]): Rect | undefined {
  const first = points[0]
  if (!first) return undefined
  let [left, top] = first
  let [right, bottom] = first
  for (const [x, y] of points) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** The four corners of a rectangle, clockwise from the top left one. */
export const cornersOf = (rect: Rect): readonly [Pair, Pair, Pair, Pair] => [
  [rect.x, rect.y],
  [rect.x + rect.width, rect.y],
  [rect.x + rect.width, rect.y + rect.height],
  [rect.x, rect.y + rect.height],
]

/** The smallest rectangle around several; `undefined` when there are none. */
export const union = (rects: readonly Rect[]): Rect | undefined => rectAround(rects.flatMap((rect) => cornersOf(rect)))

/** The centre of a rectangle. */
export const centreOf = (rect: Rect): Pair => [rect.x + rect.width / 2, rect.y + rect.height / 2]

/** Whether a point lies in a rectangle or on its edge. */
export const contains = (rect: Rect, point: Pair): boolean =>
  point[0] >= rect.x && point[0] <= rect.x + rect.width && point[1] >= rect.y && point[1] <= rect.y + rect.height

/** A value kept between two bounds. */
export const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)
