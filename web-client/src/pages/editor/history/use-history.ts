/** What the history of a draft shows: its versions, what two of them hold, and what changed between. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { api, versions as remote } from '../../../api'
import { isObject, type Json } from '../../../document/commands/restore'
import type { DiffBody, VersionBody } from '../../../protocol/generated'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { merged, startOfNextDay } from './days'

/** Between two looks for versions that others made. */
const LOOK_AGAIN_MS = 15_000
/** Layouts that are kept while the dialog is open: some 100 KB each. */
const LAYOUTS_KEPT = 30
/** Pages of a day's versions for the slider: a day that never rests has some 150. */
const PAGES_OF_A_DAY = 4
/** As many as the server gives at once. */
const PAGE_ROWS = 100

/** Something from the server. */
export type Fetched<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'there'; readonly value: T }
  | { readonly kind: 'failed'; readonly code: string }

const LOADING = { kind: 'loading' } as const

export interface Versions {
  readonly list: Fetched<readonly VersionBody[]>
  readonly more: (() => Promise<void>) | null
  /** Looks again at once. */
  readonly refresh: () => Promise<void>
  /** Takes over what an answer said of a version. */
  readonly put: (version: VersionBody) => void
}

/** A draft's versions, the newest first, or those that stay. */
export function useVersions(draft: string, kept: boolean): Versions {
  const { ended } = useSession()
  const [list, setList] = useState<Fetched<readonly VersionBody[]>>(LOADING)
  /** Where the next page begins: `null` when there is none, `undefined` while nobody knows. */
  const [next, setNext] = useState<string | null | undefined>(undefined)
  /** Answers to an earlier question are not taken. */
  const asked = useRef(0)

  const refresh = useCallback(async () => {
    const question = asked.current
    try {
      const page = await remote.list(draft, { kept })
      if (question !== asked.current) return
      setList((before) => {
        if (before.kind !== 'there') return { kind: 'there', value: page.versions }
        return { kind: 'there', value: merged(before.value, page.versions) }
      })
      setNext((before) => (before === undefined ? page.next : before))
    } catch (error) {
      if (question !== asked.current || ended(error)) return
      setList((before) => (before.kind === 'there' ? before : { kind: 'failed', code: codeOf(error) }))
    }
  }, [draft, kept, ended])

  useEffect(() => {
    asked.current += 1
    setList(LOADING)
    setNext(undefined)
    void refresh()
    const timer = setInterval(() => { if (document.visibilityState === 'visible') void refresh() }, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [refresh])

  const more = async (): Promise<void> => {
    const question = asked.current
    try {
      const page = await remote.list(draft, { kept, ...(typeof next === 'string' ? { after: next } : {}) })
      if (question !== asked.current) return
      setList((before) => ({ kind: 'there', value: merged(before.kind === 'there' ? before.value : [], page.versions) }))
      setNext(page.next)
    } catch (error) { if (!ended(error)) throw error }
  }
  const put = useCallback((version: VersionBody) => {
    setList((before) => (before.kind === 'there' ? { kind: 'there', value: merged(before.value, [version]) } : before))
  }, [])
  return { list, more: typeof next === 'string' ? more : null, refresh, put }
}

/** All versions of the day that a moment lies in, the oldest first. */
export function useDay(draft: string, day: Date, known: number): readonly VersionBody[] {
  const { ended } = useSession()
  const [found, setFound] = useState<readonly VersionBody[]>([])
  const from = day.toISOString()
  const until = startOfNextDay(day).toISOString()
  useEffect(() => {
    let stale = false
    const load = async (): Promise<void> => {
      let all: VersionBody[] = []
      let after: string | null = null
      for (let page = 0; page < PAGES_OF_A_DAY; page++) {
        const answer: { versions: VersionBody[]; next: string | null } = await remote.list(draft, { from, until, limit: PAGE_ROWS, ...(after === null ? {} : { after }) })
        all = merged(all, answer.versions)
        after = answer.next
        if (after === null) break
      }
      if (!stale) setFound(all.reverse())
    }
    // The list beside it tells of what goes wrong.
    load().catch((error: unknown) => { ended(error) })
    return () => { stale = true }
    // A version more in the list may be one more of this day.
  }, [draft, from, until, known, ended])
  return found
}

/** One side of a comparison: a version, or what the draft holds now. */
export type Side = VersionBody | 'now'

/** What a side holds, as JSON. */
export function useLayoutOf(draft: string, side: Side | null, again: number): Fetched<Json> {
  const { ended } = useSession()
  const cache = useRef(new Map<string, Json>())
  const [state, setState] = useState<{ of: string; fetched: Fetched<Json> }>({ of: '', fetched: LOADING })
  // The same content is the same layout, whichever version holds it.
  const of = side === null ? '' : side === 'now' ? `now ${again}` : side.content_hash
  const id = side === null || side === 'now' ? null : side.id
  useEffect(() => {
    if (of === '') return
    const known = cache.current.get(of)
    if (known !== undefined) {
      setState({ of, fetched: { kind: 'there', value: known } })
      return
    }
    let stale = false
    const load = async (): Promise<void> => {
      try {
        const json = id === null ? await api.layout(draft) : await remote.layout(id)
        const value = isObject(json) ? json : {}
        if (cache.current.size >= LAYOUTS_KEPT) cache.current.clear()
        cache.current.set(of, value)
        if (!stale) setState({ of, fetched: { kind: 'there', value } })
      } catch (error) {
        if (!stale && !ended(error)) setState({ of, fetched: { kind: 'failed', code: codeOf(error) } })
      }
    }
    void load()
    return () => { stale = true }
  }, [draft, of, id, ended])
  return state.of === of ? state.fetched : LOADING
}

/** What changed from one side to the other; nothing is asked for while there is only one. */
export function useDiff(before: VersionBody | null, after: Side, again: number): Fetched<DiffBody> {
  const { ended } = useSession()
  const of = before === null ? '' : `${before.id} ${after === 'now' ? `now ${again}` : after.id}`
  const [state, setState] = useState<{ of: string; fetched: Fetched<DiffBody> }>({ of: '', fetched: LOADING })
  const from = before?.id
  const to = after === 'now' ? undefined : after.id
  useEffect(() => {
    if (from === undefined) return
    let stale = false
    const load = async (): Promise<void> => {
      try {
        const value = await remote.diff(from, to)
        if (!stale) setState({ of, fetched: { kind: 'there', value } })
      } catch (error) {
        if (!stale && !ended(error)) setState({ of, fetched: { kind: 'failed', code: codeOf(error) } })
      }
    }
    void load()
    return () => { stale = true }
  }, [of, from, to, ended])
  return state.of === of ? state.fetched : LOADING
}
