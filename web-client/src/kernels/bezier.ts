/**
 * Points of a drawn path: corners, and curves with two handles each. Pure. A path is a list of strands; everything in it is one
 * coordinate system, whichever that is.
 */
import type { Pair } from '../document/model'
import { distance, minus, plus, rectAround, times, type Rect } from './plane'

/** A point of a path. Handles are places, not distances; without them the line meets the point straight. */
export interface PathPoint { readonly at: Pair; readonly before?: Pair; readonly after?: Pair }

/** Points in the order in which they are drawn. */
export interface Strand { readonly points: readonly PathPoint[]; readonly closed: boolean }

/** A command of a path, as `scene/shapes.ts` reads it. */
interface Command { readonly letter: 'M' | 'L' | 'C' | 'Q' | 'Z'; readonly numbers: readonly number[] }

/** The strands of a path's commands. */
export function strandsOf(commands: readonly Command[]): Strand[] {
  const strands: { points: PathPoint[]; closed: boolean }[] = []
  for (const { letter, numbers } of commands) {
    const pairs: Pair[] = []
    for (let i = 0; i < numbers.length; i += 2) pairs.push([numbers[i] ?? 0, numbers[i + 1] ?? 0])
    const [first, second, third] = pairs
    const open = strands.at(-1)
    const last = open?.points.at(-1)
    if (letter === 'M' && first) strands.push({ points: [{ at: first }], closed: false })
    if (!open || !last) continue
    if (letter === 'L' && first) open.points.push({ at: first })
    else if (letter === 'C' && first && second && third) {
      open.points[open.points.length - 1] = { ...last, after: first }
      open.points.push({ at: third, before: second })
    } else if (letter === 'Q' && first && second) {
      // A parabola is a cubic whose handles lie two thirds of the way to its control point.
      open.points[open.points.length - 1] = { ...last, after: plus(last.at, times(minus(first, last.at), 2 / 3)) }
      open.points.push({ at: second, before: plus(second, times(minus(first, second), 2 / 3)) })
    } else if (letter === 'Z') {
      open.closed = true
      const [start] = open.points
      // A curve that ends where it began has one point there, not two.
      if (start && open.points.length > 1 && distance(last.at, start.at) < 1e-6) {
        open.points.pop()
        open.points[0] = { ...start, ...(last.before ? { before: last.before } : {}) }
      }
    }
  }
  return strands
}

/** A stretch between two neighbouring points. */
export interface Stretch { readonly from: PathPoint; readonly to: PathPoint }

/** The stretches of a strand, the closing one included. */
export function stretchesOf({ points, closed }: Strand): Stretch[] {
  const ends = closed && points.length > 1 ? [...points.slice(1), ...points.slice(0, 1)] : points.slice(1)
  return ends.flatMap((to, index) => {
    const from = points[index]
    return from ? [{ from, to }] : []
  })
}

/** Rounded to the thousandth, so that a document stays small. */
const written = (value: number): string => (Math.round(value * 1000) / 1000 + 0).toString()
const place = ([x, y]: Pair): string => `${written(x)} ${written(y)}`

/** Strands as a path's commands. */
export function pathOf(strands: readonly Strand[]): string {
  return strands.flatMap((strand) => {
    const [start] = strand.points
    if (!start) return []
    const drawn = stretchesOf(strand).map(({ from, to }, index) => {
      const straight = !from.after && !to.before
      if (straight && strand.closed && index === strand.points.length - 1) return ''
      return straight ? `L ${place(to.at)}` : `C ${place(from.after ?? from.at)} ${place(to.before ?? to.at)} ${place(to.at)}`
    })
    return [`M ${place(start.at)}`, ...drawn.filter((part) => part !== ''), ...(strand.closed ? ['Z'] : [])]
  }).join(' ')
}

/** Where a stretch is after a part of it, 0 to 1. */
export function alongStretch({ from, to }: Stretch, t: number): Pair {
  const [a, b, c, d] = [from.at, from.after ?? from.at, to.before ?? to.at, to.at]
  const straight = !from.after && !to.before
  const u = 1 - t
  if (straight) return plus(times(a, u), times(d, t))
  return plus(plus(times(a, u ** 3), times(b, 3 * u * u * t)), plus(times(c, 3 * u * t * t), times(d, t ** 3)))
}

/** The rectangle around strands, exact on curves; `undefined` without points. */
export function boundsOfPath(strands: readonly Strand[]): Rect | undefined {
  return rectAround(strands.flatMap((strand) => [
    ...strand.points.map(({ at }) => at),
    ...stretchesOf(strand).flatMap((stretch) => turningPoints(stretch).map((t) => alongStretch(stretch, t))),
  ]))
}

/** Where a curve turns back on either axis. */
function turningPoints({ from, to }: Stretch): number[] {
  if (!from.after && !to.before) return []
  return ([0, 1] as const).flatMap((axis) => {
    const [a, b, c, d] = [from.at[axis], (from.after ?? from.at)[axis], (to.before ?? to.at)[axis], to.at[axis]]
    const [p, q, r] = [3 * (d - 3 * c + 3 * b - a), 6 * (c - 2 * b + a), 3 * (b - a)]
    if (Math.abs(p) < 1e-12) return Math.abs(q) < 1e-12 ? [] : [-r / q]
    const inside = q * q - 4 * p * r
    return inside < 0 ? [] : [(-q + Math.sqrt(inside)) / (2 * p), (-q - Math.sqrt(inside)) / (2 * p)]
  }).filter((t) => t > 0 && t < 1)
}

/** Strands with every place taken elsewhere. */
export const mapped = (strands: readonly Strand[], to: (point: Pair) => Pair): Strand[] =>
  strands.map(({ points, closed }) => ({
    closed,
    points: points.map(({ at, before, after }) => ({ at: to(at), ...(before ? { before: to(before) } : {}), ...(after ? { after: to(after) } : {}) })),
  }))

