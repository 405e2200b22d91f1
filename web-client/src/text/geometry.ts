/**
 * Where carets and selections stand in a set text, and where a point is. Pure; positions are the document's, lengths millimetres from the
 * box's top left.
 */
import { toDocument, toFilled } from './positions'
import type { SetCluster, SetLine, SetText } from './types'
import { millimetres, micropoints } from './units'
import { characterBounds } from './words'

/** A place for a caret. Where a line breaks one position has two places: `upstream` is the end of the line before. */
export interface Place { readonly index: number; readonly upstream: boolean }

/** A caret as it is drawn. */
export interface Caret { readonly x: number; readonly top: number; readonly bottom: number; readonly baseline: number; readonly line: number }

/** A part of a selection. */
export interface TextRect { readonly x: number; readonly top: number; readonly width: number; readonly height: number }

/** How far a selected end of a paragraph shows, as a part of its line's height. */
const NEWLINE_WIDTH = 0.2

/** The line that a place stands on. */
export const lineOf = (set: SetText, { index, upstream }: Place): number => lineAt(set, toFilled(set, index), upstream)

function lineAt(set: SetText, filled: number, upstream: boolean): number {
  const found = set.lines.findIndex((line) => filled < line.to || (filled === line.to && (line.last || upstream)))
  return found < 0 ? Math.max(set.lines.length - 1, 0) : found
}

/** The caret at a place. */
export function caretAt(set: SetText, index: number, upstream = false): Caret {
  const filled = toFilled(set, index)
  const row = lineAt(set, filled, upstream)
  const line = set.lines[row]
  if (!line) return { x: 0, top: 0, bottom: 0, baseline: 0, line: 0 }
  return {
    x: millimetres(within(set, line, edgeOf(set, line, filled))), top: millimetres(line.top), bottom: millimetres(line.bottom),
    baseline: millimetres(line.baseline), line: row,
  }
}

/** Spaces that hang out of the box take no caret along. */
const within = (set: SetText, line: SetLine, x: number): number =>
  Math.min(Math.max(x, Math.min(0, line.x)), Math.max(set.limit, line.x + line.width))

/** Where a position stands on a line: before the cluster that it begins, inside the one that holds it, or behind the one before. */
function edgeOf(set: SetText, line: SetLine, filled: number): number {
  let before: SetCluster | undefined
  for (const cluster of line.clusters) {
    if (cluster.from > filled) break
    if (filled < cluster.to) return insideOf(set, cluster, filled)
    before = cluster
  }
  if (before) return before.rightToLeft ? before.x : before.x + before.width
  const first = line.clusters[0]
  return first ? (first.rightToLeft ? first.x + first.width : first.x) : line.x
}

/** Where a position stands in a cluster: what is drawn as one is shared evenly by its characters. */
function insideOf(set: SetText, cluster: SetCluster, filled: number): number {
  const bounds = characterBounds(set.text, cluster.from, cluster.to)
  let at = bounds.length - 1
  while (at > 0 && (bounds[at] ?? 0) > filled) at -= 1
  const along = (cluster.width * at) / (bounds.length - 1)
  return cluster.rightToLeft ? cluster.x + cluster.width - along : cluster.x + along
}

/** The place nearest to a point. */
export function indexAt(set: SetText, x: number, y: number): Place {
  const down = micropoints(y)
  const below = set.lines.findIndex((line) => down < line.bottom)
  return placeOnLine(set, below < 0 ? set.lines.length - 1 : below, x)
}

/** The place on a line that is nearest to `x`. */
export function placeOnLine(set: SetText, row: number, x: number): Place {
  const line = set.lines[row]
  if (!line) return { index: 0, upstream: false }
  const across = micropoints(x)
  let best = { at: line.from, off: Number.POSITIVE_INFINITY }
  for (const cluster of line.clusters) {
    const bounds = characterBounds(set.text, cluster.from, cluster.to)
    for (const [nth, bound] of bounds.entries()) {
      const along = (cluster.width * nth) / (bounds.length - 1)
      const edge = cluster.rightToLeft ? cluster.x + cluster.width - along : cluster.x + along
      const off = Math.abs(edge - across)
      if (off < best.off) best = { at: bound, off }
    }
  }
  const index = toDocument(set, best.at)
  const upstream = !line.last && toFilled(set, index) >= line.to
  return { index, upstream }
}

/** The rectangles of a selection, line by line. */
export function rectsOf(set: SetText, from: number, to: number): TextRect[] {
  const [a, b] = [toFilled(set, Math.min(from, to)), toFilled(set, Math.max(from, to))]
  if (a === b) return []
  return set.lines.flatMap((line) => {
    if (line.to < a || line.from > b) return []
    const spans: [number, number][] = []
    for (const cluster of line.clusters) {
      if (cluster.to <= a || cluster.from >= b || cluster.width === 0) continue
      const edges = [
        cluster.from >= a ? (cluster.rightToLeft ? cluster.x + cluster.width : cluster.x) : insideOf(set, cluster, a),
        cluster.to <= b ? (cluster.rightToLeft ? cluster.x : cluster.x + cluster.width) : insideOf(set, cluster, b),
      ].map((edge) => within(set, line, edge))
      spans.push([Math.min(...edges), Math.max(...edges)])
    }
    if (line.last && line.to >= a && line.to < b) {
      const end = within(set, line, edgeOf(set, line, line.to))
      spans.push([end, end + (line.bottom - line.top) * NEWLINE_WIDTH])
    }
    return joined(spans).map(([left, right]) => ({
      x: millimetres(left), top: millimetres(line.top), width: millimetres(right - left), height: millimetres(line.bottom - line.top),
    }))
  })
}

/** Spans that touch become one. */
function joined(spans: [number, number][]): [number, number][] {
  const out: [number, number][] = []
  for (const [left, right] of spans.filter((it) => it[1] > it[0]).sort((one, other) => one[0] - other[0])) {
    const last = out.at(-1)
    if (last && left <= last[1]) last[1] = Math.max(last[1], right)
    else out.push([left, right])
  }
  return out
}

/** The place one line up or down, as near as can be to `x`, which is kept over several steps. At the first and last line: the text's ends. */
export function stepLine(set: SetText, place: Place, by: 1 | -1, x = caretAt(set, place.index, place.upstream).x): { readonly place: Place; readonly x: number } {
  const row = lineOf(set, place) + by
  if (row < 0) return { place: { index: 0, upstream: false }, x }
  if (row >= set.lines.length) return { place: { index: toDocument(set, set.text.length), upstream: false }, x }
  return { place: placeOnLine(set, row, x), x }
}

/** The beginning or the end of a place's line. */
export function lineEdge(set: SetText, place: Place, edge: 'start' | 'end'): Place {
  const line = set.lines[lineOf(set, place)]
  if (!line) return place
  if (edge === 'start') return { index: toDocument(set, line.from), upstream: false }
  return { index: toDocument(set, line.to), upstream: !line.last }
}
