import { describe, expect, it } from 'vitest'
import { formatNumber, parseNumber } from './number-format'

describe('a number that was typed', () => {
  it.each([
    ['12.5', 12.5], ['12,5', 12.5], ["1'234.50", 1234.5], ['1’234.50', 1234.5], ['1 234,5', 1234.5], ['1.234,5', 1234.5],
    ['12 mm', 12], ['12,5MM', 12.5], ['−3', -3], ['.5', 0.5], ['5.', 5], ['0', 0],
  ])('%s is %d', (typed, value) => { expect(parseNumber(typed, 'mm')).toBe(value) })

  it.each(['', 'mm', 'abc', '1-2', '--3', '1e5'])('%j is none', typed => { expect(parseNumber(typed, 'mm')).toBeNull() })
})

it('is shown in the form of the language', () => {
  // Older ICU data has the straight apostrophe.
  expect(formatNumber(12345.5, 'de-CH', 2)).toMatch(/^12['’]345\.5$/)
  expect(formatNumber(-0.0001, 'de-CH', 2)).toBe('0')
  expect(formatNumber(12.5, 'fr-CH', 2)).toBe('12,5')
})
