import { useCallback, useEffect, useRef, useState } from 'react'
import { api } from '../../../api'
import type { MembersBody } from '../../../protocol/generated'
import { codeOf } from '../../failure'
import { useSession } from '../../session'

/** An unreachable server is asked again. */
const RETRY_MS = 5_000

export interface MemberList {
  /** Null until the first answer; the answer to a search before is kept until the next one is there. */
  readonly answer: MembersBody | null
  /** The search that is answered. */
  readonly answered: string
  readonly failure: string | null
  readonly loadingMore: boolean
  readonly more: () => void
  readonly reload: () => void
}

/** Members by their names, those that a search finds, a page at a time. */
export function useMemberList(search: string): MemberList {
  const { ended } = useSession()
  const [state, setState] = useState<{ answer: MembersBody; search: string } | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [loadingMore, setLoadingMore] = useState(false)
  const latest = useRef(0)

  const read = useCallback(async () => {
    const turn = ++latest.current
    try {
      const answer = await api.members({ ...(search !== '' && { search }) })
      if (turn !== latest.current) return
      setState({ answer, search })
      setFailure(null)
    } catch (error) {
      if (turn === latest.current && !ended(error)) setFailure(codeOf(error))
    }
  }, [search, ended])
  useEffect(() => { void read() }, [read])
  const reload = useCallback(() => { void read() }, [read])

  useEffect(() => {
    window.addEventListener('online', reload)
    return () => window.removeEventListener('online', reload)
  }, [reload])
  useEffect(() => {
    if (failure !== 'unreachable' && failure !== 'unavailable') return
    const timer = setInterval(reload, RETRY_MS)
    return () => clearInterval(timer)
  }, [failure, reload])

  const after = state?.answer.after ?? null
  const answered = state?.search ?? ''
  const more = useCallback(() => {
    if (after === null) return
    setLoadingMore(true)
    const turn = latest.current
    api.members({ ...(answered !== '' && { search: answered }), after })
      .then(body => {
        if (turn !== latest.current) return
        setState(now => {
          if (now === null) return now
          // Somebody who was renamed meanwhile may come twice.
          const known = new Set(now.answer.members.map(member => member.id))
          return { ...now, answer: { ...body, members: [...now.answer.members, ...body.members.filter(member => !known.has(member.id))] } }
        })
        setFailure(null)
      })
      .catch((error: unknown) => { if (turn === latest.current && !ended(error)) setFailure(codeOf(error)) })
      .finally(() => setLoadingMore(false))
  }, [after, answered, ended])

  return { answer: state?.answer ?? null, answered, failure, loadingMore, more, reload }
}
