/** Numbers, as digits, never through a double (F1, F3). */
import type { Locale } from './names'

/** Digits of a number that are read. */
const MOST_DIGITS = 30
/** Digits of a group. */
const GROUP = 3

interface Digits { readonly whole: string; readonly decimals: string }

/** A number as a language writes it; `undefined` when the value is no number. */
export function writtenNumber(value: string, format: string, locale: Locale): string | undefined {
  const [given, sign = '', whole = '', decimals = ''] = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(value) ?? []
  // `$` would let a line end pass.
  if (given?.length !== value.length || whole.length + decimals.length > MOST_DIGITS) return undefined
  const places = /^0(?:\.(0{1,2}))?$/.exec(format)
  const read = { whole: withoutZeros(whole), decimals }
  const shown = places ? rounded(read, places[1]?.length ?? 0) : read
  const [separator, point] = locale === 'fr' ? ['\u202f', ','] : ['’', '.']
  const isZero = /^0*$/.test(shown.whole + shown.decimals)
  return (sign !== '' && !isZero ? '-' : '')
    + (format === 'ungrouped' ? shown.whole : grouped(shown.whole, separator))
    + (shown.decimals === '' ? '' : point + shown.decimals)
    + (format === 'percent' ? '%' : '')
}

/** Up to the last digit. */
const withoutZeros = (whole: string): string => whole.replace(/^0+(?=\d)/, '')

/** Half away from zero. */
function rounded({ whole, decimals }: Digits, places: number): Digits {
  if (decimals.length <= places) return { whole, decimals: decimals.padEnd(places, '0') }
  const kept = whole + decimals.slice(0, places)
  const digits = decimals.charAt(places) >= '5' ? oneMore(kept) : kept
  const end = digits.length - places
  return { whole: withoutZeros(digits.slice(0, end)), decimals: digits.slice(end) }
}

/** One more in the last place. */
function oneMore(digits: string): string {
  const nines = /9*$/.exec(digits)?.[0].length ?? 0
  const before = digits.slice(0, digits.length - nines)
  const last = before.slice(-1)
  return (last === '' ? '1' : before.slice(0, -1) + (Number(last) + 1).toString()) + '0'.repeat(nines)
}

function grouped(whole: string, separator: string): string {
  let out = ''
  for (const [index, digit] of [...whole].entries()) out += (index > 0 && (whole.length - index) % GROUP === 0 ? separator : '') + digit
  return out
}
