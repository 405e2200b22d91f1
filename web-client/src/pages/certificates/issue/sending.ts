/** Asking for certificates, and following them until they are issued. No timers of its own: whoever calls says how to wait. */
import { ApiError } from '../../../api'
import type { BatchBody } from '../../../protocol/generated'

/** Waits so long. Rejects when nobody is interested any more. */
export type Wait = (ms: number) => Promise<void>

/** After a lost answer it is sent again after these times. */
const AGAIN_AFTER_MS = [500, 1_000, 2_000, 4_000, 8_000] as const

/** Between two looks at a batch: soon at first, then less and less often, and not for ever. */
const LOOK_MS = { first: 250, times: 1.6, most: 5_000, all: 10 * 60_000 } as const

/** Whether it may have been done although no answer says so. The same key then finds out, and never does it twice. */
export function isUnsure(error: unknown): boolean {
  return error instanceof ApiError && error.code !== 'registry_unavailable' && (error.status === 0 || error.status >= 500 || error.code === 'unreadable')
}

/** A key, made anew for each thing that is asked for: 32 hex digits. */
export const freshKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')

/** Gives the same thing the same key, and another one another. */
export class Keys {
  #last: { readonly what: string; readonly key: string } | null = null

  constructor(private readonly make: () => string = freshKey) {}

  keyed<What extends object>(what: What): What & { readonly key: string } {
    const text = JSON.stringify(what)
    if (this.#last?.what !== text) this.#last = { what: text, key: this.make() }
    return { key: this.#last.key, ...what }
  }

  /** It is done: the same once more is another. */
  forget(): void {
    this.#last = null
  }
}

/** Sends it, and again after a lost answer, a few times. Throws what the last try ended with. */
export async function sent<T>(send: () => Promise<T>, wait: Wait, onAgain: () => void): Promise<T> {
  for (const pause of AGAIN_AFTER_MS) {
    try {
      return await send()
    } catch (error) {
      if (!isUnsure(error)) throw error
    }
    onAgain()
    await wait(pause)
  }
  return send()
}

/** Whether nothing more comes of it. */
export const hasEnded = ({ state }: Pick<BatchBody, 'state'>): boolean => state === 'done' || state === 'cancelled' || state === 'failed'

/** What whoever follows is told. */
export interface Told {
  readonly batch: BatchBody
  /** The last look got no answer. */
  readonly isLost: boolean
}

/** Follows a batch until it ends, or long enough. Gives back how it stood last. */
export async function followed(begun: BatchBody, look: (id: string) => Promise<BatchBody>, wait: Wait, tell: (told: Told) => void): Promise<BatchBody> {
  let batch = begun
  let pause: number = LOOK_MS.first
  let all = 0
  tell({ batch, isLost: false })
  while (!hasEnded(batch) && all < LOOK_MS.all) {
    await wait(pause)
    all += pause
    pause = Math.min(LOOK_MS.most, pause * LOOK_MS.times)
    try {
      batch = await look(batch.id)
      tell({ batch, isLost: false })
    } catch (error) {
      // It goes on there, whether this page is told or not.
      if (!isUnsure(error) && !(error instanceof ApiError && (error.status === 429 || error.code === 'registry_unavailable'))) throw error
      tell({ batch, isLost: true })
    }
  }
  return batch
}
