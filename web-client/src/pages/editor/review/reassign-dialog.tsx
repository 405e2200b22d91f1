/** Asking others, or until another day. */
import { useState } from 'react'
import { api } from '../../../api'
import { useErrorText, useText } from '../../../i18n'
import type { DraftReviewBody, ReviewBody } from '../../../protocol/generated'
import { Banner, Button, Dialog } from '../../../ui'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { AskingFields, askingOf } from './asking'
import { dueOf } from './words'

export interface ReassignDialogProps {
  readonly review: ReviewBody
  readonly onDone: (body: DraftReviewBody) => void
  readonly onClose: () => void
}

/** The dialog behind “Ask others”. */
export function ReassignDialog({ review, onDone, onClose }: ReassignDialogProps) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [asking, setAsking] = useState(() => askingOf(review.approvers.map((it) => it.id), review.due_at))
  const [busy, setBusy] = useState(false)
  const [code, setCode] = useState<string | null>(null)
  const reassign = async () => {
    setBusy(true)
    setCode(null)
    try {
      onDone(await api.reassignReview(review.id, { approvers: asking.who === 'named' ? [...asking.named] : [], due_at: dueOf(asking.due) }))
      return
    } catch (error) {
      if (!ended(error)) setCode(codeOf(error))
    }
    setBusy(false)
  }
  const missing = asking.who === 'named' ? review.needed - asking.named.length : 0
  const reason = missing > 0 ? t('review-who-missing', { count: missing }) : undefined
  return (
    <Dialog
      title={t('review-reassign-title')} isOpen onClose={onClose} onSubmit={() => { if (reason === undefined && !busy) void reassign() }}
      actions={<>
        <Button variant="quiet" onPress={onClose}>{t('cancel')}</Button>
        <Button variant="primary" type="submit" isPending={busy} disabledReason={reason}>{t('review-reassign-now')}</Button>
      </>}
    >
      <AskingFields asking={asking} onChange={setAsking} rules={{ approvals: review.needed, role: review.role, four_eyes: review.four_eyes }} />
      {code !== null && <Banner tone="bad" title={t('review-failed')} code={code}>{errorText(code)}</Banner>}
    </Dialog>
  )
}
