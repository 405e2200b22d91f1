import { useState } from 'react'
import { useDates, useErrorText, useText } from '../../../i18n'
import type { BatchBody, NameRequestBody } from '../../../protocol/generated'
import { Banner, Button, showToast } from '../../../ui'
import { Plate } from '../../column'
import { useKeptFocus } from '../../kept-focus'
import { StateBadge } from '../state-badge'
import { NameChange } from './change'
import { AcceptDialog, DeclineDialog } from './dialogs'
import type { NameRequests } from './use-names'
import { hindranceId, isSaid } from './words'

type Open = { readonly kind: 'none' } | { readonly kind: 'accept' | 'decline'; readonly of: NameRequestBody }
const NOTHING: Open = { kind: 'none' }

export interface NamesProps {
  readonly names: NameRequests
  /** One was accepted: the corrected certificate is on its way. */
  readonly onAccepted: (batch: BatchBody) => void
  /** Something may stand otherwise than it is shown. */
  readonly onMoved: () => void
}

/** What those who have certificates ask; nothing where nobody asks anything. */
export function Names({ names: { requests, more, failure, reload }, onAccepted, onMoved }: NamesProps) {
  const t = useText()
  const errorText = useErrorText()
  // What is decided keeps being what was read, whatever is asked meanwhile.
  const [open, setOpen] = useState<Open>(NOTHING)
  const { place, watch } = useKeptFocus<HTMLUListElement>()
  const close = () => setOpen(NOTHING)
  return (
    <>
      {failure !== null && !isSaid(failure) && <Banner tone="warn" title={t('names-failed')} code={failure} action={<Button onPress={reload}>{t('try-again')}</Button>}>{errorText(failure)}</Banner>}
      {requests !== null && requests.length > 0 && (
        <Plate title={t('names-plate')} lead={t('names-lead')}>
          <ul className="names" aria-label={t('names-plate')} tabIndex={-1} ref={place} {...watch} data-testid="names-plate">
            {requests.map(one => <NameRow key={one.id} of={one} onAccept={() => setOpen({ kind: 'accept', of: one })} onDecline={() => setOpen({ kind: 'decline', of: one })} />)}
          </ul>
          {more && <p className="soft">{t('names-more', { count: requests.length })}</p>}
        </Plate>
      )}
      {open.kind === 'accept' && <AcceptDialog of={open.of} onClose={close} onFailed={onMoved} onDone={batch => { close(); onAccepted(batch) }} />}
      {open.kind === 'decline' && (
        <DeclineDialog of={open.of} onClose={close} onFailed={onMoved} onDone={() => { close(); showToast({ tone: 'good', text: t('names-declined', { name: open.of.name }) }); onMoved() }} />
      )}
    </>
  )
}

function NameRow({ of: one, onAccept, onDecline }: { readonly of: NameRequestBody; readonly onAccept: () => void; readonly onDecline: () => void }) {
  const t = useText()
  const dates = useDates()
  const { certificate, name, note } = one
  const hindrance = hindranceId(certificate)
  const about = { name, number: certificate.number }
  return (
    <li className="names-row" data-testid="names-row" data-id={one.id}>
      <div className="names-words">
        <p className="names-of">
          <span className="certificate-name">{certificate.title}</span> <span className="soft certificate-number">{certificate.number}</span>
          {certificate.state !== 'valid' && <StateBadge state={certificate.state} />}
        </p>
        <NameChange of={one} />
        {note !== null && <blockquote className="names-note">{note}</blockquote>}
        <p className="names-asked">{t('names-asked', { date: dates.date(new Date(one.asked_at)) })}</p>
      </div>
      <div className="names-acts">
        <Button disabledReason={hindrance === null ? undefined : t(hindrance)} onPress={onAccept} aria-label={t('names-accept-one', about)} data-testid="names-accept">{t('names-accept')}</Button>
        <Button variant="quiet" onPress={onDecline} aria-label={t('names-decline-one', about)} data-testid="names-decline">{t('names-decline')}</Button>
      </div>
    </li>
  )
}
