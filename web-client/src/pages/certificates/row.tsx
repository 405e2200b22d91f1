import { Ban, CirclePause, CirclePlay, Ellipsis, ExternalLink, FileDown, FilePen, FileText, Link as LinkIcon, Mail, RefreshCw, type LucideIcon } from 'lucide-react'
import { memo } from 'react'
import type { CertificateAct } from '../../api'
import { useDates, useText } from '../../i18n'
import type { CertificateBody } from '../../protocol/generated'
import { Cell, HeadCell, IconButton, Menu, MenuItem, MenuSeparator, Row, showToast } from '../../ui'
import { actsIn, deliveryId, isSendable, reasonId, successionsOf } from './acts'
import { StateBadge } from './state-badge'

const ICONS: Readonly<Record<CertificateAct, LucideIcon>> = { suspend: CirclePause, reinstate: CirclePlay, revoke: Ban }

/** The address of the page that anybody can open, on this server. */
export const publicPath = (id: string): string => `/v/${encodeURIComponent(id)}`

export interface CertificateRowProps {
  readonly of: CertificateBody
  readonly onAct: (act: CertificateAct, of: CertificateBody) => void
  /** Its address is to be shown: this browser does not copy. */
  readonly onAddress: (of: CertificateBody) => void
  readonly onSend: (of: CertificateBody) => void
  readonly onSucceed: (how: 'correct' | 'renew', of: CertificateBody) => void
}

/** A certificate, and what can be done with it. Drawn once, however many are added below. */
export const CertificateRow = memo(function CertificateRow({ of: one, onAct, onAddress, onSend, onSucceed }: CertificateRowProps) {
  const t = useText()
  const dates = useDates()
  const label = t('certificate-actions', { number: one.number })
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(one.url)
      showToast({ tone: 'good', text: t('certificate-address-copied', { number: one.number }) })
    } catch { onAddress(one) }
  }
  const acts = actsIn(one.state)
  const successions = successionsOf(one)
  return (
    <Row>
      <HeadCell><span className="certificate-number">{one.number}</span></HeadCell>
      <Cell label={t('certificate-column-recipient')}>
        {one.recipient_name === null ? <span className="soft">{t('certificate-erased')}</span> : <span className="certificate-name">{one.recipient_name}</span>}
        {one.delivery !== null && <span className="certificate-reason" data-delivery={one.delivery.state}>{t(deliveryId(one.delivery.state))}</span>}
        {one.delivery !== null && one.delivery.claimed_at !== null && <span className="certificate-reason">{t('certificate-claimed', { date: dates.date(new Date(one.delivery.claimed_at)) })}</span>}
      </Cell>
      <Cell label={t('certificate-column-template')}><span className="certificate-name">{one.title}</span></Cell>
      <Cell label={t('certificate-column-state')}>
        <StateBadge state={one.state} />
        {one.superseded_by !== null && <a className="certificate-reason" href={publicPath(one.superseded_by)} target="_blank" rel="noopener">{t(one.succession === 'renewal' ? 'certificate-renewed-by' : 'certificate-corrected-by')}</a>}
        {one.supersedes !== null && <a className="certificate-reason" href={publicPath(one.supersedes)} target="_blank" rel="noopener">{t('certificate-supersedes')}</a>}
        {one.reason !== null && (one.state === 'revoked' || one.state === 'suspended') && <span className="certificate-reason">{one.reason_note === null ? t(reasonId(one.reason)) : t('certificate-reason-and-note', { reason: t(reasonId(one.reason)), note: one.reason_note })}</span>}
      </Cell>
      <Cell label={t('certificate-column-issued')}><time className="certificate-day" dateTime={one.issued_at}>{dates.date(new Date(one.issued_at))}</time></Cell>
      <Cell label={t('certificate-column-until')}>
        {one.valid_until === null
          ? <span className="soft">{t('certificate-no-end')}</span>
          : <time className="certificate-day" dateTime={one.valid_until.slice(0, 10)}>{dates.day(new Date(one.valid_until))}</time>}
      </Cell>
      <Cell>
        <Menu label={label} placement="bottom end" trigger={<IconButton icon={Ellipsis} label={label} data-testid="certificate-menu" />}>
          <MenuItem icon={ExternalLink} label={t('certificate-open')} href={publicPath(one.id)} target="_blank" />
          <MenuItem icon={LinkIcon} label={t('certificate-copy-address')} onAction={() => { void copy() }} />
          <MenuItem icon={FileDown} label={t('certificate-download')} href={`${publicPath(one.id)}/credential.json`} download={`${one.number}.json`} />
          <MenuItem icon={FileText} label={t('certificate-pdf')} href={`${publicPath(one.id)}/certificate.pdf`} target="_blank" />
          {isSendable(one) && <MenuItem icon={Mail} label={t(one.delivery === null ? 'certificate-mail' : 'certificate-mail-again')} onAction={() => onSend(one)} data-testid="certificate-send" />}
          {successions.length > 0 && <MenuSeparator />}
          {successions.map(how => <MenuItem key={how} icon={how === 'correct' ? FilePen : RefreshCw} label={t(`certificate-${how}`)} onAction={() => onSucceed(how, one)} data-testid={`certificate-${how}`} />)}
          {acts.length > 0 && <MenuSeparator />}
          {acts.map(act => (
            <MenuItem key={act} icon={ICONS[act]} danger={act === 'revoke'} label={t(`certificate-${act}`)} onAction={() => onAct(act, one)} data-testid={`certificate-${act}`} />
          ))}
        </Menu>
      </Cell>
    </Row>
  )
})
