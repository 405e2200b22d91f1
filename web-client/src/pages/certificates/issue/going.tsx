import { ExternalLink } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useDates, useErrorText, useText } from '../../../i18n'
import type { BatchBody, CertificateBody } from '../../../protocol/generated'
import { Banner, Button, CopyBlock, Dialog, Icon, Progress } from '../../../ui'
import { Fact, Facts } from '../../column'
import { publicPath } from '../row'
import { StateBadge } from '../state-badge'
import type { Source } from './published'
import type { Issuing } from './use-issuing'

export interface GoingDialogProps {
  readonly of: Source
  readonly issuing: Issuing
  /** Sends the very same once more. */
  readonly onAgain: () => void
  /** Goes on looking how far it is. */
  readonly onLook: (batch: BatchBody) => void
  /** To the form, as it was. */
  readonly onBack: () => void
  /** To a new form from the same template; not where one was to take the place of another. */
  readonly onNext?: () => void
  readonly onClose: () => void
}

/** How far a certificate is that was asked for, until it can be seen. */
export function GoingDialog({ of, issuing, onAgain, onLook, onBack, onNext, onClose }: GoingDialogProps) {
  const t = useText()
  const isDone = issuing.kind === 'issued'
  return (
    <Dialog
      title={t(titleOf(issuing))} isOpen onClose={onClose}
      actions={(
        <>
          {issuing.kind === 'over' && <Button onPress={onBack}>{t('back')}</Button>}
          {isDone && onNext !== undefined && <Button onPress={onNext} data-testid="issue-next">{t('certificate-issue-next')}</Button>}
          <Button variant={isDone ? 'primary' : 'default'} autoFocus={!isDone} onPress={onClose}>{t(isDone ? 'certificate-finish' : 'close')}</Button>
        </>
      )}
    >
      <div className="issue-going" data-testid="issue-going" data-kind={issuing.kind}>
        {issuing.kind === 'issued' ? <Issued of={of} id={issuing.id} certificate={issuing.certificate} /> : <OnItsWay issuing={issuing} onAgain={onAgain} onLook={onLook} />}
      </div>
    </Dialog>
  )
}

function OnItsWay({ issuing, onAgain, onLook }: Pick<GoingDialogProps, 'issuing' | 'onAgain' | 'onLook'>) {
  const t = useText()
  const errorText = useErrorText()
  const said = words(issuing)
  const isMoving = issuing.kind === 'sending' || issuing.kind === 'following'
  return (
    <>
      {isMoving && <Progress label={t('certificate-going-title')} part={null} />}
      {isMoving && <p role="status">{t(said)}</p>}
      {issuing.kind === 'following' && issuing.told.batch.waits && <Banner tone="warn" title={t('certificate-waits')}>{t('certificate-waits-text')}</Banner>}
      {issuing.kind === 'unsure' && (
        <Banner tone="bad" title={t('certificate-unsure')} code={issuing.code} action={<Button onPress={onAgain}>{t('certificate-send-again')}</Button>}>{t('certificate-unsure-text')}</Banner>
      )}
      {issuing.kind === 'left' && (
        <Banner tone="warn" title={t('certificate-left')} code={issuing.code ?? undefined} action={<Button onPress={() => onLook(issuing.batch)}>{t('certificate-look-again')}</Button>}>
          {issuing.code === null ? t('certificate-left-text') : errorText(issuing.code)}
        </Banner>
      )}
      {issuing.kind === 'over' && <Banner tone="bad" title={t('certificate-not-issued')}>{t(said)}</Banner>}
    </>
  )
}

/** Nothing is said to be going on that may not be. */
function titleOf({ kind }: Issuing): string {
  switch (kind) {
    case 'issued': return 'certificate-issued-title'
    case 'unsure': case 'over': return 'certificate-form-title'
    default: return 'certificate-going-title'
  }
}

function words(issuing: Issuing): string {
  switch (issuing.kind) {
    case 'sending': return issuing.again ? 'certificate-sending-again' : 'certificate-sending'
    case 'over': return issuing.batch.state === 'cancelled' ? 'certificate-cancelled' : 'certificate-batch-failed'
    case 'following': return issuing.told.isLost ? 'certificate-lost' : issuing.told.batch.state === 'paused' ? 'certificate-paused' : 'certificate-going'
    default: return 'certificate-going'
  }
}

/** What was issued, and where anybody can see it. */
function Issued({ of, id, certificate }: { of: Source; id: string; certificate: CertificateBody | null }) {
  const t = useText()
  const dates = useDates()
  return (
    <>
      <p role="status" className="visually-hidden">{certificate === null ? t('certificate-issued-title') : t('certificate-issued', { number: certificate.number })}</p>
      {certificate === null ? <Banner tone="warn">{t('certificate-issued-unread')}</Banner> : (
        <Facts>
          <Fact label={t('certificate-column-number')}><span className="certificate-number">{certificate.number}</span></Fact>
          <Fact label={t('certificate-column-recipient')}>{certificate.recipient_name ?? t('certificate-erased')}</Fact>
          <Fact label={t('certificate-column-template')}>{of.template.name}</Fact>
          <Fact label={t('certificate-column-state')}><StateBadge state={certificate.state} /></Fact>
          <Fact label={t('certificate-valid-from')}>{dates.day(new Date(certificate.valid_from))}</Fact>
          <Fact label={t('certificate-column-until')}>{certificate.valid_until === null ? t('certificate-no-end') : dates.day(new Date(certificate.valid_until))}</Fact>
        </Facts>
      )}
      <div className="issue-address">
        <h3>{t('certificate-address')}</h3>
        <CopyBlock label={t('certificate-address')} text={certificate?.url ?? `${location.origin}${publicPath(id)}`} autoFocus />
        <Link className="button button-default" href={publicPath(id)} target="_blank" rel="noopener"><Icon of={ExternalLink} /><span>{t('certificate-open')}</span></Link>
      </div>
    </>
  )
}
