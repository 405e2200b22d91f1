import { ExternalLink, FileDown, FileText, PenLine, Share2 } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useDates, useText } from '../../i18n'
import type { OwnCertificateBody } from '../../protocol/generated'
import { Button, Icon } from '../../ui'
import { reasonId } from '../certificates/acts'
import { publicPath } from '../certificates/row'
import { StateBadge } from '../certificates/state-badge'
import { useKeptFocus } from '../kept-focus'
import { standingOf } from './name'
import { NameLine } from './name-line'
import { Picture } from './picture'

export interface CardProps {
  readonly of: OwnCertificateBody
  readonly onShare: () => void
  /** Another name is to be asked for, or what is asked to be changed. */
  readonly onName: () => void
  readonly onChanged: () => Promise<void>
}

/** A certificate, and what its recipient does with it. */
export function Card({ of: one, onShare, onName, onChanged }: CardProps) {
  const t = useText()
  const dates = useDates()
  const path = publicPath(one.id)
  // “Correct the name” gives way to “Change”, and comes back once that is taken back.
  const { place, watch } = useKeptFocus<HTMLButtonElement>()
  return (
    <li className="own-card" data-testid="card" data-id={one.id} {...watch}>
      <Picture id={one.id} title={one.title} />
      <div className="own-words">
        <h2>{one.title}</h2>
        <p className="soft">{one.organisation}</p>
        <p className="own-state">
          <StateBadge state={one.state} />
          {one.reason !== null && (one.state === 'revoked' || one.state === 'suspended') && <span className="soft">{one.reason_note === null ? t(reasonId(one.reason)) : t('certificate-reason-and-note', { reason: t(reasonId(one.reason)), note: one.reason_note })}</span>}
        </p>
        <p className="own-facts soft">
          {t('mine-issued', { number: one.number, date: dates.date(new Date(one.issued_at)) })}
          {one.valid_until !== null && <> · {t('mine-until', { date: dates.day(new Date(one.valid_until)) })}</>}
        </p>
        <NameLine of={one} onChange={onName} onChanged={onChanged} first={place} />
        <div className="own-acts">
          <Button variant="default" icon={Share2} onPress={onShare} aria-label={t('mine-share-one', { title: one.title })} data-testid="card-share">{t('mine-share')}</Button>
          <Link className="button button-quiet" href={`${path}/certificate.pdf`} target="_blank" aria-label={t('mine-pdf-one', { title: one.title })} data-testid="card-pdf"><Icon of={FileText} /><span>PDF</span></Link>
          <Link className="button button-quiet" href={`${path}/credential.json`} download={`${one.number}.json`} aria-label={t('mine-credential-one', { title: one.title })} data-testid="card-credential"><Icon of={FileDown} /><span>{t('mine-credential')}</span></Link>
          <Link className="button button-quiet" href={path} target="_blank" aria-label={t('mine-check-one', { title: one.title })}><Icon of={ExternalLink} /><span>{t('mine-check')}</span></Link>
          {standingOf(one).mayAsk && <Button variant="quiet" icon={PenLine} onPress={onName} aria-label={t('mine-name-one', { title: one.title })} ref={place} data-testid="card-name">{t('mine-name')}</Button>}
        </div>
      </div>
    </li>
  )
}
