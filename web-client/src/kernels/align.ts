/** Lining elements up, spreading them evenly, and the order in which a page is read. */
import type { Pair } from '../document/model'
import { round, union, type Rect } from './plane'

/** The edges and middles that things are lined up by. */
export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'

/**
 * How far each box moves to be lined up: with the union of all, or with `within` (the page) when only one is there.
 */
export function align(boxes: ReadonlyMap<string, Rect>, how: Alignment, within: Rect): ReadonlyMap<string, Pair> {
  const frame = boxes.size > 1 ? (union([...boxes.values()]) ?? within) : within
  const moves = new Map<string, Pair>()
  for (const [id, box] of boxes) moves.set(id, moveTo(box, frame, how))
  return moves
}

function moveTo(box: Rect, frame: Rect, how: Alignment): Pair {
  switch (how) {
    case 'left': return [round(frame.x - box.x), 0]
    case 'centre': return [round(frame.x + frame.width / 2 - box.x - box.width / 2), 0]
    case 'right': return [round(frame.x + frame.width - box.x - box.width), 0]
    case 'top': return [0, round(frame.y - box.y)]
    case 'middle': return [0, round(frame.y + frame.height / 2 - box.y - box.height / 2)]
    case 'bottom': return [0, round(frame.y + frame.height - box.y - box.height)]
  }
}

/** How far each box moves so that the gaps between neighbours are alike; the outermost two stay. */
export function distribute(boxes: ReadonlyMap<string, Rect>, axis: 'x' | 'y'): ReadonlyMap<string, Pair> {
  const start = (box: Rect): number => (axis === 'x' ? box.x : box.y)
  const extent = (box: Rect): number => (axis === 'x' ? box.width : box.height)
  const sorted = [...boxes].sort(([, a], [, b]) => start(a) + extent(a) / 2 - start(b) - extent(b) / 2)
  const first = sorted[0]
  const last = sorted.at(-1)
  const moves = new Map<string, Pair>()
  if (!first || !last || sorted.length < 3) return moves
  const span = start(last[1]) + extent(last[1]) - start(first[1])
  const filled = sorted.reduce((sum, [, box]) => sum + extent(box), 0)
  const gap = (span - filled) / (sorted.length - 1)
  let at = start(first[1])
  for (const [id, box] of sorted) {
    const by = round(at - start(box))
    moves.set(id, axis === 'x' ? [by, 0] : [0, by])
    at += extent(box) + gap
  }
  return moves
}

/**
 * The order in which a page is read: line by line from the top, from left to right within a line. Boxes share a line
 * when the middle of each lies between the upper and lower edge of the other; so a frame is no line with what it frames.
 */
export function readingOrder(boxes: readonly { readonly id: string; readonly box: Rect }[]): string[] {
  const waiting = [...boxes].sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x)
  const order: string[] = []
  while (waiting.length > 0) {
    const first = waiting[0]
    if (!first) break
    const inLine = waiting.filter(({ box }) => middleWithin(box, first.box) && middleWithin(first.box, box))
    const line = inLine.includes(first) ? inLine : [first]
    line.sort((a, b) => a.box.x - b.box.x || a.box.y - b.box.y)
    for (const { id } of line) order.push(id)
    const done = new Set(line.map(({ id }) => id))
    for (let index = waiting.length - 1; index >= 0; index--) {
      const entry = waiting[index]
      if (entry && done.has(entry.id)) waiting.splice(index, 1)
    }
  }
  return order
}

const middleWithin = (inner: Rect, outer: Rect): boolean => {
  const middle = inner.y + inner.height / 2
  return middle >= outer.y && middle <= outer.y + outer.height
}
