import { expect, it } from 'vitest'
import { isSameAuthor } from './authors'
import { GUEST, LUCA, ZOE } from './testing/bodies'

const NOBODY = { person: null, name: null, color: '#000000' }

it('knows members by their id, and guests by theirs', () => {
  expect(isSameAuthor(LUCA, { ...LUCA, name: 'Luca Meier-Frei' })).toBe(true)
  expect(isSameAuthor(LUCA, ZOE)).toBe(false)
  expect(isSameAuthor(GUEST, { ...GUEST, name: 'Frau Tanner-Brunner' })).toBe(true)
  expect(isSameAuthor(GUEST, { ...GUEST, guest: 'gst_other' })).toBe(false)
  expect(isSameAuthor(GUEST, LUCA)).toBe(false)
  expect(isSameAuthor(NOBODY, NOBODY)).toBe(false)
})
