import { useEffect, useState } from 'react'
import { useErrorText, useText } from '../../i18n'
import { Banner, Button, Guilloche } from '../../ui'
import { codeOf } from '../failure'
import { BareShell } from '../shell'
import { GuestMenus } from './menus'
import './guest.css'

/** What a link leads to first. Programs that look into mails open links: only a press uses it. */
export function EntryPage({ onEnter }: { /** Rejects when it may be tried again. */ readonly onEnter: () => Promise<void> }) {
  const t = useText()
  const errorText = useErrorText()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    // What failed for want of a network need not be said any longer.
    const onOnline = (): void => setFailure((now) => (now === 'unreachable' ? null : now))
    window.addEventListener('online', onOnline)
    return () => window.removeEventListener('online', onOnline)
  }, [])
  const enter = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await onEnter()
      return
    } catch (error) { setFailure(codeOf(error)) }
    setBusy(false)
  }
  return (
    <BareShell title={t('guest-entry-title')} menus={<GuestMenus />}>
      <div className="guest-entry">
        <span className="guest-entry-motif"><Guilloche size={96} /></span>
        <h1>{t('guest-entry-title')}</h1>
        <p>{t('guest-entry-text')}</p>
        {failure !== null && <Banner tone="bad" title={t('guest-entry-failed')} code={failure}>{errorText(failure)}</Banner>}
        <Button variant="primary" isPending={busy} onPress={() => { void enter() }} data-testid="guest-enter">{t('guest-entry-action')}</Button>
        <p className="guest-entry-note">{t('guest-entry-note')}</p>
      </div>
    </BareShell>
  )
}
