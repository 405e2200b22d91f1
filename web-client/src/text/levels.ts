/** The direction of writing: UAX #9 (T11), and the visual order of a line (T17). */
import bidiFactory from 'bidi-js'

/** Without any of these a paragraph runs from left to right throughout. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** A character of the first plane for each kind: the algorithm reads single UTF-16 units. */
const STAND_INS: Readonly<Record<string, string>> = {
  L: 'a', R: '\u05d0', AL: '\u0627', EN: '0', AN: '\u0660', ES: '+', ET: '#', CS: ',', NSM: '\u0300', BN: '\u200b', ON: '!', WS: ' ',
}

let bidi: ReturnType<typeof bidiFactory> | undefined

/** The level of every UTF-16 unit of a paragraph, or `null` when all are 0. */
export function levelsOf(text: string): Uint8Array | null {
  if (!RIGHT_TO_LEFT.test(text)) return null
  const known = (bidi ??= bidiFactory())
  const points = [...text].map((point) => ({ point, kind: known.getBidiCharTypeName(point) }))
  // What rule X9 removes is not shown to the algorithm, and has the level of what is before it.
  const kept = points.filter(({ kind }) => kind !== 'BN')
  const { levels } = known.getEmbeddingLevels(kept.map(({ point, kind }) => (point.length === 1 ? point : (STAND_INS[kind] ?? 'a'))).join(''), 'ltr')
  const out = new Uint8Array(text.length)
  let at = 0
  let nth = 0
  let level = 0
  for (const { point, kind } of points) {
    if (kind !== 'BN') level = levels[nth++] ?? 0
    out.fill(level, at, at + point.length)
    at += point.length
  }
  return out
}

/** Rule L2: the order from left to right of parts that stand in the order of the text. */
export function visualOrder(levels: readonly number[]): number[] {
  const order = levels.map((_, index) => index)
  let highest = 0
  let lowestOdd = Number.POSITIVE_INFINITY
  for (const level of levels) {
    highest = Math.max(highest, level)
    if (level % 2 === 1) lowestOdd = Math.min(lowestOdd, level)
  }
  for (let level = highest; level >= lowestOdd; level--) {
    for (let from = 0; from < order.length;) {
      if ((levels[from] ?? 0) < level) {
        from += 1
        continue
      }
      let to = from
      while (to < order.length && (levels[to] ?? 0) >= level) to += 1
      // Parts keep their places in `levels`, so that what was turned before is turned back as a whole.
      turn(order, from, to)
      from = to
    }
  }
  return order
}

function turn(order: number[], from: number, to: number): void {
  for (let [a, b] = [from, to - 1]; a < b; a += 1, b -= 1) {
    const kept = order[a] ?? 0
    order[a] = order[b] ?? 0
    order[b] = kept
  }
}
