/** Sums and ages of what the server tells. Pure. */
import type { SyncBody } from '../../../protocol/generated'

export interface Totals { readonly pending: number; readonly failed: number; readonly success: number }

export function totalsOf(body: SyncBody): Totals {
  return body.kinds.reduce<Totals>(
    (sum, kind) => ({ pending: sum.pending + kind.pending, failed: sum.failed + kind.failed, success: sum.success + kind.success }),
    { pending: 0, failed: 0, success: 0 },
  )
}

const ORDER = ['user', 'organization', 'organization_domain', 'organisation_settings']

/** Kinds in the order of their weight, people first; what is newer than this page comes last. */
export function inOrder(kinds: SyncBody['kinds']): SyncBody['kinds'] {
  const rank = (kind: string) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length)
  return [...kinds].sort((one, other) => rank(one.kind) - rank(other.kind))
}

/** What is to be said first. */
export type Verdict = 'failed' | 'waiting' | 'reading' | 'well' | 'nothing'

/** While everything is read anew, nobody can say that all is there. */
export function verdictOf({ pending, failed, success }: Totals, isReading: boolean): Verdict {
  if (failed > 0) return 'failed'
  if (pending > 0) return 'waiting'
  if (isReading) return 'reading'
  return success > 0 ? 'well' : 'nothing'
}

/** Whether everything is read anew just now. */
export function isReading(body: SyncBody): boolean {
  return body.runs.some(run => run.kind === 'backfill' && run.state === 'running')
}

/** A time of the server, or null. */
export function timeOf(at: string | null): Date | null {
  if (at === null) return null
  const time = new Date(at)
  return Number.isNaN(time.getTime()) ? null : time
}
