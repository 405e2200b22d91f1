import { expect, it } from 'vitest'
import { announce, NOTHING_TOLD } from './announcements'
import type { LiveState } from './live-state'
import { runBody, syncBody } from './testing/bodies'

const state = (failed: number, pending = 0, changes: Partial<LiveState> = {}): LiveState => ({
  body: syncBody({ kinds: [{ kind: 'user', pending, failed, success: 10 }] }), asOfMs: 0, lost: null, ...changes,
})

function kinds(...states: LiveState[]): string[] {
  let told = NOTHING_TOLD
  return states.flatMap(one => {
    const next = announce(told, one)
    told = next.told
    return next.say.map(it => it.kind)
  })
}

it('says nothing about what stands there when the page opens', () => {
  expect(kinds(state(7, 3))).toEqual([])
})

it('says that things begin to fail, and then only when there are many more', () => {
  expect(kinds(state(0), state(1), state(1), state(2), state(3), state(4))).toEqual(['failing', 'failing', 'failing'])
})

it('says that all is well again once nothing waits', () => {
  expect(kinds(state(5), state(0, 5), state(0, 2), state(0), state(0))).toEqual(['well'])
})

it('says once that the server is away, and once that it is back', () => {
  const lost = { lost: { sinceMs: 0, code: 'unreachable' } }
  expect(kinds(state(0), state(0, 0, lost), state(0, 0, lost), state(0))).toEqual(['lost', 'back'])
  expect(kinds({ body: null, asOfMs: 0, ...lost }, state(0))).toEqual(['lost', 'back'])
})

it('says that a run has ended, but only one that was seen running', () => {
  const running = runBody({ id: 'run_2' })
  const ended = runBody({ id: 'run_2', state: 'done' })
  const before = runBody({ id: 'run_1', state: 'failed' })
  const withRuns = (...runs: ReturnType<typeof runBody>[]): LiveState => ({ body: syncBody({ runs }), asOfMs: 0, lost: null })
  expect(kinds(withRuns(before), withRuns(running, before), withRuns(ended, before), withRuns(ended, before))).toEqual(['run-ended'])
})
