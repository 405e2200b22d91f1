/** What of the news a screen reader is told. Figures move every second; only what somebody would want to be interrupted for is said. Pure. */
import type { RunBody } from '../../../protocol/generated'
import type { LiveState } from './live-state'
import { isReading, totalsOf, verdictOf } from './totals'

export type Announcement =
  | { readonly kind: 'lost' }
  | { readonly kind: 'back' }
  | { readonly kind: 'failing'; readonly count: number }
  | { readonly kind: 'well' }
  | { readonly kind: 'run-ended'; readonly run: RunBody }

/** More failures are told when there are so many times as many as when they were last told. */
const WORTH_TELLING = 2

/** What was told before. */
export interface Told { readonly wasLost: boolean; readonly failed: number | null; readonly running: readonly string[] }

export const NOTHING_TOLD: Told = { wasLost: false, failed: null, running: [] }

/** What is to be said now, and what is to be remembered of it. */
export function announce(told: Told, state: LiveState): { readonly say: readonly Announcement[]; readonly told: Told } {
  const say: Announcement[] = []
  const isLost = state.lost !== null
  if (isLost && !told.wasLost) say.push({ kind: 'lost' })
  if (!isLost && told.wasLost) say.push({ kind: 'back' })
  if (state.body === null) return { say, told: { ...told, wasLost: isLost } }

  const totals = totalsOf(state.body)
  let failed = told.failed
  if (failed === null) failed = totals.failed
  else if (totals.failed > 0 && (failed === 0 || totals.failed >= failed * WORTH_TELLING)) {
    say.push({ kind: 'failing', count: totals.failed })
    failed = totals.failed
  } else if (totals.failed === 0 && failed > 0) {
    // With some on their way it is not known yet how they fare.
    if (verdictOf(totals, isReading(state.body)) === 'well') {
      say.push({ kind: 'well' })
      failed = 0
    }
  }
  const running = state.body.runs.filter(run => run.state === 'running').map(run => run.id)
  for (const run of state.body.runs) if (run.state !== 'running' && told.running.includes(run.id)) say.push({ kind: 'run-ended', run })
  return { say, told: { wasLost: isLost, failed, running } }
}
