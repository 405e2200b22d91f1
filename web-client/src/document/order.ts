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

/**
 * At an open end a key steps in its third place, with carry: most elements are added in front, and stepping by halves, or in the
 * first place, would lengthen the keys every few of them. From the middle there are 119,000 steps to each end.
 */
const STEPS = BASE ** 3

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
  const digits = stepFrom(below, high) ?? digitsBetween(low, high)
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

/** The next step at an open end; nothing between two keys, or when the steps to that end are used up. */
function stepFrom(below: string | null, above: string | null): number[] | undefined {
  if (below !== null && above !== null) return undefined
  const end = below ?? above
  let steps = Math.floor(STEPS / 2)
  if (end !== null) {
    const [first, second, third] = [digitAt(end, 0), digitAt(end, 1), digitAt(end, 2)]
    steps = (first * BASE + second) * BASE + third + (below !== null ? 1 : -1)
  }
  if (steps < 0 || steps >= STEPS) return undefined
  return [Math.floor(steps / BASE ** 2), Math.floor(steps / BASE) % BASE, steps % BASE]
}

/** Digits of a fraction between two, up to the first place that has room. */
function digitsBetween(low: string, high: string | null): number[] {
  const digits: number[] = []
  let bounded = high !== null
  for (let place = 0; ; place++) {
    const from = digitAt(low, place)
    const to = bounded && high !== null ? digitAt(high, place) : BASE
    digits.push(to - from > 1 ? Math.floor((from + to) / 2) : from)
    if (to - from > 1) return digits
    // Once below `high` in one place, every later digit is free upwards.
    if (to > from) bounded = false
  }
}

function digitAt(key: string, place: number): number {
  const character = key[place]
  if (character === undefined) return 0
  const digit = DIGITS.indexOf(character)
  return digit < 0 ? 0 : digit
}
