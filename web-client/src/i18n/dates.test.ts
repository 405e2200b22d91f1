import { expect, it } from 'vitest'
import { ago, durationOf, formatDate, isSameDay } from './dates'
import { LANGUAGES } from './language'

it('writes dates in the five languages', () => {
  const at = new Date('2026-11-22T10:00:00Z')
  expect(Object.fromEntries(LANGUAGES.map(language => [language, formatDate(at, language, 'Europe/Zurich')]))).toEqual({
    de: '22. November 2026', fr: '22 novembre 2026', it: '22 novembre 2026', rm: '22 da november 2026', en: '22 November 2026',
  })
})

it('says how long ago in the largest unit that fits, and leaves weeks to the date', () => {
  const now = new Date('2026-11-22T10:00:00Z')
  const before = (minutes: number) => ago(new Date(now.getTime() - minutes * 60_000), now)
  expect(before(0.5)).toEqual({ id: 'ago-now', count: 0 })
  expect(before(59)).toEqual({ id: 'ago-minutes', count: 59 })
  expect(before(60)).toEqual({ id: 'ago-hours', count: 1 })
  expect(before(24 * 60)).toEqual({ id: 'ago-days', count: 1 })
  expect(before(7 * 24 * 60)).toBeNull()
})

it('says how long something takes in a unit that keeps what matters of it', () => {
  const minute = 60_000
  const hour = 60 * minute
  expect(durationOf(0)).toEqual({ id: 'duration-seconds', count: 1 })
  expect(durationOf(-5 * minute)).toEqual({ id: 'duration-seconds', count: 1 })
  expect(durationOf(89_000)).toEqual({ id: 'duration-seconds', count: 89 })
  expect(durationOf(90_000)).toEqual({ id: 'duration-minutes', count: 2 })
  expect(durationOf(119 * minute)).toEqual({ id: 'duration-minutes', count: 119 })
  expect(durationOf(2 * hour)).toEqual({ id: 'duration-hours', count: 2 })
  expect(durationOf(47 * hour)).toEqual({ id: 'duration-hours', count: 47 })
  expect(durationOf(48 * hour)).toEqual({ id: 'duration-days', count: 2 })
  expect(durationOf(90 * 24 * hour)).toEqual({ id: 'duration-days', count: 90 })
})

it('knows what is of the same day', () => {
  expect(isSameDay(new Date(2026, 10, 22, 0, 1), new Date(2026, 10, 22, 23, 59))).toBe(true)
  expect(isSameDay(new Date(2026, 10, 22, 23, 59), new Date(2026, 10, 23, 0, 1))).toBe(false)
})
