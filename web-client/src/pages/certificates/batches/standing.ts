/** How batches stand: which of them somebody wants to see, and how soon to look again. Pure. */
import type { BatchAct } from '../../../api'
import type { BatchBody, BatchState } from '../../../protocol/generated'

/** Batches that have ended are shown for so long, and no more of them than that. */
const SHOWN_FOR_MS = 7 * 24 * 60 * 60_000
const ENDED_SHOWN = 5

/** Between two looks: soon while it moves, then less and less often. */
const LOOK_MS = { first: 500, times: 1.6, moving: 2_000, most: 10_000 } as const

type Stands = Pick<BatchBody, 'state'>

/** Whether the server is at it: only then it moves by itself. */
export const isGoing = ({ state }: Stands): boolean => state === 'open'

/** Whether somebody can still do something about it. */
export const isUnfinished = ({ state }: Stands): boolean => state === 'open' || state === 'paused' || state === 'failed'

/** What can be done with it. */
export function turnsIn(state: BatchState): readonly BatchAct[] {
  switch (state) {
    case 'open': return ['pause', 'cancel']
    case 'paused': case 'failed': return ['resume', 'cancel']
    case 'done': case 'cancelled': return []
  }
}

/** From 0 to 1. */
export const partOf = ({ issued, all }: Pick<BatchBody, 'issued' | 'all'>): number => (all === 0 ? 0 : Math.min(1, issued / all))

/** The message that says in a word how it stands. */
export const standsId = ({ state, waits }: Pick<BatchBody, 'state' | 'waits'>): string => (state === 'open' && waits ? 'batch-waits' : `batch-${state}`)

/** Those that go on, wait or need somebody; and those of many certificates that ended in the last days. The newest first, as they came. */
export function sortedBatches(batches: readonly BatchBody[], nowMs: number): { readonly unfinished: readonly BatchBody[]; readonly ended: readonly BatchBody[] } {
  // One alone stands in the list of certificates.
  const isShown = (batch: BatchBody) => batch.all > 1 && !isUnfinished(batch) && nowMs - Date.parse(batch.ended_at ?? batch.asked_at) < SHOWN_FOR_MS
  return { unfinished: batches.filter(isUnfinished), ended: batches.filter(isShown).slice(0, ENDED_SHOWN) }
}

/** Whether something has happened since. */
export const hasMoved = (before: readonly BatchBody[], now: readonly BatchBody[]): boolean =>
  before.length !== now.length || now.some((batch, index) => { const was = before[index]; return was?.id !== batch.id || was.issued !== batch.issued || was.state !== batch.state })

/** How many are issued in all: whoever shows certificates reads them again once that is more. */
export const issuedOf = (batches: readonly BatchBody[]): number => batches.reduce((sum, { issued }) => sum + issued, 0)

/** How long to wait before the next look. `before`: the last wait; null: there was none. */
export function waitMs(before: number | null, moved: boolean): number {
  if (before === null) return LOOK_MS.first
  const longer = before * LOOK_MS.times
  return Math.min(longer, moved ? LOOK_MS.moving : LOOK_MS.most)
}

/** How the file is called that says what became of it. */
export const reportName = ({ title, asked_at: asked }: Pick<BatchBody, 'title' | 'asked_at'>): string => `${title} ${asked.slice(0, 10)}.csv`
