import { useErrorText, useText } from '../../i18n'
import { Button, EmptyState } from '../../ui'
import { BareShell } from '../shell'
import { OpeningPage } from '../states'
import { EntryPage } from './entry'
import { GuestMenus } from './menus'
import { OutsidePage } from './outside'
import { GuestReview } from './review'
import { useVisit } from './use-visit'

/** The page of somebody without an account: the door, and what is behind it. */
export function GuestPage() {
  const { visit, load, enter, leave, end } = useVisit()
  switch (visit.kind) {
    case 'loading': return <OpeningPage />
    case 'invited': return <EntryPage key={visit.secret} onEnter={() => enter(visit.secret)} />
    case 'outside': return <OutsidePage why={visit.why} unsent={visit.unsent} />
    case 'unreachable': return <GuestUnreachable code={visit.code} onRetry={load} />
    case 'inside': return <GuestReview key={visit.view.me.guest ?? ''} view={visit.view} onOutside={end} onLeave={leave} />
  }
}

/** The server does not answer; it is asked again by itself. */
function GuestUnreachable({ code, onRetry }: { readonly code: string; readonly onRetry: () => Promise<void> }) {
  const t = useText()
  const errorText = useErrorText()
  return (
    <BareShell title={t('unreachable-title')} menus={<GuestMenus />}>
      <EmptyState level={1} title={t('unreachable-title')} action={<Button variant="primary" onPress={() => { void onRetry() }}>{t('try-again')}</Button>}>
        <p>{code === 'unreachable' ? null : <>{errorText(code)} <code>{code}</code> </>}{t('guest-unreachable-text')}</p>
        <p className="state-note">{t('unreachable-retrying')}</p>
      </EmptyState>
    </BareShell>
  )
}
