import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { api } from '../../../api'
import type { SyncThingBody } from '../../../protocol/generated'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { emptyList, reduceList, type ListedState, type ListState } from './things-state'

/** How those are looked after that are tried again: soon, then less and less often, then not any more. */
const LOOK_AFTER_MS = [1_500, 3_000, 6_000, 12_000, 24_000] as const
/** Pages that such a look reads. */
const LOOK_PAGES = 4

export interface ThingList extends ListState {
  readonly failure: string | null
  readonly busy: boolean
  /** How often it was read from the top. */
  readonly readings: number
  readonly choose: (listed: ListedState) => void
  readonly more: () => void
  /** From the top. */
  readonly reload: () => void
  /** Notes what is tried again: one by its key, or all that failed. */
  readonly retried: (key: string | null) => void
}

/** Things in a state, a page at a time. Read when it is asked for, never by itself: a list that moves under a hand is of no use. */
export function useThingList(): ThingList {
  const { ended } = useSession()
  const [state, dispatch] = useReducer(reduceList, 'failed', emptyList)
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [readings, setReadings] = useState(0)
  const latest = useRef(0)
  const { listed, after } = state

  const read = useCallback(async (from: string | null) => {
    const turn = ++latest.current
    setBusy(true)
    try {
      const body = await api.syncThings({ state: listed, ...(from !== null && { after: from }) })
      if (turn !== latest.current) return
      dispatch({ kind: 'read', listed, things: body.things, after: body.after, isFirst: from === null })
      if (from === null) setReadings(now => now + 1)
      setFailure(null)
    } catch (error) {
      if (turn === latest.current && !ended(error)) setFailure(codeOf(error))
    } finally {
      if (turn === latest.current) setBusy(false)
    }
  }, [listed, ended])
  useEffect(() => { void read(null) }, [read])

  useLooks(state, listed, dispatch)
  return {
    ...state, failure, busy, readings,
    choose: useCallback(next => { setFailure(null); dispatch({ kind: 'chose', listed: next }) }, []),
    more: useCallback(() => { if (after !== null) void read(after) }, [read, after]),
    reload: useCallback(() => { void read(null) }, [read]),
    retried: useCallback(key => dispatch({ kind: 'retried', key }), []),
  }
}

/** Looks how those fare that are tried again, until that is known. */
function useLooks(state: ListState, listed: ListedState, dispatch: (event: Parameters<typeof reduceList>[1]) => void): void {
  const isTrying = state.trying.size > 0
  const shown = useRef(0)
  shown.current = state.things?.length ?? 0
  useEffect(() => {
    if (!isTrying) return
    let stale = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const next = (turn: number) => {
      const waitMs = LOOK_AFTER_MS[turn]
      if (waitMs === undefined) { dispatch({ kind: 'gave-up' }); return }
      timer = setTimeout(() => {
        // A look that fails is made up for by the next one.
        look(listed, shown.current).then(seen => { if (!stale) dispatch({ kind: 'looked', listed, ...seen }) }, () => undefined).finally(() => { if (!stale) next(turn + 1) })
      }, waitMs)
    }
    next(0)
    return () => { stale = true; clearTimeout(timer) }
  }, [isTrying, listed, dispatch])
}

/** As many as are shown, read once more. */
async function look(listed: ListedState, count: number): Promise<{ things: readonly SyncThingBody[]; isEnd: boolean }> {
  const things: SyncThingBody[] = []
  let after: string | null = null
  for (let page = 0; page < LOOK_PAGES; page++) {
    const body: Awaited<ReturnType<typeof api.syncThings>> = await api.syncThings({ state: listed, ...(after !== null && { after }) })
    things.push(...body.things)
    after = body.after
    if (after === null || things.length >= count) break
  }
  return { things, isEnd: after === null }
}
