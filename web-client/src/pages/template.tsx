import { useCallback, useEffect, useState } from 'react'
import { api, ApiError } from '../api'
import type { TemplateBody } from '../protocol/generated'
import { EditorPage } from './editor/page'
import { codeOf } from './failure'
import { usePageTitle } from './router'
import { useMe, useSession } from './session'
import { NoTemplatePage, OpeningPage, UnreachablePage } from './states'

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'there'; readonly template: TemplateBody }

/** Finds out which draft a template's editor opens, and that there is such a template at all. */
export function TemplatePage({ id }: { id: string }) {
  const me = useMe()
  const { ended } = useSession()
  const [state, setState] = useState<State>({ kind: 'loading' })
  const load = useCallback(async () => {
    try { setState({ kind: 'there', template: await api.template(id) }) }
    catch (error) {
      if (error instanceof ApiError && error.status === 404) setState({ kind: 'gone' })
      else if (!ended(error)) setState({ kind: 'failed', code: codeOf(error) })
    }
  }, [id, ended])
  useEffect(() => { void load() }, [load])
  /** The name alone may have changed, by this person or another; an editor that is open stays open whatever the answer. */
  const refresh = useCallback(async () => {
    const template = await api.template(id).catch(() => null)
    if (template !== null) setState({ kind: 'there', template })
  }, [id])
  useEffect(() => {
    const onReturn = () => { if (document.visibilityState === 'visible') void refresh() }
    document.addEventListener('visibilitychange', onReturn)
    return () => document.removeEventListener('visibilitychange', onReturn)
  }, [refresh])
  usePageTitle(state.kind === 'there' ? state.template.name : '')
  switch (state.kind) {
    case 'loading': return <OpeningPage />
    case 'gone': return <NoTemplatePage />
    case 'failed': return <UnreachablePage code={state.code} onRetry={load} />
    case 'there': return <EditorPage template={state.template} me={me} onRenamed={refresh} />
  }
}
