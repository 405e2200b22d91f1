import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import { guests as remote } from '../../../api'
import { useDates, useErrorText, useText } from '../../../i18n'
import type { GuestBody, GuestState } from '../../../protocol/generated'
import { Badge, Banner, Button, Cell, HeadCell, Icon, Loading, Row, showToast, Skeleton, Table, type Tone } from '../../../ui'
import { ConfirmDialog } from '../../confirm-dialog'

export type Guests =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'there'; readonly guests: readonly GuestBody[] }

const TONES: Readonly<Record<GuestState, Tone>> = { open: 'good', expired: 'neutral', revoked: 'bad' }

export interface GuestListProps {
  readonly guests: Guests
  readonly onAgain: () => void
  readonly onTakenBack: (guest: GuestBody) => void
}

/** Everybody who was invited to a draft. */
export function GuestList({ guests, onAgain, onTakenBack }: GuestListProps) {
  const t = useText()
  const errorText = useErrorText()
  const [taking, setTaking] = useState<GuestBody | null>(null)
  const columns = [{ label: t('guests-column-name') }, { label: t('guests-column-state') }, { label: t('guests-column-seen') }, { label: t('guests-column-actions'), hideLabel: true }]
  return (
    <section className="guests-list" aria-label={t('guests-list')}>
      <h3>{t('guests-list')}</h3>
      {guests.kind === 'loading' && <Loading label={t('guests-loading')}><div className="guests-skeleton">{[0, 1].map((key) => <Skeleton key={key} height={36} />)}</div></Loading>}
      {guests.kind === 'failed' && <Banner tone="bad" title={t('guests-failed')} code={guests.code} action={<Button onPress={onAgain}>{t('try-again')}</Button>}>{errorText(guests.code)}</Banner>}
      {guests.kind === 'there' && guests.guests.length === 0 && <div className="guests-empty"><Icon of={UsersRound} size={20} /><p>{t('guests-none')}</p></div>}
      {guests.kind === 'there' && guests.guests.length > 0 && (
        <Table label={t('guests-list')} columns={columns}>
          {guests.guests.map((guest) => <GuestRow key={guest.id} of={guest} onTakeBack={() => setTaking(guest)} />)}
        </Table>
      )}
      {taking !== null && (
        <ConfirmDialog
          title={t('guests-take-back-title', { name: taking.name })} text={t('guests-take-back-text')} action={t('guests-take-back')} failed={t('guests-not-taken-back', { name: taking.name })}
          act={() => remote.takeBack(taking.id)} onClose={() => setTaking(null)}
          onDone={() => {
            setTaking(null)
            showToast({ tone: 'good', text: t('guests-taken-back', { name: taking.name }) })
            onTakenBack(taking)
          }}
        />
      )}
    </section>
  )
}

function GuestRow({ of: guest, onTakeBack }: { readonly of: GuestBody; readonly onTakeBack: () => void }) {
  const t = useText()
  const dates = useDates()
  const until = dates.date(new Date(guest.expires_at))
  return (
    <Row>
      <HeadCell>
        <span className="guest-row-name" data-testid="guest-row" data-state={guest.state}>{guest.name}</span>
        <span className="guest-row-by soft">{t('guests-invited', { name: guest.invited_by.name ?? t('comment-nobody'), when: dates.ago(new Date(guest.invited_at)) })}</span>
      </HeadCell>
      <Cell label={t('guests-column-state')}>
        <span className="guest-row-state"><Badge tone={TONES[guest.state]}>{t(`guests-state-${guest.state}`)}</Badge>{guest.state !== 'revoked' && <span className="soft">{t(guest.state === 'open' ? 'guests-until' : 'guests-ended', { date: until })}</span>}</span>
      </Cell>
      <Cell label={t('guests-column-seen')}>
        {guest.seen_at === null ? <span className="soft">{t('guests-never-seen')}</span> : <time dateTime={guest.seen_at}>{dates.ago(new Date(guest.seen_at))}</time>}
      </Cell>
      <Cell>
        {guest.state === 'open' && <Button variant="danger" aria-label={t('guests-take-back-one', { name: guest.name })} onPress={onTakeBack} data-testid="guest-take-back">{t('guests-take-back')}</Button>}
      </Cell>
    </Row>
  )
}
