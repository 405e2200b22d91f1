/**
 * Two ways to count: positions in the filled text, and positions in the document's text, where a merge field is one unit long
 * however much it shows. Everything that edits speaks the document's.
 */
import type { Origin, SetText } from './types'

/** The document's length of a text. */
export function documentLength(set: SetText): number {
  const last = set.origins.at(-1)
  return last ? last.source.start + last.source.length : 0
}

/** Where a position of the document stands in the filled text. */
export function toFilled(set: SetText, index: number): number {
  for (const origin of set.origins) {
    const { start, length } = origin.source
    if (index > start + length || (index === start + length && length > 0 && origin !== set.origins.at(-1))) continue
    if (index <= start) return origin.from
    if (origin.field !== undefined) return origin.to
    return Math.min(origin.from + index - start, origin.to)
  }
  return set.text.length
}

/** Which position of the document a position in the filled text is. Inside a merge field: the nearer end. */
export function toDocument(set: SetText, filled: number): number {
  const origin = originAt(set, filled)
  if (!origin) return documentLength(set)
  const { start, length } = origin.source
  if (origin.field === undefined) return start + Math.min(filled - origin.from, length)
  return filled - origin.from < origin.to - filled ? start : start + length
}

/** The part of the text that a position stands in; at a bound, the one that begins there. */
export function originAt(set: SetText, filled: number): Origin | undefined {
  let [low, high] = [0, set.origins.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const origin = set.origins[middle]
    if (origin && origin.to <= filled) low = middle + 1
    else high = middle
  }
  return set.origins[low]
}
