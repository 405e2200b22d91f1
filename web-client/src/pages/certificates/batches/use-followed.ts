import { useCallback, useEffect, useRef, useState } from 'react'
import { issuance } from '../../../api'
import type { BatchBody } from '../../../protocol/generated'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { hasMoved, isGoing, waitMs } from './standing'

/** Batches as they are followed. */
export interface Followed {
  /** Null until the first answer. */
  readonly batches: readonly BatchBody[] | null
  /** What the last look failed with; what was seen before is kept. */
  readonly failure: string | null
  readonly look: () => void
  /** Shows one as it stands now. */
  readonly put: (batch: BatchBody) => void
}

/** Follows batches as long as one of them goes on and somebody looks at the page; looks again when they come back to it. `ask` has to stay the same. */
function useFollowed(ask: () => Promise<readonly BatchBody[]>): Followed {
  const { ended } = useSession()
  const [batches, setBatches] = useState<readonly BatchBody[] | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  /** The last wait, and a count of looks: the next one is timed after each. */
  const [turn, setTurn] = useState(0)
  const pause = useRef<number | null>(null)
  const latest = useRef(0)
  const shown = useRef<readonly BatchBody[]>([])

  const look = useCallback(() => {
    const mine = ++latest.current
    ask().then(
      now => {
        if (mine !== latest.current) return
        if (hasMoved(shown.current, now)) pause.current = waitMs(pause.current, true)
        else if (pause.current !== null) pause.current = waitMs(pause.current, false)
        shown.current = now
        setBatches(now)
        setFailure(null)
        setTurn(before => before + 1)
      },
      (error: unknown) => {
        if (mine !== latest.current || ended(error)) return
        pause.current = waitMs(pause.current, false)
        setFailure(codeOf(error))
        setTurn(before => before + 1)
      },
    )
  }, [ask, ended])
  useEffect(() => {
    look()
    const invalidate = latest
    return () => { invalidate.current++ }
  }, [look])

  const goes = batches?.some(isGoing) ?? failure !== null
  useEffect(() => {
    if (!goes) { pause.current = null; return }
    if (document.visibilityState !== 'visible') return
    pause.current ??= waitMs(null, true)
    const timer = setTimeout(look, pause.current)
    return () => clearTimeout(timer)
  }, [goes, turn, look])

  useEffect(() => {
    const onReturn = () => { if (document.visibilityState === 'visible') look() }
    document.addEventListener('visibilitychange', onReturn)
    window.addEventListener('online', look)
    return () => { document.removeEventListener('visibilitychange', onReturn); window.removeEventListener('online', look) }
  }, [look])

  const put = useCallback((batch: BatchBody) => {
    // What is on its way may have been read before.
    latest.current++
    const now = shown.current.map(other => (other.id === batch.id ? batch : other))
    shown.current = now
    pause.current = null
    setBatches(now)
    setTurn(before => before + 1)
  }, [])
  return { batches, failure, look, put }
}

const newest = async (): Promise<readonly BatchBody[]> => (await issuance.batches()).batches

/** The newest batches of the organisation. */
export const useBatches = (): Followed => useFollowed(newest)

/** One batch. */
export function useBatch(id: string): Followed {
  return useFollowed(useCallback(async () => [await issuance.batch(id)], [id]))
}
