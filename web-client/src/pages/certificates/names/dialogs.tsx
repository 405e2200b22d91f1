import { useState } from 'react'
import { issuance } from '../../../api'
import { useErrorText, useText } from '../../../i18n'
import type { BatchBody, NameRequestBody } from '../../../protocol/generated'
import { Banner, Button, Dialog, TextField } from '../../../ui'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { isUnsure } from '../issue/sending'
import { NameChange } from './change'
import { ANSWER_MOST, failedIds } from './words'

interface DecisionProps<Done> {
  /** As it was read. */
  readonly of: NameRequestBody
  readonly onDone: (done: Done) => void
  /** It was not done, and may stand otherwise than it is shown. */
  readonly onFailed: () => void
  readonly onClose: () => void
}

interface Failed {
  readonly code: string
  readonly isUnsure: boolean
}

/** Does something once at a time, and keeps what it failed with. */
function useDecision<Done>(act: () => Promise<Done>, { onDone, onFailed }: Pick<DecisionProps<Done>, 'onDone' | 'onFailed'>) {
  const { ended } = useSession()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Failed | null>(null)
  const decide = async () => {
    if (busy) return
    setBusy(true)
    setFailed(null)
    try {
      onDone(await act())
      return
    } catch (error) {
      if (!ended(error)) {
        setFailed({ code: codeOf(error), isUnsure: isUnsure(error) })
        onFailed()
      }
    }
    setBusy(false)
  }
  return { busy, failed, decide }
}

function Failure({ act, failed }: { readonly act: 'accept' | 'decline'; readonly failed: Failed | null }) {
  const t = useText()
  const errorText = useErrorText()
  if (failed === null) return null
  const { title, text } = failedIds(act, failed.code, failed.isUnsure)
  return <Banner tone="bad" title={t(title)} code={failed.code}>{text === null ? errorText(failed.code) : t(text)}</Banner>
}

/** Asks before a certificate is corrected: the old one does not hold any more, and that stays so. */
export function AcceptDialog({ of: one, onDone, onFailed, onClose }: DecisionProps<BatchBody>) {
  const t = useText()
  const { certificate } = one
  const { busy, failed, decide } = useDecision(() => issuance.acceptName(one.id, { name: one.name }), { onDone, onFailed })
  return (
    <Dialog
      role="alertdialog" title={t('certificate-correct-title', { number: certificate.number })} isOpen onClose={onClose}
      actions={(
        <>
          <Button autoFocus onPress={onClose}>{t('cancel')}</Button>
          <Button variant="primary" isPending={busy} onPress={() => { void decide() }} data-testid="names-accept-now">{t('certificate-correct-one')}</Button>
        </>
      )}
    >
      <NameChange of={one} />
      <p>{t('certificate-correct-lead', { number: certificate.number })}</p>
      {certificate.email !== null && <p>{t('names-accept-mail', { email: certificate.email })}</p>}
      <Failure act="accept" failed={failed} />
    </Dialog>
  )
}

/** Asks why not, before a name is declined: whoever has asked for it reads the answer. */
export function DeclineDialog({ of: one, onDone, onFailed, onClose }: DecisionProps<void>) {
  const t = useText()
  const [answer, setAnswer] = useState('')
  const words = answer.trim()
  const { certificate, name } = one
  const { busy, failed, decide } = useDecision(() => issuance.declineName(one.id, { name, answer: words }), { onDone, onFailed })
  const reason = words === '' ? t('names-answer-needed') : undefined
  return (
    <Dialog
      title={t('names-decline-one', { name, number: certificate.number })} isOpen onClose={onClose} onSubmit={() => { if (reason === undefined) void decide() }}
      actions={(
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button variant="primary" type="submit" isPending={busy} disabledReason={reason} data-testid="names-decline-now">{t('names-decline')}</Button>
        </>
      )}
    >
      <p>{t('names-decline-text', { number: certificate.number })}</p>
      <TextField label={t('names-answer')} lines={3} isRequired autoFocus value={answer} onChange={setAnswer} maxLength={ANSWER_MOST} description={t('names-answer-hint')} />
      <Failure act="decline" failed={failed} />
    </Dialog>
  )
}
