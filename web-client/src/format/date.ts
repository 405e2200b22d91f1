/** Dates (F1, F2). */
import { NAMES, type Locale } from './names'

interface Day { readonly year: number; readonly month: number; readonly day: number }

/** A date as a language writes it; `undefined` when the value is no date. */
export function writtenDate(value: string, format: string, locale: Locale): string | undefined {
  const date = read(value)
  if (!date) return undefined
  const { year, month } = date
  switch (format) {
    case 'iso': return value
    case 'year': return year.toString()
    case 'month': return `${NAMES[locale].months[month - 1] ?? ''} ${year.toString()}`
    case 'full': return `${weekday(date, locale)}, ${locale === 'rm' ? 'ils ' : ''}${long(date, locale)}`
    case 'medium': return medium(date, locale)
    case 'short': return short(date, locale)
    default: return long(date, locale)
  }
}

/** A day that exists. */
function read(value: string): Day | undefined {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined || value.length !== 10) return undefined
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month) ? { year, month, day } : undefined
}

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

const daysOf = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

function weekday({ year, month, day }: Day, locale: Locale): string {
  const before = (year - 1) * 365 + Math.floor((year - 1) / 4) - Math.floor((year - 1) / 100) + Math.floor((year - 1) / 400)
  let days = before + day - 1
  for (let passed = 1; passed < month; passed++) days += daysOf(year, passed)
  // The first day of the year 1 was a Monday.
  return NAMES[locale].weekdays[days % 7] ?? ''
}

/** The day where the month is a word. */
function dayBeforeWord(day: number, locale: Locale): string {
  if (day === 1 && locale === 'fr') return '1er'
  if (day === 1 && locale === 'it') return '1º'
  return locale === 'de' ? `${day.toString()}.` : day.toString()
}

function long({ year, month, day }: Day, locale: Locale): string {
  const { months, of = months } = NAMES[locale]
  return `${dayBeforeWord(day, locale)} ${of[month - 1] ?? ''} ${year.toString()}`
}

const two = (value: number): string => (value % 100).toString().padStart(2, '0')

function medium({ year, month, day }: Day, locale: Locale): string {
  const names = NAMES[locale].short
  if (names) return `${dayBeforeWord(day, locale)} ${names[month - 1] ?? ''} ${year.toString()}`
  return [two(day), two(month), year.toString()].join(locale === 'rm' ? '-' : '.')
}

const short = ({ year, month, day }: Day, locale: Locale): string =>
  [two(day), two(month), locale === 'en' ? year.toString() : two(year)].join(locale === 'rm' ? '-' : '.')
