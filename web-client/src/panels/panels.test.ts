import { describe, expect, it } from 'vitest'
import { keyFor } from './field-key'
import { common } from './mixed'

describe('field keys', () => {
  it.each([
    ['Name der Lernenden', 'name_der_lernenden'],
    ['Prüfungsdatum', 'pruefungsdatum'],
    ['Durée (heures)', 'duree_heures'],
    ['2. Note', 'note'],
    ['日付', 'field'],
  ])('of %s are %s', (label, key) => expect(keyFor(label, new Set())).toBe(key))
  it('count up when taken', () => {
    expect(keyFor('Name', new Set(['name', 'name_2']))).toBe('name_3')
    expect(keyFor('x'.repeat(80), new Set(['x'.repeat(60)]))).toHaveLength(60)
  })
})

it('says what several have in common', () => {
  expect(common([{ a: 1 }, { a: 1 }], (it) => it.a)).toBe(1)
  expect(common([{ a: 1 }, { a: 2 }], (it) => it.a)).toBeNull()
})
