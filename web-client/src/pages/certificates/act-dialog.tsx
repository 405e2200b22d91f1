import { useState } from 'react'
import { issuance, type Acted, type CertificateAct } from '../../api'
import { useErrorText, useText } from '../../i18n'
import type { CertificateBody, StateReason } from '../../protocol/generated'
import { Banner, Button, Dialog, Radios, TextField } from '../../ui'
import { codeOf } from '../failure'
import { useSession } from '../session'
import { failedIds, needsReason, NOTE_MOST, reasonId, REASONS } from './acts'

export interface ActDialogProps {
  readonly of: CertificateBody
  readonly act: CertificateAct
  readonly onDone: (acted: Acted) => void
  /** It was not done, and may stand otherwise than it is shown. */
  readonly onFailed: () => void
  readonly onClose: () => void
}

/** Asks before a certificate is suspended, holds again, or is revoked; names it by its number. */
export function ActDialog({ of: one, act, onDone, onFailed, onClose }: ActDialogProps) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [reason, setReason] = useState<StateReason | null>(null)
  const [note, setNote] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const name = one.recipient_name ?? t('certificate-erased')

  const confirm = async () => {
    setBusy(true)
    setFailure(null)
    try {
      if (act === 'reinstate') onDone(await issuance.reinstate(one.id))
      else if (reason !== null) onDone(await issuance[act](one.id, { reason, ...(note.trim() !== '' && { note: note.trim() }) }))
      return
    } catch (error) {
      if (!ended(error)) {
        setFailure(codeOf(error))
        onFailed()
      }
    }
    setBusy(false)
  }

  const words = t(`certificate-${act}-one`, { number: one.number })
  const failed = failure === null ? null : failedIds(failure)
  return (
    <Dialog
      role="alertdialog" title={words} isOpen onClose={onClose}
      actions={(
        <>
          <Button autoFocus={!needsReason(act)} onPress={onClose}>{t('cancel')}</Button>
          <Button
            variant={act === 'revoke' ? 'danger' : 'primary'} isPending={busy} disabledReason={needsReason(act) && reason === null ? t('certificate-reason-missing') : undefined}
            onPress={() => { void confirm() }} data-testid="certificate-act"
          >
            {words}
          </Button>
        </>
      )}
    >
      <p>{t('certificate-given', { name, title: one.title })}</p>
      <p>{t(`certificate-${act}-text`)}</p>
      {needsReason(act) && (
        <>
          <Radios<StateReason> label={t('certificate-reason')} value={reason} onChange={setReason} options={REASONS.map(id => ({ id, label: t(reasonId(id)) }))} />
          <TextField label={t('certificate-reason-note')} lines={2} value={note} onChange={setNote} maxLength={NOTE_MOST} description={t('certificate-reason-note-hint')} />
        </>
      )}
      {failure !== null && failed !== null && <Banner tone="bad" title={t(failed.title, { number: one.number })} code={failure}>{failed.text === null ? errorText(failure) : t(failed.text)}</Banner>}
    </Dialog>
  )
}
