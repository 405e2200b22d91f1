import { describe, expect, it } from 'vitest'
import { writeValue } from '.'
import { NAMES } from './names'

const TAGS = { de: 'de-CH', fr: 'fr-CH', it: 'it-CH', rm: 'rm', en: 'en-CH' } as const
const LANGUAGES = ['de', 'fr', 'it', 'rm', 'en'] as const

describe('dates', () => {
  it('are those of CLDR, but for the first of a month in French and Italian (F2)', () => {
    for (const language of LANGUAGES) {
      // A machine's Node may come without this language.
      if (Intl.DateTimeFormat.supportedLocalesOf(TAGS[language]).length === 0) continue
      for (const style of ['full', 'long', 'medium', 'short'] as const) {
        const cldr = new Intl.DateTimeFormat(TAGS[language], { dateStyle: style, timeZone: 'UTC' })
        for (let month = 0; month < 12; month++) {
          for (const day of [2, 9, 28]) {
            const date = new Date(Date.UTC(2026, month, day))
            expect(writeValue(date.toISOString().slice(0, 10), 'date', style, language)).toBe(cldr.format(date))
          }
        }
      }
      const cldr = new Intl.DateTimeFormat(TAGS[language], { year: 'numeric', month: 'long', timeZone: 'UTC' })
      for (let month = 0; month < 12; month++) {
        const date = new Date(Date.UTC(2026, month, 9))
        expect(writeValue(date.toISOString().slice(0, 10), 'date', 'month', language)).toBe(cldr.format(date))
      }
    }
  })
  it('have the weekday of the calendar in every century', () => {
    for (let year = 1; year <= 9999; year += 37) {
      const date = new Date(0)
      date.setUTCFullYear(year, year % 12, 1 + (year % 28))
      const name = NAMES.en.weekdays[(date.getUTCDay() + 6) % 7] ?? ''
      expect(writeValue(date.toISOString().slice(0, 10), 'date', 'full', 'en').startsWith(name)).toBe(true)
    }
  })
  it('begin a month in their own way', () => {
    expect(writeValue('2026-05-01', 'date', undefined, 'fr')).toBe('1er mai 2026')
    expect(writeValue('2026-05-01', 'date', 'medium', 'fr')).toBe('1er mai 2026')
    expect(writeValue('2026-05-01', 'date', 'full', 'it')).toBe('venerdì, 1º maggio 2026')
    expect(writeValue('2026-05-01', 'date', 'full', 'rm')).toBe('venderdi, ils 1 da matg 2026')
    expect(writeValue('2026-05-01', 'date', 'odd', 'de-CH')).toBe('1. Mai 2026')
  })
  it('that do not exist are shown as they stand (F1)', () => {
    for (const value of ['2026-02-29', '1900-02-29', '0000-01-01', '2026-13-01', '2026-1-1', '2026-01-01T00:00', ' 2026-01-01', '2026-01-01\n', '२०२६-०१-०१', '']) {
      expect(writeValue(value, 'date', 'full', 'de')).toBe(value)
    }
  })
})

describe('numbers', () => {
  it.each([
    ['1234567.50', undefined, 'de', '1’234’567.50'], ['1234', 'plain', 'fr', '1\u202f234'], ['-1234.5', 'plain', 'fr', '-1\u202f234,5'],
    ['1234', 'ungrouped', 'en', '1234'], ['85', 'percent', 'rm', '85%'], ['0.5', '0', 'en', '1'], ['-0.4', '0', 'en', '0'], ['999.995', '0.00', 'it', '1’000.00'],
    ['9.99', '0.0', 'en', '10.0'], ['007', 'plain', 'en', '7'], ['5', '0.00', 'fr', '5,00'], ['0.05', '0.0', 'en', '0.1'],
    ['123456789012345678901234567890', 'plain', 'en', '123’456’789’012’345’678’901’234’567’890'],
  ])('%s as %s in %s', (value, format, language, written) => {
    expect(writeValue(value, 'number', format, language)).toBe(written)
  })
  it('that are none are shown as they stand (F1)', () => {
    for (const value of ['', '-', '.5', '5.', '1e5', '1’000', '+5', '--5', '5\n', ' 5', '1'.repeat(31), '１']) {
      expect(writeValue(value, 'number', '0.00', 'de')).toBe(value)
    }
  })
})

describe('texts', () => {
  it('have capitals without rules of a language (F4)', () => {
    expect(writeValue('Straße fjällräven ŉ', 'text', 'upper', 'de')).toBe('STRAßE FJÄLLRÄVEN ʼN')
    expect(writeValue('2026-03-01', 'text', 'full', 'de')).toBe('2026-03-01')
    expect(writeValue('ast_1', 'image', 'upper', 'de')).toBe('ast_1')
  })
})
