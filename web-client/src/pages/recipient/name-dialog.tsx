import { useState } from 'react'
import { recipient } from '../../api'
import { useErrorText, useText } from '../../i18n'
import type { OwnCertificateBody } from '../../protocol/generated'
import { Banner, Button, Dialog, showToast, TextField } from '../../ui'
import { codeOf } from '../failure'
import { askedFor, begunWith, NOTE_MOST, refusedBy, wrongNameId } from './name'

/** Asks the organisation to be called otherwise in a certificate, or for another name than was asked for. */
export function NameDialog({ of: one, onChanged, onClose }: { readonly of: OwnCertificateBody; readonly onChanged: () => Promise<void>; readonly onClose: () => void }) {
  const t = useText()
  const errorText = useErrorText()
  const [{ name, note }, setTyped] = useState(() => begunWith(one))
  const [wrong, setWrong] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const { title, organisation } = one
  const refused = failure === null ? null : refusedBy(failure)
  const said = failure === null || refused === null ? null : refused.id === null ? errorText(failure) : t(refused.id)
  const send = async () => {
    if (busy) return
    const found = wrongNameId(name, one.recipient_name)
    setWrong(found)
    setFailure(null)
    if (found !== null) return
    setBusy(true)
    try {
      await recipient.askName(one.id, askedFor(name, note))
      onClose()
      showToast({ tone: 'good', text: t('mine-name-sent', { organisation }) })
      void onChanged()
      return
    } catch (error) {
      const code = codeOf(error)
      setFailure(code)
      // What stands in the way may stand on the page by now.
      if (refusedBy(code).at === 'dialog') void onChanged()
    }
    setBusy(false)
  }
  /** What was wrong with a field is not said of what is typed there next. */
  const typed = (part: { readonly name: string } | { readonly note: string }) => {
    setTyped(now => ({ ...now, ...part }))
    if ('name' in part) setWrong(null)
    if (refused?.at === ('name' in part ? 'name' : 'note')) setFailure(null)
  }
  return (
    <Dialog
      title={t('mine-name-one', { title })} isOpen onClose={onClose} onSubmit={() => { void send() }}
      actions={<><Button onPress={onClose}>{t('cancel')}</Button><Button variant="primary" type="submit" isPending={busy} data-testid="name-send">{t('mine-name-send')}</Button></>}
    >
      <p>{t('mine-name-text', { organisation })}</p>
      <TextField
        label={t('mine-name-field')} name="name" autoComplete="name" autoFocus value={name} onChange={value => typed({ name: value })}
        description={one.recipient_name === null ? undefined : t('mine-name-now', { name: one.recipient_name })}
        error={wrong !== null ? t(wrong) : refused?.at === 'name' && said !== null ? said : undefined}
      />
      <TextField
        label={t('mine-name-note')} lines={3} value={note} onChange={value => typed({ note: value })} maxLength={NOTE_MOST} description={t('mine-name-note-hint')}
        error={refused?.at === 'note' && said !== null ? said : undefined}
      />
      {failure !== null && refused?.at === 'dialog' && <Banner tone="bad" title={t('mine-name-failed')} code={failure}>{said}</Banner>}
    </Dialog>
  )
}
