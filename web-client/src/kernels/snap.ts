/** Snapping: pulls a moving box to the page, to other elements and to guides, and says which lines it met. */
import type { Pair } from '../document/model'
import type { Rect } from './plane'

/** A line that things may snap to, with the stretch that it comes from. */
export interface SnapLine {
  /** Where it crosses its axis. */
  readonly at: number
  /** The stretch, on the other axis, of what it belongs to. */
  readonly from: number
  readonly to: number
  readonly of: 'page' | 'element' | 'guide'
}

/** All lines on both axes: `x` holds upright ones. */
export interface SnapLines {
  readonly x: readonly SnapLine[]
  readonly y: readonly SnapLine[]
}

/** A line to draw while something is snapped to it. */
export interface Guide {
  readonly axis: 'x' | 'y'
  readonly at: number
  readonly from: number
  readonly to: number
}

/** By how much to correct, and why. */
export interface Snap {
  readonly by: Pair
  readonly guides: readonly Guide[]
}

/** The lines of a page of some size, of what stands on it, and of guides. */
export function snapLines(
  page: Pair,
  others: readonly Rect[],
  guides: { readonly x: readonly number[]; readonly y: readonly number[] } = { x: [], y: [] },
): SnapLines {
  const x: SnapLine[] = [0, page[0] / 2, page[0]].map((at) => ({ at, from: 0, to: page[1], of: 'page' }))
  const y: SnapLine[] = [0, page[1] / 2, page[1]].map((at) => ({ at, from: 0, to: page[0], of: 'page' }))
  for (const rect of others) {
    for (const part of [0, 0.5, 1]) {
      x.push({ at: rect.x + rect.width * part, from: rect.y, to: rect.y + rect.height, of: 'element' })
      y.push({ at: rect.y + rect.height * part, from: rect.x, to: rect.x + rect.width, of: 'element' })
    }
  }
  for (const at of guides.x) x.push({ at, from: 0, to: page[1], of: 'guide' })
  for (const at of guides.y) y.push({ at, from: 0, to: page[0], of: 'guide' })
  return { x, y }
}

/** The nearest line to any of some places, within `reach`. */
function nearest(places: readonly number[], lines: readonly SnapLine[], reach: number): number | undefined {
  let best: number | undefined
  for (const place of places) {
    for (const line of lines) {
      const by = line.at - place
      if (Math.abs(by) <= reach && (best === undefined || Math.abs(by) < Math.abs(best) - 1e-9)) best = by
    }
  }
  return best
}

/** The lines that a snapped box stands on, each as long as all that it joins. */
function met(axis: 'x' | 'y', places: readonly number[], lines: readonly SnapLine[], from: number, to: number): Guide[] {
  const guides = new Map<number, Guide>()
  for (const place of places) {
    for (const line of lines) {
      if (Math.abs(line.at - place) > 0.005) continue
      const key = Math.round(line.at * 100)
      const known = guides.get(key)
      guides.set(key, {
        axis,
        at: line.at,
        from: Math.min(known?.from ?? from, line.from),
        to: Math.max(known?.to ?? to, line.to),
      })
    }
  }
  return [...guides.values()]
}

/** Snaps a box that moves as a whole: its edges and its middle. */
export function snapMove(box: Rect, lines: SnapLines, reach: number): Snap {
  const xs = [box.x, box.x + box.width / 2, box.x + box.width]
  const ys = [box.y, box.y + box.height / 2, box.y + box.height]
  return settle(box, xs, ys, lines, reach)
}

/** Snaps the edges of an upright box that a handle pulls; a free axis has a 0 in `pull`. */
export function snapEdges(box: Rect, pull: readonly [number, number], lines: SnapLines, reach: number): Snap {
  const xs = pull[0] === 0 ? [] : [pull[0] < 0 ? box.x : box.x + box.width]
  const ys = pull[1] === 0 ? [] : [pull[1] < 0 ? box.y : box.y + box.height]
  return settle(box, xs, ys, lines, reach)
}

/** Snaps a point. */
export function snapPoint(point: Pair, lines: SnapLines, reach: number): Snap {
  return settle({ x: point[0], y: point[1], width: 0, height: 0 }, [point[0]], [point[1]], lines, reach)
}

function settle(box: Rect, xs: readonly number[], ys: readonly number[], lines: SnapLines, reach: number): Snap {
  const byX = nearest(xs, lines.x, reach)
  const byY = nearest(ys, lines.y, reach)
  const by: Pair = [byX ?? 0, byY ?? 0]
  const guides: Guide[] = []
  const top = box.y + by[1]
  const left = box.x + by[0]
  if (byX !== undefined) guides.push(...met('x', xs.map((x) => x + by[0]), lines.x, top, top + box.height))
  if (byY !== undefined) guides.push(...met('y', ys.map((y) => y + by[1]), lines.y, left, left + box.width))
  return { by, guides }
}
