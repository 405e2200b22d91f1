/**
 * Words of a text that something was said about: how they are remembered, and how they are found again.
 *
 * A place in a text moves with every edit, and even places that stay with their words (a relative position) are lost when the words are
 * deleted and brought back. So the words themselves are kept, with what stood around them; where they stood only decides between several
 * that read alike.
 */
import { clamp } from './plane'

/** Words as they were when something was said about them. Lengths and places in UTF-16 units. */
export interface Passage {
  readonly quote: string
  readonly prefix: string
  readonly suffix: string
  readonly offset: number
}

/** Where a passage stands now. `exact`: it reads as it did. */
export interface Found {
  readonly from: number
  readonly to: number
  readonly exact: boolean
}

/** What is kept of the surroundings on each side. */
export const MOST_SURROUNDINGS = 32
/** What is kept of the words themselves; of more the beginning stands for the whole. */
export const MOST_QUOTE = 400
/** Words that stand in a text more often say nothing about where. */
const MOST_PLACES = 500
/** Comparing words that were changed takes the product of both lengths; more is looked for near the old place only. */
const MOST_STEPS = 600_000
/** The part of the words that may have been changed before they are other words; few characters become anything by a few edits. */
const CHANGED_PART = 0.4
const CHANGED_PART_OF_FEW = 0.34
const FEW = 12
const LEAST_CHANGED = 4
/** So many characters are not written twice by chance: they are found wherever they went. */
const UNMISTAKABLE = 20
/** What of the surroundings must be the same around fewer: a part of what there was, and never more than this. */
const SAME_PART = 0.25
const SAME_AT_MOST = 8
/** What of the surroundings must stand still for the words between them to be found, when nothing of them is left. */
const LEAST_SURROUNDINGS = 8
/** Characters away at which nearness counts no more. */
const FAR = 200
/** How much nearness weighs against the surroundings. */
const NEARNESS = 0.3
/** How much it weighs that a place that stayed with its words says so. */
const HINTED = 0.5

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The start of the character that a position lies in. */
const startOf = (text: string, at: number): number => (at >= text.length ? text.length : graphemes.segment(text).containing(at)?.index ?? at)

/** The first position at or behind `at` that lies between two characters. */
function endOf(text: string, at: number): number {
  const found = at >= text.length ? undefined : graphemes.segment(text).containing(at)
  return found === undefined || found.index === at ? Math.min(at, text.length) : found.index + found.segment.length
}

/** What is kept of the words from one position to another, without spaces at their ends; `null` when there is nothing else. */
export function passageOf(text: string, one: number, other: number): Passage | null {
  let from = startOf(text, clamp(Math.min(one, other), 0, text.length))
  let to = endOf(text, clamp(Math.max(one, other), 0, text.length))
  while (from < to && /\s/.test(text.charAt(from))) from += 1
  while (to > from && /\s/.test(text.charAt(to - 1))) to -= 1
  if (from === to) return null
  to = to - from > MOST_QUOTE ? startOf(text, from + MOST_QUOTE) : to
  // One character may be longer than all that is kept.
  if (to <= from) return null
  return {
    quote: text.slice(from, to),
    prefix: text.slice(endOf(text, Math.max(from - MOST_SURROUNDINGS, 0)), from),
    suffix: text.slice(to, startOf(text, to + MOST_SURROUNDINGS)),
    offset: from,
  }
}

/** Where a passage stands in a text as it is now; `null` when it is gone. `hint`: where a place that stayed with its words is. */
export function findPassage(text: string, passage: Passage, hint: number | null): Found | null {
  if (passage.quote === '') return null
  return unchanged(text, passage, hint) ?? changed(text, passage, hint ?? passage.offset) ?? replaced(text, passage, hint ?? passage.offset)
}

/** The very words: where most of their surroundings are the same, or else nearest to where they were. */
function unchanged(text: string, passage: Passage, hint: number | null): Found | null {
  const { quote, prefix, suffix, offset } = passage
  const expected = hint ?? offset
  const around = Math.max(prefix.length + suffix.length, 1)
  let best: { readonly from: number; readonly worth: number } | null = null
  let from = text.indexOf(quote)
  for (let place = 0; from >= 0 && place < MOST_PLACES; place++) {
    const same = sameAround(text, from, from + quote.length, passage)
    const worth = same / around - NEARNESS * away(from, expected) + (hint === from ? HINTED : 0)
    if ((hint === from || isMeant(passage, same)) && (best === null || worth > best.worth)) best = { from, worth }
    from = text.indexOf(quote, from + 1)
  }
  return best && { from: best.from, to: best.from + quote.length, exact: true }
}

