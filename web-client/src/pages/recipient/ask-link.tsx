import { MailCheck } from 'lucide-react'
import { useState } from 'react'
import { recipient } from '../../api'
import { useErrorText, useI18n } from '../../i18n'
import { Banner, Button, Guilloche, Icon, TextField } from '../../ui'
import { codeOf } from '../failure'
import { GuestMenus } from '../guest/menus'
import { BareShell } from '../shell'
import './recipient.css'

/** Asks for an address, and has a link sent there. What is said afterwards is the same whether or not anything is known of it. */
export function AskLinkPage({ left }: { /** They have just signed out. */ readonly left: boolean }) {
  const { t, language } = useI18n()
  const errorText = useErrorText()
  const [email, setEmail] = useState('')
  const [asked, setAsked] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const ask = async () => {
    if (busy) return
    if (email.trim() === '') { setFailure('address_malformed'); return }
    setBusy(true)
    setFailure(null)
    try {
      await recipient.ask({ email: email.trim(), language })
      setAsked(email.trim())
    } catch (error) { setFailure(codeOf(error)) }
    setBusy(false)
  }
  const isTyped = failure === 'address_malformed'
  return (
    <BareShell title={t('mine-title')} menus={<GuestMenus />}>
      <div className="claim" data-testid="ask-link">
        <span className="claim-motif"><Guilloche size={96} /></span>
        <h1>{t('mine-title')}</h1>
        {left && asked === null && <Banner>{t('mine-left')}</Banner>}
        {asked !== null ? (
          <div className="asked" role="status" data-testid="link-asked">
            <Icon of={MailCheck} size={20} />
            <p>{t('mine-asked', { address: asked })}</p>
            <Button variant="quiet" onPress={() => setAsked(null)}>{t('mine-ask-other')}</Button>
          </div>
        ) : (
          <>
            <p>{t('mine-ask-text')}</p>
            <form className="ask-form" noValidate onSubmit={event => { event.preventDefault(); void ask() }}>
              <TextField
                label={t('mine-address')} type="email" name="email" autoComplete="email" value={email} onChange={value => { setEmail(value); if (isTyped) setFailure(null) }}
                error={isTyped ? errorText('address_malformed') : undefined}
              />
              {failure !== null && !isTyped && <Banner tone="bad" title={t('mine-ask-failed')} code={failure}>{errorText(failure)}</Banner>}
              <Button variant="primary" type="submit" isPending={busy} data-testid="ask-press">{t('mine-ask-action')}</Button>
            </form>
            <p className="claim-note">{t('mine-ask-note')}</p>
          </>
        )}
      </div>
    </BareShell>
  )
}
