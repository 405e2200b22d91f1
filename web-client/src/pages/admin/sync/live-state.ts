/** What the page knows of how the sync stands, and how fresh that is. Pure. */
import type { SyncBody } from '../../../protocol/generated'

export interface LiveState {
  /** Null until the first answer; what was known is kept when the server is away. */
  readonly body: SyncBody | null
  /** When that was asked for or told, by this machine's clock. */
  readonly asOfMs: number
  /** Since when the server does not answer, and with what. */
  readonly lost: { readonly sinceMs: number; readonly code: string } | null
}

export type LiveEvent =
  /** An answer, or a message of the stream. An answer is as old as its question. */
  | { readonly kind: 'told'; readonly body: SyncBody; readonly asOfMs: number }
  /** A question that was not answered. */
  | { readonly kind: 'failed'; readonly code: string; readonly atMs: number }

export const UNKNOWN: LiveState = { body: null, asOfMs: 0, lost: null }

export function reduceLive(state: LiveState, event: LiveEvent): LiveState {
  switch (event.kind) {
    case 'told':
      // An answer that was overtaken by the stream would turn the figures back.
      if (event.asOfMs < state.asOfMs) return state.lost === null ? state : { ...state, lost: null }
      return { body: event.body, asOfMs: event.asOfMs, lost: null }
    case 'failed':
      return { ...state, lost: { sinceMs: state.lost?.sinceMs ?? event.atMs, code: event.code } }
  }
}
