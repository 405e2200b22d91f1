/** Characters and words as people count them, in positions of the document. */
import { documentLength, originAt, toDocument, toFilled } from './positions'
import type { SetText } from './types'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const wordy = new Intl.Segmenter(undefined, { granularity: 'word' })
/** A character is not longer than this; beyond it a step is cut. */
const LONGEST_CHARACTER = 64

/** The bounds of the characters of a stretch of the filled text, its ends included. */
export function characterBounds(text: string, from: number, to: number): number[] {
  if (to - from <= 1) return [from, to]
  return [...[...graphemes.segment(text.slice(from, to))].map((it) => from + it.index), to]
}

/** The next position behind a character, or before it when going back. A merge field is one character. */
export function stepCharacter(set: SetText, index: number, by: 1 | -1): number {
  const length = documentLength(set)
  if (by > 0 ? index >= length : index <= 0) return by > 0 ? length : 0
  const filled = toFilled(set, index)
  const origin = originAt(set, by > 0 ? filled : filled - 1)
  if (origin?.field !== undefined) return by > 0 ? origin.source.start + origin.source.length : origin.source.start
  const from = by > 0 ? filled : Math.max(filled - LONGEST_CHARACTER, lineBefore(set.text, filled))
  const stretch = set.text.slice(from, Math.min(filled + (by > 0 ? LONGEST_CHARACTER : 0), set.text.length))
  const steps = [...graphemes.segment(stretch)]
  const step = by > 0 ? (steps[1]?.index ?? stretch.length) : (steps.at(-1)?.index ?? 0)
  const reached = from + step
  // A character may run into a merge field (a combining mark first in it); it ends there all the same.
  const bound = by > 0 ? Math.min(reached, origin?.to ?? reached) : Math.max(reached, origin?.from ?? reached)
  return toDocument(set, bound === filled ? filled + by : bound)
}

/** Where the paragraph of a position begins; a `\n` right before the position is passed over. */
const lineBefore = (text: string, filled: number): number => text.lastIndexOf('\n', filled - 2) + 1

/** The word, the spaces or the sign around a position. */
export function wordBounds(set: SetText, index: number): readonly [number, number] {
  const filled = toFilled(set, index)
  const { from, text } = paragraphOf(set.text, filled)
  const word = wordy.segment(text).containing(Math.min(filled - from, Math.max(text.length - 1, 0)))
  if (!word) return [index, index]
  const start = originAt(set, from + word.index)
  const end = originAt(set, from + word.index + word.segment.length - 1)
  return [
    start?.field !== undefined ? start.source.start : toDocument(set, from + word.index),
    end?.field !== undefined ? end.source.start + end.source.length : toDocument(set, from + word.index + word.segment.length),
  ]
}

/** The end of the next word, or the beginning of the one before. */
export function stepWord(set: SetText, index: number, by: 1 | -1): number {
  const filled = toFilled(set, index)
  const { from, text } = paragraphOf(set.text, filled)
  const at = filled - from
  if (by > 0) {
    for (const word of wordy.segment(text)) {
      const end = word.index + word.segment.length
      if (word.isWordLike === true && end > at) return outwards(set, from + end, 1, index)
    }
    return at < text.length ? toDocument(set, from + text.length) : stepCharacter(set, index, 1)
  }
  let found: number | undefined
  for (const word of wordy.segment(text)) {
    if (word.index >= at) break
    if (word.isWordLike === true) found = word.index
  }
  if (found !== undefined) return outwards(set, from + found, -1, index)
  return at > 0 ? toDocument(set, from) : stepCharacter(set, index, -1)
}

/** A position out of a merge field on the side that one goes to; never back to where one was. */
function outwards(set: SetText, filled: number, by: 1 | -1, was: number): number {
  const origin = originAt(set, by > 0 ? filled - 1 : filled)
  const reached = origin?.field === undefined ? toDocument(set, filled) : by > 0 ? origin.source.start + origin.source.length : origin.source.start
  return reached === was ? stepCharacter(set, was, by) : reached
}

function paragraphOf(text: string, filled: number): { readonly from: number; readonly text: string } {
  const from = text.lastIndexOf('\n', filled - 1) + 1
  const end = text.indexOf('\n', filled)
  return { from, text: text.slice(from, end < 0 ? text.length : end) }
}
