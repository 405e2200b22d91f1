import { useCallback, useEffect, useRef, useState } from 'react'
import { api } from '../../api'
import type { TemplateBody } from '../../protocol/generated'
import { codeOf } from '../failure'
import { useSession } from '../session'

/** A screen or two of cards. */
const PAGE_ROWS = 24
/** A pause in typing. */
const SEARCH_AFTER_MS = 220
/** An unreachable server is asked again. */
const RETRY_MS = 5_000

export interface TemplateList {
  /** Null until the first answer. */
  readonly templates: readonly TemplateBody[] | null
  /** The search that `templates` answers. */
  readonly answered: string
  readonly hasMore: boolean
  /** What the last request failed with; what was there before is kept. */
  readonly failure: string | null
  readonly loadingMore: boolean
  readonly more: () => void
  /** Reads again from the top, as many as are shown. */
  readonly reload: () => void
}

/** The templates that match a search, newest edited first, a page at a time. Read again when the window is looked at again. */
export function useTemplateList(search: string): TemplateList {
  const { ended } = useSession()
  const [answer, setAnswer] = useState<{ templates: readonly TemplateBody[]; next: string | null; search: string } | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [loadingMore, setLoadingMore] = useState(false)
  const latest = useRef(0)
  const shown = useRef(PAGE_ROWS)

  const read = useCallback(async (wanted: string) => {
    const turn = ++latest.current
    try {
      const limit = Math.max(PAGE_ROWS, shown.current)
      const body = await api.templates({ ...(wanted !== '' && { search: wanted }), limit })
      if (turn !== latest.current) return
      setAnswer({ templates: body.templates, next: body.next, search: wanted })
      setFailure(null)
    } catch (error) {
      if (turn !== latest.current || ended(error)) return
      setFailure(codeOf(error))
    }
  }, [ended])

  useEffect(() => {
    shown.current = PAGE_ROWS
    const timer = setTimeout(() => { void read(search) }, search === '' ? 0 : SEARCH_AFTER_MS)
    return () => clearTimeout(timer)
  }, [search, read])

  const reload = useCallback(() => { void read(search) }, [read, search])

  useEffect(() => {
    const onReturn = () => { if (document.visibilityState === 'visible') reload() }
    document.addEventListener('visibilitychange', onReturn)
    window.addEventListener('online', reload)
    return () => { document.removeEventListener('visibilitychange', onReturn); window.removeEventListener('online', reload) }
  }, [reload])

  useEffect(() => {
    if (failure !== 'unreachable' && failure !== 'unavailable') return
    const timer = setInterval(reload, RETRY_MS)
    return () => clearInterval(timer)
  }, [failure, reload])

  const more = useCallback(() => {
    if (answer?.next == null) return
    setLoadingMore(true)
    const { search: wanted, next } = answer
    const turn = latest.current
    api.templates({ ...(wanted !== '' && { search: wanted }), after: next, limit: PAGE_ROWS })
      .then(body => {
        if (turn !== latest.current) return
        setAnswer(now => {
          if (now === null) return now
          // Something edited meanwhile has moved to the top of the list and may come twice.
          const known = new Set(now.templates.map(template => template.id))
          const templates = [...now.templates, ...body.templates.filter(template => !known.has(template.id))]
          shown.current = templates.length
          return { ...now, templates, next: body.next }
        })
        setFailure(null)
      })
      .catch((error: unknown) => { if (!ended(error)) setFailure(codeOf(error)) })
      .finally(() => setLoadingMore(false))
  }, [answer, ended])

  return { templates: answer?.templates ?? null, answered: answer?.search ?? '', hasMore: answer?.next != null, failure, loadingMore, more, reload }
}
