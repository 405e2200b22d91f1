/** Trying all rows of a list in its template, some at a time. No timers of its own: whoever calls says how to wait. */
import { ApiError } from '../../../api'
import type { ListFitBody, ListOverflowBody } from '../../../protocol/generated'
import type { Wait } from '../issue/sending'

/** What does not answer is asked again after these times. */
const AGAIN_AFTER_MS = [500, 1_000, 2_000, 4_000] as const

/** Rows that are shown; of more their numbers are known. */
const SHOWN = 200

/** How far it is. */
export interface Tried {
  /** The row that is tried next; null: all were. */
  readonly next: number | null
  /** Those that need more room than there is, the first of them. */
  readonly shown: readonly ListOverflowBody[]
  /** The numbers of all of them. */
  readonly rows: readonly number[]
}

export const NOTHING_TRIED: Tried = { next: 1, shown: [], rows: [] }

/** Whether it may go better in a moment. */
const isBusy = (error: unknown): boolean => error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500)

/** Tries rows from where somebody is until the last, and tells after each answer. Throws what the last try ended with. */
export async function triedAll(from: Tried, ask: (row: number) => Promise<ListFitBody>, wait: Wait, tell: (tried: Tried) => void): Promise<void> {
  let tried = from
  while (tried.next !== null) {
    const row = tried.next
    const { next, overflowing } = await patiently(() => ask(row), wait)
    tried = {
      // An answer that does not lead on would be asked for ever.
      next: next !== null && next > row ? next : null,
      shown: [...tried.shown, ...overflowing].slice(0, SHOWN), rows: [...tried.rows, ...overflowing.map(one => one.row)],
    }
    tell(tried)
  }
}

async function patiently<T>(ask: () => Promise<T>, wait: Wait): Promise<T> {
  for (const pause of AGAIN_AFTER_MS) {
    try { return await ask() } catch (error) { if (!isBusy(error)) throw error }
    await wait(pause)
  }
  return ask()
}
