/**
 * Fractional index: where a thing stands among its siblings, as a string.
 *
 * A key is read as the fraction 0.d₁d₂… in base 62 and does not end in `0`, so that there is always room below it.
 * A new key ends in random digits: two people who insert at one place at once seldom make the same.
 */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE = DIGITS.length

/** How many random digits a new key ends in: one pair in 238,000 made at one place at once is equal. */
const RANDOM_DIGITS = 3

/** A number in [0, 1). */
export type Random = () => number

/** Whether a string is a key of the schema. */
export function isOrder(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(value)
}

/** Compares two keys byte by byte. */
export function compareOrder(a: string, b: string): number {
  // Keys are ASCII, so code units are bytes.
  return a < b ? -1 : a > b ? 1 : 0
}

/** Compares two things by key, and equal keys by id. */
export function compareSiblings(a: { order: string; id: string }, b: { order: string; id: string }): number {
  return compareOrder(a.order, b.order) || compareOrder(a.id, b.id)
}

/**
 * A new key strictly between two others; `null` stands for the open end.
 *
 * When the two are not in order (two people made equal ones), the key stands just above the lower.
 */
export function orderBetween(below: string | null, above: string | null, random: Random = Math.random): string {
  const low = below ?? ''
  const high = above !== null && above > low ? above : null
  const digits: number[] = []
  let bounded = high !== null
  for (let place = 0; ; place++) {
    const from = digitAt(low, place)
    const to = bounded && high !== null ? digitAt(high, place) : BASE
    if (to - from > 1) {
      digits.push(openDigit(from, to, below, high))
      break
    }
    digits.push(from)
    // Once below `above` in one place, every later digit is free upwards.
    if (to > from) bounded = false
  }
  for (let i = 0; i < RANDOM_DIGITS; i++) digits.push(Math.floor(random() * BASE))
  if (digits[digits.length - 1] === 0) digits[digits.length - 1] = 1 + Math.floor(random() * (BASE - 1))
  return digits.map((digit) => DIGITS[digit]).join('')
}

/** As many new keys as asked for, ascending, between two others. */
export function ordersBetween(below: string | null, above: string | null, count: number, random: Random = Math.random): string[] {
  const keys: string[] = []
  let last = below
  for (let i = 0; i < count; i++) {
    last = orderBetween(last, above, random)
    keys.push(last)
  }
  return keys
}

/**
 * The digit in the first place with room. At an open end the step is one, not half of what is left: elements are mostly
 * added in front, and halving would use up a digit every six of them.
 */
function openDigit(from: number, to: number, below: string | null, above: string | null): number {
  if (above === null && below !== null) return from + 1
  if (below === null && above !== null) return to - 1
  return Math.floor((from + to) / 2)
}

function digitAt(key: string, place: number): number {
  const character = key[place]
  if (character === undefined) return 0
  const digit = DIGITS.indexOf(character)
  return digit < 0 ? 0 : digit
}
