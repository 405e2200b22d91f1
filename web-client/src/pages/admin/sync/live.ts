import { useCallback, useEffect, useReducer, useRef } from 'react'
import { api, followSync } from '../../../api'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { reduceLive, UNKNOWN, type LiveState } from './live-state'

/** Without the stream (a proxy may hold it back, or the server be away) the same is asked for so often. */
const ASK_EVERY_MS = 5_000

export interface LiveSync extends LiveState {
  /** Asks now. */
  readonly ask: () => void
}

/** How the sync stands, told by the server as it changes. Nothing is followed while nobody looks. */
export function useLiveSync(): LiveSync {
  const { ended } = useSession()
  const [state, dispatch] = useReducer(reduceLive, UNKNOWN)
  const asking = useRef(false)

  const ask = useCallback(() => {
    if (asking.current) return
    asking.current = true
    const asOfMs = Date.now()
    api.sync()
      .then(body => dispatch({ kind: 'told', body, asOfMs }))
      .catch((error: unknown) => { if (!ended(error)) dispatch({ kind: 'failed', code: codeOf(error), atMs: Date.now() }) })
      .finally(() => { asking.current = false })
  }, [ended])

  useEffect(() => {
    let stop: (() => void) | null = null
    /** Whether the stream that is open has told something. */
    let heard = false
    const follow = () => {
      heard = false
      stop ??= followSync({
        onTold: body => { heard = true; dispatch({ kind: 'told', body, asOfMs: Date.now() }) },
        // It also breaks off after some minutes, as a rule: only the question tells whether the server is away.
        onBroken: () => { heard = false; ask() },
      })
    }
    const onLook = () => {
      if (document.visibilityState === 'visible') { follow(); return }
      stop?.()
      stop = null
    }
    onLook()
    const timer = setInterval(() => { if (stop !== null && !heard) ask() }, ASK_EVERY_MS)
    document.addEventListener('visibilitychange', onLook)
    window.addEventListener('online', ask)
    window.addEventListener('offline', ask)
    return () => {
      stop?.()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', onLook)
      window.removeEventListener('online', ask)
      window.removeEventListener('offline', ask)
    }
  }, [ask])

  return { ...state, ask }
}
