import { LogOut } from 'lucide-react'
import { useState } from 'react'
import { useErrorText, useText } from '../../i18n'
import type { OwnCertificateBody } from '../../protocol/generated'
import { Banner, Button, EmptyState, showToast } from '../../ui'
import { ColumnPage } from '../column'
import { GuestMenus } from '../guest/menus'
import { BareShell } from '../shell'
import { OpeningPage } from '../states'
import { Addresses } from './addresses'
import { AskLinkPage } from './ask-link'
import { Card } from './card'
import { Unanswered } from './claim-page'
import { NameDialog } from './name-dialog'
import { ShareDialog } from './share-dialog'
import { useMine, type Mine, type Visit } from './use-mine'
import './recipient.css'

/** The page of somebody whom certificates were given to: all of them, of whichever organisation. */
export function MinePage() {
  const { visit, load, leave } = useMine()
  switch (visit.kind) {
    case 'loading': return <OpeningPage />
    case 'outside': return <AskLinkPage left={visit.left} />
    case 'unanswered': return <Unanswered code={visit.code} onRetry={load} />
    case 'inside': return <Inside visit={visit} load={load} leave={leave} />
  }
}

function Inside({ visit, load, leave }: Omit<Mine, 'visit'> & { readonly visit: Extract<Visit, { kind: 'inside' }> }) {
  const t = useText()
  const errorText = useErrorText()
  const [open, setOpen] = useState<{ readonly what: 'share' | 'name'; readonly of: OwnCertificateBody['id'] } | null>(null)
  const [leaving, setLeaving] = useState(false)
  const { mine, failure } = visit
  const one = mine.certificates.find(({ id }) => id === open?.of)
  const close = () => setOpen(null)
  const signOut = async () => {
    setLeaving(true)
    try { await leave() } catch {
      setLeaving(false)
      showToast({ tone: 'bad', text: t('mine-leave-failed') })
    }
  }
  return (
    <BareShell title={t('mine-title')} menus={<div className="mine-menus"><GuestMenus /><Button variant="quiet" icon={LogOut} isPending={leaving} onPress={() => { void signOut() }} data-testid="mine-leave">{t('mine-leave')}</Button></div>}>
      <div className="mine" data-testid="mine">
        <ColumnPage title={t('mine-title')} lead={t('mine-lead')}>
          {failure !== null && <Banner tone="warn" title={t('mine-old')} code={failure} action={<Button onPress={() => { void load() }}>{t('try-again')}</Button>}>{errorText(failure)}</Banner>}
          {mine.certificates.length === 0
            ? <EmptyState title={t('mine-empty-title')}><p>{t('mine-empty-text')}</p></EmptyState>
            : <ul className="own-cards" aria-label={t('mine-title')}>{mine.certificates.map(of => <Card key={of.id} of={of} onShare={() => setOpen({ what: 'share', of: of.id })} onName={() => setOpen({ what: 'name', of: of.id })} onChanged={load} />)}</ul>}
          {mine.more && <p className="soft">{t('mine-more', { count: mine.certificates.length })}</p>}
          <Addresses addresses={mine.addresses} onChanged={load} />
        </ColumnPage>
      </div>
      {one !== undefined && open?.what === 'share' && <ShareDialog of={one} onChanged={load} onClose={close} />}
      {one !== undefined && open?.what === 'name' && <NameDialog of={one} onChanged={load} onClose={close} />}
    </BareShell>
  )
}
