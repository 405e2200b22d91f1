import { useCallback, useEffect, useRef, useState } from 'react'
import { guest } from '../../api'
import { browserSurroundings } from '../../sync/surroundings'
import { codeOf } from '../failure'
import { dropHash } from '../router'
import { guestNews } from './news'
import { outsideBy, secretOf, type Outside, type Visit } from './visit'

/** How often it is asked whether the link still leads in. */
const AGAIN_MS = 30_000
/** How often a server that does not answer is asked again. */
const RETRY_MS = 4_000

interface Door {
  readonly visit: Visit
  /** Asks once more who is here. */
  readonly load: () => Promise<void>
  /** Uses the link. Rejects, and can be called again, where that may come to something. */
  readonly enter: (secret: string) => Promise<void>
  /** Rejects when the server could not be told. */
  readonly leave: () => Promise<void>
  /** The server has let the guest out; `unsent` are their words that it did not take. */
  readonly end: (why: Outside, unsent: readonly string[]) => void
}

/** Follows whether a guest is let in, and to what. Nothing is asked of the server before somebody wants to use their link. */
export function useVisit(): Door {
  const [visit, setVisit] = useState<Visit>(atTheDoor)
  /** What was asked before somebody came in, or left, is answered too late. */
  const asked = useRef(0)
  const put = useCallback((next: Visit) => {
    asked.current += 1
    setVisit(next)
  }, [])

  const load = useCallback(async () => {
    asked.current += 1
    const mine = asked.current
    try {
      const view = await guest.view()
      if (mine === asked.current) setVisit((now) => (now.kind === 'inside' && JSON.stringify(now.view) === JSON.stringify(view) ? now : { kind: 'inside', view }))
    } catch (error) {
      if (mine !== asked.current) return
      const why = outsideBy(error)
      if (why !== null) setVisit({ kind: 'outside', why, unsent: [] })
      // What is shown stays: a network that goes must not take the pages away.
      else setVisit((now) => (now.kind === 'inside' ? now : { kind: 'unreachable', code: codeOf(error) }))
    }
  }, [])

  const { kind } = visit
  useEffect(() => { if (kind === 'loading') void load() }, [kind, load])
  useEffect(() => {
    if (kind !== 'inside' && kind !== 'unreachable') return
    const timer = setInterval(() => { if (document.visibilityState === 'visible') void load() }, kind === 'inside' ? AGAIN_MS : RETRY_MS)
    const stop = browserSurroundings.listen((news) => { if (news === 'online' || news === 'shown') void load() })
    const unfollow = kind === 'inside' ? guestNews.subscribe('review', () => void load()) : undefined
    return () => {
      clearInterval(timer)
      stop()
      unfollow?.()
    }
  }, [kind, load])
  useEffect(() => {
    // Another link in the same tab changes nothing but what stands behind the #.
    const onHash = (): void => { if (secretOf(location.hash) !== null) put(atTheDoor()) }
    window.addEventListener('hashchange', onHash)
    return () => window.removeEventListener('hashchange', onHash)
  }, [put])

  const enter = useCallback(async (secret: string) => {
    try {
      const view = await guest.enter(secret)
      dropHash()
      put({ kind: 'inside', view })
    } catch (error) {
      const why = outsideBy(error)
      if (why === null) throw error
      put({ kind: 'outside', why, unsent: [] })
    }
  }, [put])
  const end = useCallback((why: Outside, unsent: readonly string[]) => put({ kind: 'outside', why, unsent }), [put])
  const leave = useCallback(async () => {
    await guest.leave()
    end('left', [])
  }, [end])
  return { visit, load, enter, leave, end }
}

function atTheDoor(): Visit {
  const secret = secretOf(location.hash)
  return secret === null ? { kind: 'loading' } : { kind: 'invited', secret }
}
