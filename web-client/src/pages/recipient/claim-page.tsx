import { useCallback, useEffect, useState } from 'react'
import { recipient } from '../../api'
import { useDates, useErrorText, useText } from '../../i18n'
import type { LinkBody } from '../../protocol/generated'
import { Banner, Button, EmptyState, Guilloche } from '../../ui'
import { StateBadge } from '../certificates/state-badge'
import { codeOf } from '../failure'
import { GuestMenus } from '../guest/menus'
import { secretOf } from '../guest/visit'
import { dropHash, navigate } from '../router'
import { BareShell } from '../shell'
import { OpeningPage } from '../states'
import { Picture } from './picture'
import { uselessBy, uselessId, type Useless } from './link'
import './recipient.css'

type Found =
  | { readonly kind: 'loading' }
  | { readonly kind: 'there'; readonly link: LinkBody }
  | { readonly kind: 'useless'; readonly why: Useless }
  | { readonly kind: 'failed'; readonly code: string }

/** What a link in a mail leads to. Programs that look into mail open links: only a press uses it. */
export function ClaimPage() {
  const [secret, setSecret] = useState(() => secretOf(location.hash))
  useEffect(() => {
    // Another link in the same tab changes nothing but what stands behind the #.
    const onHash = (): void => { const next = secretOf(location.hash); if (next !== null) setSecret(next) }
    window.addEventListener('hashchange', onHash)
    return () => window.removeEventListener('hashchange', onHash)
  }, [])
  return secret === null ? <UselessLink why="no_link" /> : <Opened key={secret} secret={secret} />
}

function Opened({ secret }: { readonly secret: string }) {
  const [found, setFound] = useState<Found>({ kind: 'loading' })
  const look = useCallback(async () => {
    try { setFound({ kind: 'there', link: await recipient.look(secret) }) }
    catch (error) {
      const why = uselessBy(error)
      setFound(why === null ? { kind: 'failed', code: codeOf(error) } : { kind: 'useless', why })
    }
  }, [secret])
  useEffect(() => { void look() }, [look])
  useEffect(() => {
    if (found.kind !== 'failed') return
    window.addEventListener('online', look)
    return () => window.removeEventListener('online', look)
  }, [found.kind, look])
  switch (found.kind) {
    case 'loading': return <OpeningPage />
    case 'useless': return <UselessLink why={found.why} />
    case 'failed': return <Unanswered code={found.code} onRetry={look} />
    case 'there': return <Offer link={found.link} secret={secret} onUseless={why => setFound({ kind: 'useless', why })} />
  }
}

/** What the link does, and the button that does it. */
function Offer({ link, secret, onUseless }: { readonly link: LinkBody; readonly secret: string; readonly onUseless: (why: Useless) => void }) {
  const t = useText()
  const dates = useDates()
  const errorText = useErrorText()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const kind = link.kind.replaceAll('_', '-')
  const { certificate } = link
  const enter = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await recipient.enter(secret)
      dropHash()
      navigate('/mine', 'replace')
      return
    } catch (error) {
      const why = uselessBy(error)
      if (why !== null) { onUseless(why); return }
      setFailure(codeOf(error))
    }
    setBusy(false)
  }
  return (
    <BareShell title={t(`claim-${kind}-title`)} menus={<GuestMenus />}>
      <div className="claim" data-testid="claim" data-kind={link.kind}>
        {certificate === null && <span className="claim-motif"><Guilloche size={96} /></span>}
        {certificate !== null && (
          <>
            <p className="claim-issuer">{t('claim-issued-by', { organisation: certificate.organisation })}</p>
            <h1>{certificate.title}</h1>
            <Picture id={certificate.id} title={certificate.title} />
            <p className="claim-facts"><StateBadge state={certificate.state} /> <span>{t('claim-number', { number: certificate.number })}</span></p>
          </>
        )}
        {certificate === null && <h1>{t(`claim-${kind}-title`)}</h1>}
        <p>{t(`claim-${kind}-text`, { address: link.address ?? '', page: link.page ?? '' })}</p>
        {failure !== null && <Banner tone="bad" title={t('claim-failed')} code={failure}>{errorText(failure)}</Banner>}
        <Button variant="primary" isPending={busy} onPress={() => { void enter() }} data-testid="claim-press">{t(`claim-${kind}-action`)}</Button>
        <p className="claim-note">{t('claim-note', { moment: dates.moment(new Date(link.expires_at)) })}</p>
      </div>
    </BareShell>
  )
}

/** Why the link does nothing, and what helps. */
function UselessLink({ why }: { readonly why: Useless }) {
  const t = useText()
  const title = t(`${uselessId(why)}-title`)
  return (
    <BareShell title={title} menus={<GuestMenus />}>
      <EmptyState level={1} title={title} action={<Button variant="primary" onPress={() => { dropHash(); navigate('/mine') }}>{t('claim-to-page')}</Button>}>
        <p data-testid="claim-useless" data-why={why}>{t(`${uselessId(why)}-text`)}</p>
      </EmptyState>
    </BareShell>
  )
}

/** Nothing is known of the link: the server, or the registry, does not answer. */
export function Unanswered({ code, onRetry }: { readonly code: string; readonly onRetry: () => Promise<void> }) {
  const t = useText()
  const errorText = useErrorText()
  return (
    <BareShell title={t('unreachable-title')} menus={<GuestMenus />}>
      <EmptyState level={1} title={t('unreachable-title')} action={<Button variant="primary" onPress={() => { void onRetry() }}>{t('try-again')}</Button>}>
        <p>{errorText(code)} <code>{code}</code></p>
      </EmptyState>
    </BareShell>
  )
}