/** How far off a place is, from 0 to 1. */
const away = (from: number, expected: number): number => Math.min(Math.abs(from - expected) / FAR, 1)

/** Whether words with so much the same around them are those that were meant, and not others that happen to read alike. */
const isMeant = ({ quote, prefix, suffix }: Passage, same: number): boolean =>
  quote.length >= UNMISTAKABLE || same >= Math.min(SAME_AT_MOST, SAME_PART * (prefix.length + suffix.length))

/** How many characters around a stretch are those that stood around the passage. */
const sameAround = (text: string, from: number, to: number, { prefix, suffix }: Passage): number =>
  sameEnd(text.slice(Math.max(from - prefix.length, 0), from), prefix) + sameStart(text.slice(to, to + suffix.length), suffix)

function sameEnd(text: string, words: string): number {
  let count = 0
  while (count < words.length && count < text.length && text.charCodeAt(text.length - 1 - count) === words.charCodeAt(words.length - 1 - count)) count += 1
  return count
}

function sameStart(text: string, words: string): number {
  let count = 0
  while (count < words.length && count < text.length && text.charCodeAt(count) === words.charCodeAt(count)) count += 1
  return count
}

/** Words that were written over in part: the stretch that takes few changes to become them, with most of their surroundings. */
function changed(text: string, passage: Passage, expected: number): Found | null {
  const { quote, prefix, suffix } = passage
  if (quote.length < LEAST_CHANGED || text === '') return null
  const around = Math.max(prefix.length + suffix.length, 1)
  const most = quote.length < FEW ? CHANGED_PART_OF_FEW : CHANGED_PART
  // Near the old place only, where the whole would take too long.
  const reach = Math.floor(MOST_STEPS / quote.length / 2)
  const start = Math.max(Math.min(expected, text.length) - reach, 0)
  const window = text.slice(start, start + 2 * reach)
  // Each column is a position of the text; `costs[i]`: the fewest changes that make the first `i` characters of the words of what ends there,
  // `begins[i]`: where that begins. Beginning anywhere costs nothing.
  let costs = Array.from({ length: quote.length + 1 }, (_, index) => index)
  let begins = new Array<number>(quote.length + 1).fill(0)
  let best: { readonly from: number; readonly to: number; readonly worth: number } | null = null
  for (let column = 1; column <= window.length; column++) {
    const nextCosts = new Array<number>(quote.length + 1).fill(0)
    const nextBegins = new Array<number>(quote.length + 1).fill(column)
    for (let row = 1; row <= quote.length; row++) {
      const across = (costs[row - 1] ?? 0) + (window.charCodeAt(column - 1) === quote.charCodeAt(row - 1) ? 0 : 1)
      const more = (costs[row] ?? 0) + 1
      const less = (nextCosts[row - 1] ?? 0) + 1
      const least = Math.min(across, more, less)
      nextCosts[row] = least
      nextBegins[row] = (least === across ? begins[row - 1] : least === more ? begins[row] : nextBegins[row - 1]) ?? column
    }
    costs = nextCosts
    begins = nextBegins
    const part = (costs[quote.length] ?? 0) / quote.length
    const from = begins[quote.length] ?? column
    if (part > most || from >= column) continue
    const same = sameAround(text, start + from, start + column, passage)
    if (!isMeant(passage, same)) continue
    const worth = same / around / 2 - part - (NEARNESS / 3) * away(start + from, expected)
    if (best === null || worth > best.worth) best = { from, to: column, worth }
  }
  return best && { from: endOf(text, start + best.from), to: endOf(text, start + best.to), exact: false }
}

/** Words that were replaced by others: what stands between their old surroundings, when there is something. */
function replaced(text: string, { quote, prefix, suffix }: Passage, expected: number): Found | null {
  const before = prefix.slice(-LEAST_SURROUNDINGS)
  const after = suffix.slice(0, LEAST_SURROUNDINGS)
  if (before.length < LEAST_SURROUNDINGS || after.length < LEAST_SURROUNDINGS) return null
  let best: { readonly from: number; readonly to: number } | null = null
  let at = text.indexOf(before)
  for (let place = 0; at >= 0 && place < MOST_PLACES; place++) {
    const from = at + before.length
    const to = text.indexOf(after, from)
    const fits = to > from && to - from <= 2 * quote.length + MOST_SURROUNDINGS && text.slice(from, to).trim() !== ''
    if (fits && (best === null || Math.abs(from - expected) < Math.abs(best.from - expected))) best = { from, to }
    at = text.indexOf(before, at + 1)
  }
  return best && { ...best, exact: false }
}
