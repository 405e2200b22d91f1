/** The list of things: what was answered, and how those fare that are tried again. Rows keep their places until the list is read anew. Pure. */
import type { SyncThingBody } from '../../../protocol/generated'
import type { Totals } from './totals'

/** Which things are listed. */
export const STATES = ['failed', 'pending', 'success', 'all'] as const
export type ListedState = (typeof STATES)[number]

export interface ListState {
  readonly listed: ListedState
  /** Null until the first answer. */
  readonly things: readonly SyncThingBody[] | null
  /** What to ask for next; null at the end. */
  readonly after: string | null
  /** What is tried again, with the tries that it had. */
  readonly trying: ReadonlyMap<string, number>
  /** What was tried again, and is not among those that failed any more. */
  readonly left: ReadonlySet<string>
}

export type ListEvent =
  | { readonly kind: 'chose'; readonly listed: ListedState }
  | { readonly kind: 'read'; readonly listed: ListedState; readonly things: readonly SyncThingBody[]; readonly after: string | null; readonly isFirst: boolean }
  /** All that failed, or one. */
  | { readonly kind: 'retried'; readonly key: string | null }
  /** Read once more from the top: up to a row, or to the end. */
  | { readonly kind: 'looked'; readonly listed: ListedState; readonly things: readonly SyncThingBody[]; readonly isEnd: boolean }
  | { readonly kind: 'gave-up' }

export function emptyList(listed: ListedState): ListState {
  return { listed, things: null, after: null, trying: new Map(), left: new Set() }
}

/** Names a thing among those of all kinds. */
export const keyOf = ({ kind, id }: Pick<SyncThingBody, 'kind' | 'id'>): string => `${kind}/${id}`

export function reduceList(state: ListState, event: ListEvent): ListState {
  switch (event.kind) {
    case 'chose': return event.listed === state.listed ? state : emptyList(event.listed)
    case 'read': {
      if (event.listed !== state.listed) return state
      if (event.isFirst || state.things === null) return { ...emptyList(event.listed), things: event.things, after: event.after }
      // What was moved on meanwhile may come twice.
      const known = new Set(state.things.map(keyOf))
      return { ...state, things: [...state.things, ...event.things.filter(thing => !known.has(keyOf(thing)))], after: event.after }
    }
    case 'retried': {
      const again = (state.things ?? []).filter(thing => thing.state === 'failed' && (event.key === null || keyOf(thing) === event.key))
      return { ...state, trying: new Map([...state.trying, ...again.map(thing => [keyOf(thing), thing.attempts] as const)]) }
    }
    case 'looked': return event.listed === state.listed ? looked(state, event.things, event.isEnd) : state
    case 'gave-up': return { ...state, trying: new Map() }
  }
}

function looked(state: ListState, things: readonly SyncThingBody[], isEnd: boolean): ListState {
  const fresh = new Map(things.map(thing => [keyOf(thing), thing]))
  const last = things.at(-1)
  const trying = new Map(state.trying)
  const left = new Set(state.left)
  for (const [key, attempts] of state.trying) {
    const now = fresh.get(key)
    const shown = state.things?.find(thing => keyOf(thing) === key)
    if (now !== undefined) {
      if (now.state !== 'failed' || now.attempts !== attempts) trying.delete(key)
    } else if (shown !== undefined && (isEnd || (last !== undefined && isBefore(shown, last)))) {
      trying.delete(key)
      left.add(key)
    }
  }
  return { ...state, things: state.things?.map(thing => fresh.get(keyOf(thing)) ?? thing) ?? null, trying, left }
}

/** The order of the list. */
function isBefore(one: SyncThingBody, other: SyncThingBody): boolean {
  return one.kind === other.kind ? one.id < other.id : one.kind < other.kind
}

/** Whether something in a list may have changed since it was read: the figures of its state are others. */
export function isOutdated(listed: ListedState, read: Totals, now: Totals): boolean {
  const isOther = (one: keyof Totals) => read[one] !== now[one]
  return listed === 'all' ? isOther('failed') || isOther('pending') || isOther('success') : isOther(listed)
}
