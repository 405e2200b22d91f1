/** Inviting guests, and who was invited before. */
import { useCallback, useEffect, useState } from 'react'
import { guests as remote } from '../../../api'
import { useErrorText, useText } from '../../../i18n'
import type { GuestBody, InvitedGuestBody } from '../../../protocol/generated'
import { Banner, Button, CopyBlock, Dialog, Select, TextField } from '../../../ui'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { GuestList, type Guests } from './list'
import './guests.css'

/** How long a link may be valid, in days. */
const DAYS = ['7', '14', '30', '90'] as const
type Days = (typeof DAYS)[number]
/** As long as the server allows. */
const NAME_MAX = 100

export interface GuestsDialogProps {
  readonly draft: string
  /** The number of the version that guests see; `null`: none was given to approvers yet. */
  readonly version: number | null
  readonly onClose: () => void
}

/** The dialog behind “Invite a guest”. */
export function GuestsDialog({ draft, version, onClose }: GuestsDialogProps) {
  const t = useText()
  const { ended } = useSession()
  const [guests, setGuests] = useState<Guests>({ kind: 'loading' })
  const [invited, setInvited] = useState<InvitedGuestBody | null>(null)
  const load = useCallback(async () => {
    try { setGuests({ kind: 'there', guests: (await remote.list(draft)).guests }) }
    // What is known stays.
    catch (error) { if (!ended(error)) setGuests((now) => (now.kind === 'there' ? now : { kind: 'failed', code: codeOf(error) })) }
  }, [draft, ended])
  useEffect(() => { void load() }, [load])
  const put = (guest: GuestBody) => setGuests((now) => (now.kind === 'there' ? { kind: 'there', guests: [guest, ...now.guests.filter(({ id }) => id !== guest.id)] } : now))
  return (
    <Dialog size="wide" title={t('guests-title')} isOpen staysOpen={invited !== null} onClose={onClose} actions={<Button onPress={onClose} data-testid="guests-close">{t('close')}</Button>}>
      <div className="guests" data-testid="guests-dialog">
        <p className="guests-lead">{version === null ? t('guests-lead-nothing') : t('guests-lead', { number: version })}</p>
        {invited === null
          ? <InviteForm draft={draft} onInvited={(body) => { setInvited(body); put(body.guest) }} />
          : <Invited invited={invited} onAgain={() => setInvited(null)} />}
        <GuestList
          guests={guests} onAgain={() => { setGuests({ kind: 'loading' }); void load() }}
          onTakenBack={(guest) => {
            put({ ...guest, state: 'revoked' })
            if (invited?.guest.id === guest.id) setInvited(null)
            void load()
          }}
        />
      </div>
    </Dialog>
  )
}

function InviteForm({ draft, onInvited }: { readonly draft: string; readonly onInvited: (body: InvitedGuestBody) => void }) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [name, setName] = useState('')
  const [days, setDays] = useState<Days>('14')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const invite = async () => {
    setAsked(true)
    if (name.trim() === '' || busy) return
    setBusy(true)
    setFailure(null)
    try {
      onInvited(await remote.invite(draft, { name: name.trim(), days: Number(days) }))
      return
    } catch (error) { if (!ended(error)) setFailure(codeOf(error)) }
    setBusy(false)
  }
  return (
    <form className="guests-form" noValidate onSubmit={(event) => { event.preventDefault(); void invite() }}>
      <TextField label={t('guests-name')} description={t('guests-name-hint')} value={name} onChange={setName} maxLength={NAME_MAX} autoFocus error={asked && name.trim() === '' ? t('name-missing') : undefined} />
      <Select label={t('guests-days')} value={days} onChange={setDays} options={DAYS.map((id) => ({ id, label: t('guests-days-value', { count: Number(id) }) }))} />
      <Button variant="primary" type="submit" isPending={busy} data-testid="guests-create">{t('guests-create')}</Button>
      {failure !== null && <div className="guests-failure"><Banner tone="bad" title={t('guests-not-invited')} code={failure}>{errorText(failure)}</Banner></div>}
    </form>
  )
}

/** The link, which is shown this once. */
function Invited({ invited: { guest, link }, onAgain }: { readonly invited: InvitedGuestBody; readonly onAgain: () => void }) {
  const t = useText()
  return (
    <section className="guests-made" aria-label={t('guests-link', { name: guest.name })} data-testid="guests-link">
      <Banner tone="warn" title={t('guests-link', { name: guest.name })} action={<Button onPress={onAgain}>{t('guests-another')}</Button>}>{t('guests-link-once')}</Banner>
      <CopyBlock label={t('guests-link', { name: guest.name })} text={new URL(link, location.origin).href} autoFocus />
    </section>
  )
}
