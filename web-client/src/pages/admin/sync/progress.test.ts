import { expect, it } from 'vitest'
import { leftMs, partOf, rateOf, see, type Seen } from './progress'
import { runBody } from './testing/bodies'

function watched(...steps: [atMs: number, done: number][]): readonly Seen[] | undefined {
  let seen: ReadonlyMap<string, readonly Seen[]> = new Map()
  for (const [atMs, done] of steps) seen = see(seen, [runBody({ done })], atMs)
  return seen.get('run_1')
}

it('takes the rate of the last half minute', () => {
  expect(rateOf(watched([0, 0], [10_000, 1_000]))).toBe(100)
  expect(rateOf(watched([0, 0], [20_000, 10_000], [30_000, 10_100], [50_000, 10_300]))).toBe(10)
})

it('gives no rate before enough was seen, and none of what happened before a run was begun anew', () => {
  expect(rateOf(undefined)).toBeNull()
  expect(rateOf(watched([0, 0]))).toBeNull()
  expect(rateOf(watched([0, 0], [1_000, 500]))).toBeNull()
  expect(rateOf(watched([0, 500], [10_000, 100]))).toBeNull()
  expect(rateOf(watched([0, 500], [10_000, 100], [20_000, 300]))).toBe(20)
})

it('forgets runs that have ended', () => {
  const seen = see(new Map(), [runBody()], 0)
  expect(see(seen, [runBody({ state: 'done' })], 1).size).toBe(0)
})

it('tells how far a run is as well as it can be known', () => {
  expect(partOf({ done: 5, total: null })).toBeNull()
  expect(partOf({ done: 0, total: 0 })).toBeNull()
  expect(partOf({ done: 5, total: 10 })).toBe(0.5)
  expect(partOf({ done: 10, total: 10 })).toBe(1)
  expect(partOf({ done: 12, total: 10 })).toBeNull()
  expect(leftMs({ done: 50, total: 100 }, 10)).toBe(5_000)
  for (const [run, rate] of [[{ done: 50, total: null }, 10], [{ done: 50, total: 100 }, null], [{ done: 50, total: 100 }, 0], [{ done: 120, total: 100 }, 10]] as const) {
    expect(leftMs(run, rate)).toBeNull()
  }
})
