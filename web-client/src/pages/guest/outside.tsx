import { useText } from '../../i18n'
import { CopyBlock, EmptyState } from '../../ui'
import { BareShell } from '../shell'
import { GuestMenus } from './menus'
import type { Outside } from './visit'
import './guest.css'

/** What is said of each reason. */
const WORDS: Readonly<Record<Outside, string>> = {
  no_link: 'guest-no-link', left: 'guest-left', guest_link_unknown: 'guest-unknown', guest_link_expired: 'guest-expired', guest_link_revoked: 'guest-revoked',
}

/** Why there is nothing to see, and what helps. `unsent`: words that the server did not take any more. */
export function OutsidePage({ why, unsent }: { readonly why: Outside; readonly unsent: readonly string[] }) {
  const t = useText()
  const title = t(`${WORDS[why]}-title`)
  return (
    <BareShell title={title} menus={<GuestMenus />}>
      <EmptyState level={1} title={title}>
        <p data-testid="guest-outside" data-why={why}>{t(`${WORDS[why]}-text`)}</p>
        {unsent.length > 0 && (
          <div className="guest-unsent">
            <p>{t('guest-unsent-text')}</p>
            <CopyBlock label={t('guest-unsent-label')} text={unsent.join('\n\n')} lines />
          </div>
        )}
      </EmptyState>
    </BareShell>
  )
}
