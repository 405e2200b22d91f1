import { useCallback, useEffect, useRef, useState } from 'react'
import { issuance } from '../../api'
import type { CertificateBody, DeliveryState } from '../../protocol/generated'
import { codeOf } from '../failure'
import { useSession } from '../session'
import { extended, refreshed, replaced, type Listed } from './paging'

/** What does not answer is asked again. */
const RETRY_MS = 5_000
const AWAY: ReadonlySet<string> = new Set(['unreachable', 'unavailable', 'registry_unavailable'])

export interface CertificateList {
  /** Null until the first answer. */
  readonly certificates: readonly CertificateBody[] | null
  /** What the last request failed with; what was there before is kept. */
  readonly failure: string | null
  readonly hasMore: boolean
  readonly loadingMore: boolean
  readonly more: () => void
  readonly reload: () => void
  /** Shows one as it stands now. */
  readonly put: (one: CertificateBody) => void
}

/** The certificates of the organisation, the newest first, or those whose newest mail is in a state. Read again when the window is looked at again. */
export function useCertificates(delivery: DeliveryState | null): CertificateList {
  const { ended } = useSession()
  const [listed, setListed] = useState<Listed | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [loadingMore, setLoadingMore] = useState(false)
  const latest = useRef(0)

  const reload = useCallback(() => {
    const turn = ++latest.current
    issuance.certificates(null, delivery).then(
      top => { if (turn === latest.current) { setListed(now => refreshed(now, top)); setFailure(null) } },
      (error: unknown) => { if (turn === latest.current && !ended(error)) setFailure(codeOf(error)) },
    )
  }, [ended, delivery])
  useEffect(() => {
    // What was asked for otherwise is not shown meanwhile.
    setListed(null)
    reload()
  }, [reload])

  useEffect(() => {
    const onReturn = () => { if (document.visibilityState === 'visible') reload() }
    document.addEventListener('visibilitychange', onReturn)
    window.addEventListener('online', reload)
    return () => { document.removeEventListener('visibilitychange', onReturn); window.removeEventListener('online', reload) }
  }, [reload])
  useEffect(() => {
    if (failure === null || !AWAY.has(failure)) return
    const timer = setInterval(reload, RETRY_MS)
    return () => clearInterval(timer)
  }, [failure, reload])

  const next = listed?.next ?? null
  const more = useCallback(() => {
    if (next === null) return
    setLoadingMore(true)
    issuance.certificates(next, delivery)
      .then(
        body => {
          // Read again meanwhile from the top, the list may end elsewhere: then these would leave a gap.
          setListed(now => (now === null || now.next !== next ? now : extended(now, body)))
          setFailure(null)
        },
        (error: unknown) => { if (!ended(error)) setFailure(codeOf(error)) },
      )
      .finally(() => setLoadingMore(false))
  }, [next, ended, delivery])

  const put = useCallback((one: CertificateBody) => {
    // What is on its way may have been read before.
    latest.current++
    setListed(now => (now === null ? now : replaced(now, one)))
  }, [])

  return { certificates: listed?.certificates ?? null, failure, hasMore: next !== null, loadingMore, more, reload, put }
}
