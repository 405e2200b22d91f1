/** Asking for a review: what stands against it, whom to ask, until when. */
import { useState } from 'react'
import { api } from '../../../api'
import { useSaveState } from '../../../canvas/context'
import { useErrorText, useText } from '../../../i18n'
import type { DraftReviewBody } from '../../../protocol/generated'
import { Banner, Button, Dialog, TextField, showToast } from '../../../ui'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { AskingFields, askingOf, type Asking } from './asking'
import { GateList, useGate } from './gate-list'
import { useJump } from './jump'
import { dueOf } from './words'

const NOTE_MOST = 2_000

export interface SubmitDialogProps {
  readonly draft: string
  readonly rules: DraftReviewBody['rules']
  readonly onDone: (body: DraftReviewBody) => void
  readonly onClose: () => void
}

/** The dialog behind “Ask for review”. */
export function SubmitDialog({ draft, rules, onDone, onClose }: SubmitDialogProps) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const jump = useJump()
  const save = useSaveState()
  const { gate, again } = useGate(draft)
  const [asking, setAsking] = useState<Asking>(() => askingOf([], null))
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [code, setCode] = useState<string | null>(null)
  const submit = async () => {
    setBusy(true)
    setCode(null)
    try {
      const body = await api.submitReview(draft, { approvers: asking.who === 'named' ? [...asking.named] : [], due_at: dueOf(asking.due), note: note.trim() === '' ? null : note.trim() })
      showToast({ text: t('review-submitted'), tone: 'good' })
      onDone(body)
      return
    } catch (error) {
      if (!ended(error)) {
        setCode(codeOf(error))
        // It may have been edited since: what stands against it now is what counts.
        if (codeOf(error) === 'gate_closed') again()
      }
    }
    setBusy(false)
  }
  const reason = save.kind !== 'saved' ? t('review-unsaved')
    : gate.kind === 'there' && !gate.body.is_open ? t('review-gate-closed')
      : asking.who === 'named' && asking.named.length < rules.approvals ? t('review-who-missing', { count: rules.approvals - asking.named.length })
        : undefined
  return (
    <Dialog
      size="wide" title={t('review-submit-title')} isOpen onClose={onClose} onSubmit={() => { if (reason === undefined && !busy) void submit() }}
      actions={<>
        <Button variant="quiet" onPress={onClose}>{t('cancel')}</Button>
        <Button variant="primary" type="submit" isPending={busy} disabledReason={reason} data-testid="review-submit-now">{t('review-submit-now')}</Button>
      </>}
    >
      <div className="review-submit">
        <section aria-label={t('gate-title')}>
          <h3>{t('gate-title')}</h3>
          <GateList gate={gate} onAgain={again} onJump={(finding) => { onClose(); jump(finding) }} />
        </section>
        <section aria-label={t('review-question')} className="review-question">
          <h3>{t('review-question')}</h3>
          <AskingFields asking={asking} onChange={setAsking} rules={rules} />
          <TextField label={t('review-note')} lines={3} value={note} onChange={setNote} maxLength={NOTE_MOST} description={t('review-note-hint')} />
          {code !== null && <Banner tone="bad" title={t('review-failed')} code={code}>{errorText(code)}</Banner>}
        </section>
      </div>
    </Dialog>
  )
}
