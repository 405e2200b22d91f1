/**
 * Sets runs of text into a box: greedy first-fit lines broken at spaces, alignment in both directions, and the largest
 * size that fits. Widths come from a measure that is handed in, so that the arithmetic is the same in a test.
 */
import type { Typography } from '../document/model'
import { POINTS_A_MILLIMETRE } from './viewport'

/** How a stretch of text looks. Sizes in millimetres here, for that is what the box is in. */
export interface Face {
  readonly family: string
  readonly weight: number
  readonly italic: boolean
  readonly size: number
  readonly color: string
  readonly spacing: number
}

/** A stretch of text in one face. `field` is set when it stands for a merge field. */
export interface Stretch {
  readonly text: string
  readonly face: Face
  readonly field?: string
}

/** The width of a text in a face, in millimetres. */
export type Measure = (text: string, face: Face) => number

/** A stretch set at its place: `x` from the box's left, on its line's baseline. */
export interface SetStretch extends Stretch {
  readonly x: number
  readonly width: number
}

/** A line of set text; `y` is its baseline, from the box's top. */
export interface SetLine {
  readonly y: number
  readonly height: number
  readonly stretches: readonly SetStretch[]
}

/** A text as it is drawn. */
export interface SetText {
  readonly lines: readonly SetLine[]
  readonly height: number
  /** Whether it stands out of its box below. */
  readonly overflows: boolean
}

/** Where the baseline lies in a line, as a part of the font's size, with the leading shared above and below. */
const ASCENT = 0.93
const DESCENT = 0.25

interface Word {
  readonly parts: { text: string; face: Face; field?: string; width: number }[]
  width: number
  /** The width of the spaces after it. */
  gap: number
  gapParts: { text: string; face: Face; field?: string; width: number }[]
  breaks: boolean
}

/** Sets stretches into a box of a width and height. */
export function setText(
  stretches: readonly Stretch[], typography: Typography, width: number, height: number, measure: Measure,
): SetText {
  const fit = typography.fit
  if (!fit) return setAt(stretches, typography, width, height, 1, measure)
  const own = typography.textSize
  const factor = (points: number): number => points / own
  let best = setAt(stretches, typography, width, height, factor(fit[0]), measure)
  let [low, high] = [fit[0], fit[1]]
  const largest = setAt(stretches, typography, width, height, factor(high), measure)
  if (!largest.overflows) return largest
  for (let step = 0; step < 12 && high - low > 0.1; step++) {
    const size = (low + high) / 2
    const tried = setAt(stretches, typography, width, height, factor(size), measure)
    if (tried.overflows) high = size
    else {
      low = size
      best = tried
    }
  }
  return best
}

function setAt(
  stretches: readonly Stretch[], typography: Typography, width: number, height: number, factor: number, measure: Measure,
): SetText {
  const scaled = factor === 1 ? stretches : stretches.map((it) => ({ ...it, face: { ...it.face, size: it.face.size * factor } }))
  const ownSize = (typography.textSize / POINTS_A_MILLIMETRE) * factor
  const broken = breakLines(wordsOf(scaled, measure), width)
  const lines: SetLine[] = []
  let y = 0
  let widest = 0
  for (const { words, last } of broken) {
    const size = Math.max(...words.flatMap((word) => word.parts.map((part) => part.face.size)), 0) || ownSize
    const lineHeight = size * typography.lineHeight
    const baseline = y + (lineHeight - size * (ASCENT + DESCENT)) / 2 + size * ASCENT
    const placed = placeWords(words, typography.align, width, last)
    widest = Math.max(widest, ...placed.map((it) => it.width))
    lines.push({ y: baseline, height: lineHeight, stretches: placed })
    y += lineHeight
  }
  const spare = height - y
  const down = typography.valign === 'middle' ? spare / 2 : typography.valign === 'bottom' ? spare : 0
  return {
    lines: down === 0 ? lines : lines.map((line) => ({ ...line, y: line.y + down })),
    height: y,
    overflows: y > height + 0.01 || widest > width + 0.01,
  }
}

function wordsOf(stretches: readonly Stretch[], measure: Measure): Word[] {
  const words: Word[] = [emptyWord()]
  const lastWord = (): Word => {
    const word = words.at(-1)
    if (word) return word
    const made = emptyWord()
    words.push(made)
    return made
  }
  for (const { text, face, field } of stretches) {
    for (const piece of text.split(/(\n|[ \t]+)/)) {
      if (piece === '') continue
      if (piece === '\n') {
        lastWord().breaks = true
        words.push(emptyWord())
      } else if (/^[ \t]/.test(piece)) {
        const word = lastWord()
        const wide = measure(piece, face)
        word.gap += wide
        word.gapParts.push({ text: piece, face, width: wide, ...(field === undefined ? {} : { field }) })
      } else {
        let word = lastWord()
        if (word.gap > 0 || word.breaks) {
          word = emptyWord()
          words.push(word)
        }
        const wide = measure(piece, face)
        word.parts.push({ text: piece, face, width: wide, ...(field === undefined ? {} : { field }) })
        word.width += wide
      }
    }
  }
  return words
}

const emptyWord = (): Word => ({ parts: [], width: 0, gap: 0, gapParts: [], breaks: false })

function breakLines(words: readonly Word[], width: number): { words: Word[]; last: boolean }[] {
  const lines: { words: Word[]; last: boolean }[] = []
  let line: Word[] = []
  let used = 0
  for (const word of words) {
    if (line.length > 0 && used + word.width > width + 1e-6) {
      lines.push({ words: line, last: false })
      line = []
      used = 0
    }
    line.push(word)
    used += word.width + word.gap
    if (word.breaks) {
      lines.push({ words: line, last: true })
      line = []
      used = 0
    }
  }
  if (line.length > 0 || lines.length === 0) lines.push({ words: line, last: true })
  return lines
}

function placeWords(words: readonly Word[], align: Typography['align'], width: number, last: boolean): SetStretch[] {
  const used = words.reduce((sum, word, index) => sum + word.width + (index < words.length - 1 ? word.gap : 0), 0)
  const spare = width - used
  const stretchGap = align === 'justify' && !last && words.length > 1 ? spare / (words.length - 1) : 0
  let x = align === 'center' ? spare / 2 : align === 'end' ? spare : 0
  const placed: SetStretch[] = []
  words.forEach((word, index) => {
    for (const part of word.parts) {
      append(placed, { ...part, x })
      x += part.width
    }
    if (index === words.length - 1) return
    if (stretchGap === 0) {
      for (const gap of word.gapParts) {
        append(placed, { ...gap, x })
        x += gap.width
      }
    } else x += word.gap + stretchGap
  })
  return placed
}

/** Joins a stretch to the one before when nothing tells them apart, so that a line is few nodes. */
function append(placed: SetStretch[], next: SetStretch): void {
  const before = placed.at(-1)
  if (before && before.face === next.face && before.field === next.field && Math.abs(before.x + before.width - next.x) < 1e-6) {
    placed[placed.length - 1] = { ...before, text: before.text + next.text, width: before.width + next.width }
  } else placed.push(next)
}
