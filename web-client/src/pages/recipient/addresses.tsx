import { MailPlus } from 'lucide-react'
import { useState } from 'react'
import { recipient } from '../../api'
import { useDates, useErrorText, useI18n, useText } from '../../i18n'
import type { OwnAddressBody } from '../../protocol/generated'
import { Banner, Button, Dialog, showToast, TextField } from '../../ui'
import { Plate } from '../column'
import { codeOf } from '../failure'

type Open = { kind: 'none' } | { kind: 'add' } | { kind: 'remove'; of: OwnAddressBody }

/** The addresses by which somebody comes back to their page. */
export function Addresses({ addresses, onChanged }: { readonly addresses: readonly OwnAddressBody[]; readonly onChanged: () => Promise<void> }) {
  const t = useText()
  const dates = useDates()
  const [open, setOpen] = useState<Open>({ kind: 'none' })
  const close = () => setOpen({ kind: 'none' })
  return (
    <Plate title={t('mine-addresses')} lead={t('mine-addresses-lead')} aside={<Button icon={MailPlus} onPress={() => setOpen({ kind: 'add' })} data-testid="address-add">{t('mine-address-add')}</Button>}>
      <ul className="addresses">
        {addresses.map(one => (
          <li key={one.id} className="address" data-testid="address">
            <span className="address-words"><span className="address-name">{one.address}</span> <span className="soft">{t('mine-address-since', { date: dates.date(new Date(one.since)) })}</span></span>
            <Button
              variant="quiet" aria-label={t('mine-address-remove-one', { address: one.address })} disabledReason={addresses.length === 1 ? t('mine-address-last') : undefined}
              onPress={() => setOpen({ kind: 'remove', of: one })} data-testid="address-remove"
            >
              {t('mine-address-remove')}
            </Button>
          </li>
        ))}
      </ul>
      {open.kind === 'add' && <AddDialog onClose={close} />}
      {open.kind === 'remove' && <RemoveDialog of={open.of} onClose={close} onDone={() => { close(); void onChanged() }} />}
    </Plate>
  )
}

function AddDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, language } = useI18n()
  const errorText = useErrorText()
  const [email, setEmail] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const isTyped = failure === 'address_malformed'
  const ask = async () => {
    if (busy) return
    if (email.trim() === '') { setFailure('address_malformed'); return }
    setBusy(true)
    setFailure(null)
    try {
      await recipient.askAddress({ email: email.trim(), language })
      onClose()
      showToast({ tone: 'good', text: t('mine-address-asked', { address: email.trim() }) })
      return
    } catch (error) { setFailure(codeOf(error)) }
    setBusy(false)
  }
  return (
    <Dialog
      title={t('mine-address-add')} isOpen onClose={onClose} onSubmit={() => { void ask() }}
      actions={<><Button onPress={onClose}>{t('cancel')}</Button><Button variant="primary" type="submit" isPending={busy} data-testid="address-send">{t('mine-ask-action')}</Button></>}
    >
      <p>{t('mine-address-add-text')}</p>
      <TextField
        label={t('mine-address')} type="email" name="email" autoComplete="email" autoFocus value={email} onChange={value => { setEmail(value); if (isTyped) setFailure(null) }}
        error={isTyped ? errorText('address_malformed') : undefined}
      />
      {failure !== null && !isTyped && <Banner tone="bad" title={t('mine-ask-failed')} code={failure}>{errorText(failure)}</Banner>}
    </Dialog>
  )
}

function RemoveDialog({ of: one, onClose, onDone }: { readonly of: OwnAddressBody; readonly onClose: () => void; readonly onDone: () => void }) {
  const t = useText()
  const errorText = useErrorText()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const remove = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await recipient.removeAddress(one.id)
      onDone()
      return
    } catch (error) { setFailure(codeOf(error)) }
    setBusy(false)
  }
  const title = t('mine-address-remove-one', { address: one.address })
  return (
    <Dialog
      role="alertdialog" title={title} isOpen onClose={onClose}
      actions={<><Button autoFocus onPress={onClose}>{t('cancel')}</Button><Button variant="danger" isPending={busy} onPress={() => { void remove() }} data-testid="address-remove-now">{t('mine-address-remove')}</Button></>}
    >
      <p>{t('mine-address-remove-text')}</p>
      {failure !== null && <Banner tone="bad" title={t('mine-address-not-removed')} code={failure}>{errorText(failure)}</Banner>}
    </Dialog>
  )
}
