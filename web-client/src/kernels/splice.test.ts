import { describe, expect, it } from 'vitest'
import { applySplice, carry, rebase, spliceBetween } from './splice'

const merged = (base: string, own: string, other: string): string =>
  applySplice(other, rebase(spliceBetween(base, own), spliceBetween(base, other)))

describe('splices', () => {
  it('find the smallest change', () => {
    expect(spliceBetween('Diplom', 'Diploma')).toEqual({ start: 6, removed: 0, inserted: 'a' })
    expect(spliceBetween('abcd', 'ad')).toEqual({ start: 1, removed: 2, inserted: '' })
    expect(spliceBetween('same', 'same')).toEqual({ start: 4, removed: 0, inserted: '' })
  })
  it('put a repeated letter where the caret says', () => {
    expect(spliceBetween('aa', 'aaa', 1)).toEqual({ start: 0, removed: 0, inserted: 'a' })
    expect(spliceBetween('aa', 'aaa')).toEqual({ start: 2, removed: 0, inserted: 'a' })
  })
  it.each([
    ['before', 'Kurs', 'Kurse', 'Der Kurs', 'Der Kurse'],
    ['after', 'Kurs', 'Ein Kurs', 'Kurs A', 'Ein Kurs A'],
    ['at the same place', 'ab', 'axb', 'ayb', 'axyb'],
    ['inside what was removed', 'abcdef', 'af', 'abcXdef', 'aXdef'],
    ['over what was removed', 'abcdef', 'abcXdef', 'af', 'aXf'],
  ])('keep what both typed: %s', (_, base, own, other, expected) => {
    expect(merged(base, own, other)).toBe(expected)
  })
  it('carry a caret along', () => {
    expect(carry(5, { start: 0, removed: 0, inserted: 'xy' })).toBe(7)
    expect(carry(1, { start: 3, removed: 1, inserted: 'x' })).toBe(1)
    expect(carry(3, { start: 2, removed: 4, inserted: 'x' })).toBe(3)
  })
})
