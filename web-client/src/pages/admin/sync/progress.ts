/** How fast a run goes, by what was seen of it. Pure. */
import type { RunBody } from '../../../protocol/generated'

/** How far a run was at a moment. */
export interface Seen { readonly atMs: number; readonly done: number }

/** A rate is taken over so long: shorter, and it jumps; longer, and it tells of long ago. */
const WINDOW_MS = 30_000
/** Less says nothing yet. */
const LEAST_MS = 3_000

/** What was seen of each run that goes on, and now this. */
export function see(seen: ReadonlyMap<string, readonly Seen[]>, runs: readonly RunBody[], atMs: number): ReadonlyMap<string, readonly Seen[]> {
  const next = new Map<string, readonly Seen[]>()
  for (const run of runs) {
    if (run.state !== 'running') continue
    const before = seen.get(run.id) ?? []
    const last = before.at(-1)
    // Begun anew on another node, from where it was noted last: what was seen before tells nothing any more.
    const kept = last !== undefined && last.done > run.done ? [] : before.filter(one => one.atMs >= atMs - WINDOW_MS)
    next.set(run.id, [...kept, { atMs, done: run.done }])
  }
  return next
}

/** Things a second; null while too little was seen. */
export function rateOf(seen: readonly Seen[] | undefined): number | null {
  const first = seen?.[0]
  const last = seen?.at(-1)
  if (first === undefined || last === undefined || last.atMs - first.atMs < LEAST_MS) return null
  return ((last.done - first.done) / (last.atMs - first.atMs)) * 1_000
}

/** From 0 to 1; null where nobody knows how much there is. The total is a guess: once there is more than that, it says nothing any more. */
export function partOf({ done, total }: Pick<RunBody, 'done' | 'total'>): number | null {
  if (total === null || total <= 0 || done > total) return null
  return done / total
}

/** How much longer it goes on; null where that cannot be known. */
export function leftMs({ done, total }: Pick<RunBody, 'done' | 'total'>, rate: number | null): number | null {
  if (total === null || rate === null || rate <= 0 || done >= total) return null
  return ((total - done) / rate) * 1_000
}
