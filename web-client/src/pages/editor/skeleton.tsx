/** The shape of the editor while its layout is on the way, or when it cannot come. */
import { useEffect, useState } from 'react'
import { Link } from 'react-aria-components'
import { useSaveState } from '../../document/hooks'
import type { OpenDraft } from '../../document/model'
import { useErrorText, useText } from '../../i18n'
import { Button, EmptyState, Guilloche, Loading, Skeleton } from '../../ui'
import { navigate } from '../router'
import './editor.css'

/** How long a first answer may take before the page says that it waits. */
const PATIENCE_MS = 8_000

/** The editor without a layout. */
export function EditorSkeleton({ draft, name }: { readonly draft: OpenDraft; readonly name: string }) {
  const t = useText()
  const errorText = useErrorText()
  const save = useSaveState(draft)
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  const refused = save.kind === 'refused'
  const waiting = save.kind === 'offline' || (slow && !refused)
  return (
    <div className="editor" data-testid="editor-loading">
      <header className="bar">
        <div className="bar-start">
          <Link className="bar-brand" href="/templates" aria-label={t('nav-templates')}><Guilloche size={26} /></Link>
          <h1 className="bar-name">{name}</h1>
        </div>
      </header>
      <div className="editor-middle">
        {refused || waiting
          ? (
            <main className="editor-state">
              {refused
                ? (
                  <EmptyState title={t('draft-refused-title')} action={<Button variant="primary" onPress={() => navigate('/templates')}>{t('not-found-action')}</Button>}>
                    <p>{errorText(save.code)} <code>{save.code}</code></p>
                  </EmptyState>
                  )
                : (
                  <EmptyState title={t('draft-waiting-title')} action={<Button onPress={() => location.reload()}>{t('try-again')}</Button>}>
                    <p>{t('draft-waiting-text')}</p>
                  </EmptyState>
                  )}
            </main>
            )
          : (
            <>
              <div className="editor-left" />
              <main className="editor-desk editor-desk-loading">
                <Loading label={t('draft-loading')}>
                  <div className="paper-skeleton">
                    <Skeleton width="52%" height={26} />
                    <Skeleton width="34%" height={12} />
                    <Skeleton width="70%" height={12} />
                    <Skeleton width="64%" height={12} />
                    <Skeleton width="24%" height={12} />
                  </div>
                </Loading>
              </main>
              <div className="editor-right" />
            </>
            )}
      </div>
      <footer className="status-line" />
    </div>
  )
}
