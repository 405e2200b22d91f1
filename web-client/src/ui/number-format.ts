/** Making one takes far longer than writing with it; there are a few for each language. */
const formats = new Map<string, Intl.NumberFormat>()

function formatOf(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${digits.toString()}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.NumberFormat(locale, { maximumFractionDigits: digits, useGrouping: 'min2' })
  formats.set(key, made)
  return made
}

/** The number as the language writes it, without trailing zeros. `-0` is `0`. */
export function formatNumber(value: number, locale: string, digits: number): string {
  const scale = 10 ** digits
  const rounded = Math.round(value * scale) / scale
  return formatOf(locale, digits).format(rounded === 0 ? 0 : rounded)
}

/** What was typed, or null when it is no number. The last point or comma is the decimal mark, the unit may follow. */
export function parseNumber(typed: string, unit?: string): number | null {
  let text = typed.trim().replace(/[\u2212\u2013]/g, '-')
  if (unit !== undefined && text.toLowerCase().endsWith(unit.toLowerCase())) text = text.slice(0, -unit.length)
  text = text.replace(/['\u2019\s\u00a0\u202f]/g, '')
  const mark = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  if (mark >= 0) text = `${text.slice(0, mark).replace(/[.,]/g, '')}.${text.slice(mark + 1)}`
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return null
  return Number(text)
}
