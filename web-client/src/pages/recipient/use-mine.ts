import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError, recipient } from '../../api'
import type { MineBody } from '../../protocol/generated'
import { browserSurroundings } from '../../sync/surroundings'
import { codeOf } from '../failure'

/** How often what does not answer is asked again. */
const RETRY_MS = 5_000

/** How somebody stands at their page. */
export type Visit =
  | { readonly kind: 'loading' }
  /** `failure`: what the last request failed with; what was there before is kept. */
  | { readonly kind: 'inside'; readonly mine: MineBody; readonly failure: string | null }
  | { readonly kind: 'outside'; readonly left: boolean }
  | { readonly kind: 'unanswered'; readonly code: string }

export interface Mine {
  readonly visit: Visit
  readonly load: () => Promise<void>
  /** Signs out. Rejects when the server could not be told. */
  readonly leave: () => Promise<void>
}

/** Whether the server has let somebody out. */
export const isOutside = (error: unknown): boolean => error instanceof ApiError && error.status === 401

/** The page of whoever is signed in here. Read again when the window is looked at again. */
export function useMine(): Mine {
  const [visit, setVisit] = useState<Visit>({ kind: 'loading' })
  const latest = useRef(0)
  const load = useCallback(async () => {
    const turn = ++latest.current
    try {
      const mine = await recipient.mine()
      if (turn === latest.current) setVisit({ kind: 'inside', mine, failure: null })
    } catch (error) {
      if (turn !== latest.current) return
      if (isOutside(error)) setVisit({ kind: 'outside', left: false })
      else setVisit(now => (now.kind === 'inside' ? { ...now, failure: codeOf(error) } : { kind: 'unanswered', code: codeOf(error) }))
    }
  }, [])
  useEffect(() => { void load() }, [load])
  const { kind } = visit
  const isFailing = kind === 'unanswered' || (kind === 'inside' && visit.failure !== null)
  useEffect(() => {
    if (kind === 'outside' || kind === 'loading') return
    return browserSurroundings.listen(news => { if (news === 'online' || news === 'shown') void load() })
  }, [kind, load])
  useEffect(() => {
    if (!isFailing) return
    const timer = setInterval(() => { if (document.visibilityState === 'visible') void load() }, RETRY_MS)
    return () => clearInterval(timer)
  }, [isFailing, load])
  const leave = useCallback(async () => {
    try { await recipient.leave() } catch (error) { if (!isOutside(error)) throw error }
    latest.current += 1
    setVisit({ kind: 'outside', left: true })
  }, [])
  return { visit, load, leave }
}