/** A part of a path: a point, or one of its handles. */
export interface PathPart { readonly strand: number; readonly point: number; readonly part: 'at' | 'before' | 'after' }

/** What of a path lies within reach of a place: handles of the chosen point first, then points. */
export function partAt(strands: readonly Strand[], place: Pair, reach: number, chosen: Omit<PathPart, 'part'> | null): PathPart | undefined {
  const held = chosen ? strands[chosen.strand]?.points[chosen.point] : undefined
  for (const part of ['after', 'before'] as const) {
    const handle = held?.[part]
    if (chosen && handle && distance(handle, place) <= reach) return { ...chosen, part }
  }
  for (const [strand, { points }] of strands.entries()) {
    const point = points.findIndex(({ at }) => distance(at, place) <= reach)
    if (point >= 0) return { strand, point, part: 'at' }
  }
  return undefined
}

/** Strands with one part moved. A point takes its handles along; a handle turns the opposite one with it unless `apart`. */
export function withMoved(strands: readonly Strand[], { strand, point, part }: PathPart, to: Pair, apart: boolean): Strand[] {
  return withPoint(strands, strand, point, (old) => {
    if (part === 'at') {
      const by = minus(to, old.at)
      return { at: to, ...(old.before ? { before: plus(old.before, by) } : {}), ...(old.after ? { after: plus(old.after, by) } : {}) }
    }
    const other = part === 'before' ? 'after' : 'before'
    const opposite = old[other]
    const reach = distance(to, old.at)
    const turned = opposite && !apart && reach > 0
      ? { [other]: minus(old.at, times(minus(to, old.at), distance(opposite, old.at) / reach)) }
      : {}
    return { ...old, [part]: to, ...turned }
  })
}

function withPoint(strands: readonly Strand[], strand: number, point: number, change: (old: PathPoint) => PathPoint): Strand[] {
  return strands.map((one, i) => (i !== strand ? one : { ...one, points: one.points.map((old, k) => (k === point ? change(old) : old)) }))
}

/** How far the handles of a point that becomes smooth reach, as a part of the way to its neighbours. */
const SMOOTH = 1 / 3

/** A corner becomes smooth, a smooth point a corner. */
export function withToggled(strands: readonly Strand[], strand: number, point: number): Strand[] {
  const one = strands[strand]
  if (!one) return [...strands]
  const count = one.points.length
  const neighbour = (by: number): PathPoint | undefined => one.points[one.closed ? (point + by + count) % count : point + by]
  return withPoint(strands, strand, point, (old) => {
    if (old.before || old.after) return { at: old.at }
    const [before, after] = [neighbour(-1), neighbour(1)]
    const along = minus((after ?? old).at, (before ?? old).at)
    const length = Math.hypot(...along)
    if (length === 0) return old
    const unit = times(along, 1 / length)
    return {
      at: old.at,
      ...(before ? { before: minus(old.at, times(unit, distance(before.at, old.at) * SMOOTH)) } : {}),
      ...(after ? { after: plus(old.at, times(unit, distance(after.at, old.at) * SMOOTH)) } : {}),
    }
  })
}

/** Strands without a point; a strand of a single one is gone. */
export const without = (strands: readonly Strand[], strand: number, point: number): Strand[] =>
  strands.flatMap((one, i) => {
    const points = i === strand ? one.points.filter((_, k) => k !== point) : one.points
    return points.length < 2 ? [] : [{ ...one, points, closed: one.closed && points.length > 2 }]
  })

/** Parts of a stretch that are looked at when a place on it is sought. */
const LOOKED_AT = 48

/** The place on a path nearest to a point, within reach. */
export function nearestOn(strands: readonly Strand[], point: Pair, reach: number): { readonly strand: number; readonly stretch: number; readonly t: number } | undefined {
  let best: { strand: number; stretch: number; t: number; off: number } | undefined
  for (const [strand, one] of strands.entries()) {
    for (const [stretch, it] of stretchesOf(one).entries()) {
      for (let i = 1; i < LOOKED_AT; i++) {
        const off = distance(alongStretch(it, i / LOOKED_AT), point)
        if (off <= reach && (!best || off < best.off)) best = { strand, stretch, t: i / LOOKED_AT, off }
      }
    }
  }
  return best
}

/** Strands with a point more on a stretch; nothing of the outline moves. Gives the new point's place in its strand. */
export function withInserted(strands: readonly Strand[], { strand, stretch, t }: { readonly strand: number; readonly stretch: number; readonly t: number }): { readonly strands: Strand[]; readonly point: number } {
  const one = strands[strand]
  const it = one && stretchesOf(one)[stretch]
  if (!one || !it) return { strands: [...strands], point: 0 }
  const mix = (a: Pair, b: Pair): Pair => plus(times(a, 1 - t), times(b, t))
  const points = [...one.points]
  const next = (stretch + 1) % points.length
  if (!it.from.after && !it.to.before) points.splice(stretch + 1, 0, { at: alongStretch(it, t) })
  else {
    const [a, b, c, d] = [it.from.at, it.from.after ?? it.from.at, it.to.before ?? it.to.at, it.to.at]
    const [ab, bc, cd] = [mix(a, b), mix(b, c), mix(c, d)]
    const [before, after] = [mix(ab, bc), mix(bc, cd)]
    points[stretch] = { ...it.from, after: ab }
    points[next] = { ...(next === stretch ? it.from : it.to), before: cd }
    points.splice(stretch + 1, 0, { at: mix(before, after), before, after })
  }
  return { strands: strands.map((other, i) => (i === strand ? { ...one, points } : other)), point: stretch + 1 }
}
