import { expect, it } from 'vitest'
import { syncBody } from './testing/bodies'
import { inOrder, timeOf, totalsOf, verdictOf } from './totals'

const kinds = [
  { kind: 'directory', pending: 0, failed: 0, success: 4 },
  { kind: 'organization', pending: 2, failed: 0, success: 1 },
  { kind: 'user', pending: 3, failed: 1, success: 90 },
]

it('adds up what stands how', () => {
  expect(totalsOf(syncBody({ kinds }))).toEqual({ pending: 5, failed: 1, success: 95 })
  expect(totalsOf(syncBody())).toEqual({ pending: 0, failed: 0, success: 0 })
})

it('says the worst first', () => {
  expect(verdictOf({ pending: 5, failed: 1, success: 9 }, true)).toBe('failed')
  expect(verdictOf({ pending: 5, failed: 0, success: 9 }, true)).toBe('waiting')
  expect(verdictOf({ pending: 0, failed: 0, success: 9 }, false)).toBe('well')
  expect(verdictOf({ pending: 0, failed: 0, success: 9 }, true)).toBe('reading')
  expect(verdictOf({ pending: 0, failed: 0, success: 0 }, false)).toBe('nothing')
})

it('has people first, and what it does not know last', () => {
  expect(inOrder(kinds).map(({ kind }) => kind)).toEqual(['user', 'organization', 'directory'])
})

it('reads times of the server, and nothing else', () => {
  expect(timeOf('2026-11-22T10:00:00Z')?.getTime()).toBe(Date.UTC(2026, 10, 22, 10))
  expect(timeOf('soon')).toBeNull()
  expect(timeOf(null)).toBeNull()
})
