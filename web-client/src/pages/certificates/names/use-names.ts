import { useCallback, useEffect, useRef, useState } from 'react'
import { issuance } from '../../../api'
import type { NameRequestBody, NameRequestsBody } from '../../../protocol/generated'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { isAway } from './words'

/** What does not answer is asked again. */
const RETRY_MS = 5_000

export interface NameRequests {
  /** The oldest first; null until the first answer. */
  readonly requests: readonly NameRequestBody[] | null
  /** Whether there are more of them. */
  readonly more: boolean
  /** What the last look failed with; what was seen before is kept. */
  readonly failure: string | null
  readonly reload: () => void
}

/** The requests for another name that nobody has decided on. Read again when the window is looked at again. */
export function useNameRequests(): NameRequests {
  const { ended } = useSession()
  const [read, setRead] = useState<NameRequestsBody | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const latest = useRef(0)

  const reload = useCallback(() => {
    const turn = ++latest.current
    issuance.nameRequests().then(
      now => { if (turn === latest.current) { setRead(now); setFailure(null) } },
      (error: unknown) => { if (turn === latest.current && !ended(error)) setFailure(codeOf(error)) },
    )
  }, [ended])
  useEffect(() => {
    reload()
    const invalidate = latest
    return () => { invalidate.current++ }
  }, [reload])

  useEffect(() => {
    const onReturn = () => { if (document.visibilityState === 'visible') reload() }
    document.addEventListener('visibilitychange', onReturn)
    window.addEventListener('online', reload)
    return () => { document.removeEventListener('visibilitychange', onReturn); window.removeEventListener('online', reload) }
  }, [reload])
  useEffect(() => {
    if (failure === null || !isAway(failure)) return
    const timer = setInterval(reload, RETRY_MS)
    return () => clearInterval(timer)
  }, [failure, reload])

  return { requests: read?.requests ?? null, more: read?.more ?? false, failure, reload }
}
