import { expect, it } from 'vitest'
import { reduceLive, UNKNOWN, type LiveEvent } from './live-state'
import { syncBody } from './testing/bodies'

const after = (...events: LiveEvent[]) => events.reduce(reduceLive, UNKNOWN)
const older = syncBody({ workos: false })
const newer = syncBody({ workos: true })

it('shows the newest, whichever way it came', () => {
  expect(after({ kind: 'told', body: older, asOfMs: 1 }, { kind: 'told', body: newer, asOfMs: 2 }).body).toBe(newer)
  expect(after({ kind: 'told', body: newer, asOfMs: 2 }, { kind: 'told', body: older, asOfMs: 1 }).body).toBe(newer)
})

it('keeps what it knew while the server is away, and says since when', () => {
  const state = after(
    { kind: 'told', body: newer, asOfMs: 1 },
    { kind: 'failed', code: 'unreachable', atMs: 10 },
    { kind: 'failed', code: 'unavailable', atMs: 20 },
  )
  expect(state).toEqual({ body: newer, asOfMs: 1, lost: { sinceMs: 10, code: 'unavailable' } })
})

it('is back with the first answer, even with one that tells nothing new', () => {
  expect(after({ kind: 'failed', code: 'unreachable', atMs: 10 }, { kind: 'told', body: newer, asOfMs: 11 }).lost).toBeNull()
  expect(after({ kind: 'told', body: newer, asOfMs: 5 }, { kind: 'failed', code: 'unreachable', atMs: 6 }, { kind: 'told', body: older, asOfMs: 4 })).toEqual({ body: newer, asOfMs: 5, lost: null })
})
