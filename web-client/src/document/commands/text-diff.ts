/**
 * The smallest single replacement that turns one string into another, cut at grapheme bounds.
 */

/** Replace `remove` UTF-16 units at `at` by `insert`. */
export interface Replacement { readonly at: number; readonly remove: number; readonly insert: string }

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** What was typed: `undefined` when the strings are equal. */
export function diffText(before: string, after: string): Replacement | undefined {
  if (before === after) return undefined
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1
  const inBefore = boundsOf(before)
  const inAfter = boundsOf(after)
  while (start > 0 && !(inBefore(start) && inAfter(start))) start -= 1
  let end = 0
  while (
    end < shorter - start
    && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) end += 1
  while (end > 0 && !(inBefore(before.length - end) && inAfter(after.length - end))) end -= 1
  return { at: start, remove: before.length - end - start, insert: after.slice(start, after.length - end) }
}

/** The start of the grapheme that a position lies in. */
export function graphemeStart(text: string, index: number): number {
  const at = Math.min(Math.max(Math.trunc(index), 0), text.length)
  return at === text.length ? at : graphemes.segment(text).containing(at)?.index ?? at
}

/** The end of the grapheme that a position lies in; the position itself when it lies between two. */
export function graphemeEnd(text: string, index: number): number {
  const at = Math.min(Math.max(Math.trunc(index), 0), text.length)
  const found = at === text.length ? undefined : graphemes.segment(text).containing(at)
  return found === undefined || found.index === at ? at : found.index + found.segment.length
}

/** Whether a position of a string lies between two graphemes. */
function boundsOf(text: string): (index: number) => boolean {
  const segments = graphemes.segment(text)
  return (index) => index <= 0 || index >= text.length || segments.containing(index)?.index === index
}
