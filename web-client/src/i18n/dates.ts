import { FORMAT_LOCALES, type Language } from './language'

/** Chromium has no dates in Romansh. */
const RM_MONTHS = ['schaner', 'favrer', 'mars', 'avrigl', 'matg', 'zercladur', 'fanadur', 'avust', 'settember', 'october', 'november', 'december'] as const

/** `22. November 2026`, in the time zone of whoever reads it. */
export function formatDate(at: Date, language: Language, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone }
  if (language === 'rm') {
    const parts = new Intl.DateTimeFormat('en-CH', { day: 'numeric', month: 'numeric', year: 'numeric', ...zone }).formatToParts(at)
    const part = (type: 'day' | 'month' | 'year') => Number(parts.find(one => one.type === type)?.value)
    return `${part('day')} da ${RM_MONTHS[part('month') - 1] ?? ''} ${part('year')}`
  }
  return new Intl.DateTimeFormat(FORMAT_LOCALES[language], { day: 'numeric', month: 'long', year: 'numeric', ...zone }).format(at)
}

/** `14:02`: every one of the five languages counts 24 hours in Switzerland. */
export function formatTime(at: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat('de-CH', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(timeZone !== undefined && { timeZone }) }).format(at)
}

/** Whether two moments are of the same day, where the reader is. */
export function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString()
}

/** A length of time, as a message id with its number: in a unit that keeps at least two digits of it where there are so many. */
export function durationOf(lengthMs: number): { id: 'duration-seconds' | 'duration-minutes' | 'duration-hours' | 'duration-days'; count: number } {
  const seconds = Math.max(1, Math.round(lengthMs / 1_000))
  if (seconds < 90) return { id: 'duration-seconds', count: seconds }
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return { id: 'duration-minutes', count: minutes }
  const hours = Math.round(minutes / 60)
  if (hours < 48) return { id: 'duration-hours', count: hours }
  return { id: 'duration-days', count: Math.round(hours / 24) }
}

/** How long ago, as a message id with its number; null when a date says it better. */
export function ago(at: Date, now: Date): { id: 'ago-now' | 'ago-minutes' | 'ago-hours' | 'ago-days'; count: number } | null {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000)
  if (minutes < 1) return { id: 'ago-now', count: 0 }
  if (minutes < 60) return { id: 'ago-minutes', count: minutes }
  if (minutes < 24 * 60) return { id: 'ago-hours', count: Math.floor(minutes / 60) }
  if (minutes < 7 * 24 * 60) return { id: 'ago-days', count: Math.floor(minutes / (24 * 60)) }
  return null
}
