import { expect, it } from 'vitest'
import { ago, formatDate } from './dates'
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
