import { useCallback, useEffect, useRef, useState } from 'react'
import { activity, type ActivityQuery } from '../../api'
import type { ActivityBody, ActivityEntryBody } from '../../protocol/generated'
import { codeOf } from '../failure'
import { useSession } from '../session'
import { GROUPS, type Group } from './kinds'

/** An unreachable server is asked again. */
const RETRY_MS = 5_000

export interface ActivityList {
  /** Null until the first answer. */
  readonly entries: readonly ActivityEntryBody[] | null
  readonly failure: string | null
  readonly hasMore: boolean
  readonly loadingMore: boolean
  readonly more: () => void
  readonly reload: () => void
}

/** What happened, the newest first; of one template, or of one group of kinds alone. */
export function useActivity(template: string | null, group: Group | 'all'): ActivityList {
  const { ended } = useSession()
  const [answer, setAnswer] = useState<ActivityBody | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [loadingMore, setLoadingMore] = useState(false)
  const latest = useRef(0)

  const ask = useCallback((before: string | null) => {
    const query: ActivityQuery = { ...(template !== null && { template }), ...(group !== 'all' && { kinds: GROUPS[group].join(',') }), ...(before !== null && { before }) }
    return activity(query)
  }, [template, group])

  const reload = useCallback(() => {
    const turn = ++latest.current
    ask(null).then(
      body => { if (turn === latest.current) { setAnswer(body); setFailure(null) } },
      (error: unknown) => { if (turn === latest.current && !ended(error)) setFailure(codeOf(error)) },
    )
  }, [ask, ended])
  useEffect(() => {
    setAnswer(null)
    reload()
  }, [reload])
  useEffect(() => {
    if (failure !== 'unreachable' && failure !== 'unavailable') return
    const timer = setInterval(reload, RETRY_MS)
    return () => clearInterval(timer)
  }, [failure, reload])

  const before = answer?.before ?? null
  const more = useCallback(() => {
    if (before === null) return
    setLoadingMore(true)
    const turn = latest.current
    ask(before)
      .then(
        body => { if (turn === latest.current) setAnswer(now => (now === null ? now : { entries: [...now.entries, ...body.entries], before: body.before })) },
        (error: unknown) => { if (turn === latest.current && !ended(error)) setFailure(codeOf(error)) },
      )
      .finally(() => setLoadingMore(false))
  }, [before, ask, ended])

  return { entries: answer?.entries ?? null, failure, hasMore: before !== null, loadingMore, more, reload }
}
