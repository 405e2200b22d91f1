import { expect, it } from 'vitest'
import { contrast } from './contrast'

it('is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#FFFFFF', '#ffffff')).toBe(1)
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
  expect(contrast('#9e2b25', '#ffffff')).toBeCloseTo(contrast('#ffffff', '#9e2b25') ?? 0)
})

it('is none of what is no colour', () => {
  expect(contrast('red', '#ffffff')).toBeNull()
  expect(contrast('#fff', '#ffffff')).toBeNull()
})
