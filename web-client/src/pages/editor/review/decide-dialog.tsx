/** Deciding a review: the version as it was frozen, what is said of it, and one's own word. */
import { useState } from 'react'
import { api } from '../../../api'
import { useDates, useErrorText, useText } from '../../../i18n'
import type { DraftReviewBody, ReviewBody } from '../../../protocol/generated'
import { Banner, Button, Dialog, TextField, showToast } from '../../../ui'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { GateList, useGate } from './gate-list'
import { Said } from './said'
import { VersionView } from './version-view'

const NOTE_MOST = 2_000

export interface DecideDialogProps {
  readonly draft: string
  readonly review: ReviewBody
  readonly how: 'approve' | 'request-changes'
  readonly isChanged: boolean
  readonly onDone: (body: DraftReviewBody) => void
  readonly onClose: () => void
}

/** The dialog behind “Approve” and “Ask for changes”. */
export function DecideDialog({ draft, review, how, isChanged, onDone, onClose }: DecideDialogProps) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const { gate, again } = useGate(draft, review.version_id)
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [code, setCode] = useState<string | null>(null)
  const approves = how === 'approve'
  const decide = async () => {
    setBusy(true)
    setCode(null)
    try {
      const words = note.trim()
      const body = approves
        ? await api.approveReview(review.id, { content_hash: review.content_hash, note: words === '' ? null : words })
        : await api.requestChanges(review.id, { note: words })
      showToast({ text: t(approves ? 'review-approved-done' : 'review-changes-done', { number: review.version_number }), tone: 'good' })
      onDone(body)
      return
    } catch (error) {
      if (!ended(error)) setCode(codeOf(error))
    }
    setBusy(false)
  }
  const reason = !approves && note.trim() === '' ? t('review-note-needed') : undefined
  return (
    <Dialog
      size="full" title={t(approves ? 'review-approve-title' : 'review-changes-title', { number: review.version_number })} isOpen onClose={onClose}
      onSubmit={() => { if (reason === undefined && !busy) void decide() }}
      actions={<>
        <Button variant="quiet" onPress={onClose}>{t('cancel')}</Button>
        <Button variant="primary" type="submit" isPending={busy} disabledReason={reason} data-testid="review-decide-now">{t(approves ? 'review-approve-now' : 'review-request-changes-now')}</Button>
      </>}
    >
      <div className="review-decide">
        <VersionView draft={draft} version={review.version_id} against={review.published_version_id} />
        <div className="review-side">
          {isChanged && <Banner tone="warn">{t('review-changed-decide', { number: review.version_number })}</Banner>}
          <Said review={review} />
          <section aria-label={t('gate-title')}>
            <h3>{t('gate-title')}</h3>
            <GateList gate={gate} onAgain={again} />
          </section>
          <TextField label={t(approves ? 'review-word' : 'review-changes-word')} lines={3} value={note} onChange={setNote} maxLength={NOTE_MOST} />
          {approves && <p className="soft">{t('review-bound', { hash: review.content_hash.slice(0, 12) })}</p>}
          {code !== null && <Banner tone="bad" title={t('review-failed')} code={code}>{errorText(code)}</Banner>}
        </div>
      </div>
    </Dialog>
  )
}

/** The day until which it should be decided, in words. */
export function Due({ at }: { readonly at: string }) {
  const t = useText()
  const dates = useDates()
  const due = new Date(at)
  const isOver = due.getTime() < Date.now()
  return <span className={isOver ? 'review-due review-late' : 'review-due'}>{t(isOver ? 'review-due-over' : 'review-due-until', { date: dates.date(due) })}</span>
}
