import { Component, useEffect, type ReactNode } from 'react'
import { useErrorText, useText } from '../i18n'
import { Button, EmptyState, Guilloche } from '../ui'
import { navigate } from './router'
import { useSession } from './session'
import { BareShell, Shell } from './shell'
import './states.css'

export function NotFoundPage() {
  const t = useText()
  return (
    <Shell crumbs={[{ label: t('not-found-title') }]}>
      <EmptyState level={1} title={t('not-found-title')} action={<Button variant="primary" onPress={() => navigate('/templates')}>{t('not-found-action')}</Button>}>
        <p>{t('not-found-text')}</p>
      </EmptyState>
    </Shell>
  )
}

export function NoTemplatePage() {
  const t = useText()
  return (
    <Shell section="templates" crumbs={[{ label: t('templates-title'), href: '/templates' }, { label: t('no-template-title') }]}>
      <EmptyState level={1} title={t('no-template-title')} action={<Button variant="primary" onPress={() => navigate('/templates')}>{t('not-found-action')}</Button>}>
        <p>{t('no-template-text')}</p>
      </EmptyState>
    </Shell>
  )
}

export interface NotAllowedPageProps {
  /** What the page is called for those who may see it. */
  title: string
  /** Who may. */
  reason: string
  /** For whom it is; without it, for those who manage. */
  heading?: string
}

/** A page that is there, but not for this person. */
export function NotAllowedPage({ title, reason, heading }: NotAllowedPageProps) {
  const t = useText()
  return (
    <Shell crumbs={[{ label: title }]}>
      <EmptyState level={1} title={heading ?? t('not-allowed-title')} action={<Button variant="primary" onPress={() => navigate('/templates')}>{t('not-found-action')}</Button>}>
        <p>{reason}</p>
      </EmptyState>
    </Shell>
  )
}

const RETRY_MS = 4_000

/** Nothing can be asked of the server; it is asked again by itself (`onRetry` here, else by the session). */
export function UnreachablePage({ code, onRetry }: { code: string; onRetry?: () => Promise<void> }) {
  const t = useText()
  const errorText = useErrorText()
  const { refresh } = useSession()
  useEffect(() => {
    if (onRetry === undefined) return
    const timer = setInterval(() => { void onRetry() }, RETRY_MS)
    return () => clearInterval(timer)
  }, [onRetry])
  return (
    <BareShell title={t('unreachable-title')}>
      <EmptyState level={1} title={t('unreachable-title')} action={<Button variant="primary" onPress={() => { void (onRetry ?? refresh)() }}>{t('try-again')}</Button>}>
        <p>{code === 'unreachable' ? null : <>{errorText(code)} <code>{code}</code> </>}{t('unreachable-text')}</p>
        <p className="state-note">{t('unreachable-retrying')}</p>
      </EmptyState>
    </BareShell>
  )
}

/** While the first answer is on its way. */
export function OpeningPage() {
  const t = useText()
  return (
    <div className="opening" role="status">
      <span className="opening-motif"><Guilloche size={72} turning /></span>
      <span className="visually-hidden">{t('loading')}</span>
    </div>
  )
}

/** Catches what no page foresaw: a page that says so, instead of a white one. */
export class Catch extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <BrokenPage error={this.state.error} />
  }
}

function BrokenPage({ error }: { error: Error }) {
  const t = useText()
  return (
    <main className="broken">
      <EmptyState level={1} title={t('broken-title')} action={<Button variant="primary" onPress={() => location.reload()}>{t('reload')}</Button>}>
        <p>{t('broken-text')}</p>
        <p className="state-note"><code>{error.message}</code></p>
      </EmptyState>
    </main>
  )
}
