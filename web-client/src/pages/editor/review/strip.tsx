/** The strip beneath the bar: how the draft stands between being made and being published, and what one may do about it. */
import { ClipboardCheck, TriangleAlert } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { api } from '../../../api'
import { useErrorText, useText } from '../../../i18n'
import type { DraftReviewBody, ReviewBody } from '../../../protocol/generated'
import { AvatarStack, Badge, Button, Icon, Popover } from '../../../ui'
import { ConfirmDialog } from '../../confirm-dialog'
import { GuestsButton } from '../guests/button'
import { DecideDialog, Due } from './decide-dialog'
import { GateDialog } from './gate-dialog'
import { ReassignDialog } from './reassign-dialog'
import { Said } from './said'
import { SubmitDialog } from './submit-dialog'
import { useReview } from './use-review'
import { approvalsOf, isOutdated, STATE_TONES, stateId } from './words'
import './review.css'

type Open = 'submit' | 'gate' | 'approve' | 'request-changes' | 'reassign' | 'withdraw' | null

/** The review bar of a draft. `children` stand at its end. */
export function ReviewStrip({ draft, children }: { readonly draft: string; readonly children?: ReactNode }) {
  const t = useText()
  const errorText = useErrorText()
  const { review, put, load } = useReview(draft)
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const done = (body: DraftReviewBody) => {
    put(body)
    close()
  }
  if (review.kind === 'loading') return <section className="review-strip" aria-label={t('review-title')} aria-busy="true" />
  if (review.kind === 'failed') {
    return (
      <section className="review-strip" aria-label={t('review-title')}>
        <span className="review-words review-late"><Icon of={TriangleAlert} size={14} />{t('review-load-failed')} {errorText(review.code)}</span>
        <Button variant="quiet" onPress={load}>{t('try-again')}</Button>
      </section>
    )
  }
  const { body } = review
  return (
    <section className="review-strip" aria-label={t('review-title')} data-testid="review" data-state={body.state} data-changed={body.is_changed}>
      <div className="review-words" role="status">
        <Badge tone={STATE_TONES[body.state]}>{t(stateId(body.state))}</Badge>
        {body.review !== null && body.state !== 'draft' && <Standing body={body} of={body.review} />}
      </div>
      <div className="review-acts">
        <Button variant="quiet" icon={ClipboardCheck} onPress={() => setOpen('gate')} data-testid="review-gate">{t('gate-check')}</Button>
        <GuestsButton draft={draft} version={body.state === 'draft' ? null : body.review?.version_number ?? null} />
        <Acts body={body} onOpen={setOpen} />
        {children}
      </div>
      {open === 'gate' && <GateDialog draft={draft} onClose={close} />}
      {open === 'submit' && <SubmitDialog draft={draft} rules={body.rules} onDone={done} onClose={close} />}
      {body.review !== null && (open === 'approve' || open === 'request-changes') && (
        <DecideDialog draft={draft} review={body.review} how={open} isChanged={body.is_changed} onDone={done} onClose={close} />
      )}
      {body.review !== null && open === 'reassign' && <ReassignDialog review={body.review} onDone={done} onClose={close} />}
      {body.review !== null && open === 'withdraw' && <Withdraw review={body.review} onDone={done} onClose={close} />}
    </section>
  )
}

/** What is asked about, who is asked, what was said, and whether it still is what is on the desk. */
function Standing({ body, of: review }: { readonly body: DraftReviewBody; readonly of: ReviewBody }) {
  const t = useText()
  return (
    <>
      <Popover label={t('review-said')} trigger={<Button variant="quiet" data-testid="review-said">{t('review-version', { number: review.version_number })}</Button>}>
        <div className="review-pop"><Said review={review} /></div>
      </Popover>
      {isOutdated(body) && (
        <span className="review-changed" data-testid="review-changed"><Icon of={TriangleAlert} size={14} />{t(body.state === 'in_review' ? 'review-changed-since-asked' : body.state === 'changes_requested' ? 'review-changed-since-said' : 'review-changed')}</span>
      )}
      {body.state === 'in_review' && (
        <>
          <span>{t('review-progress', { count: approvalsOf(review), needed: review.needed })}</span>
          {review.missing === 0 && review.independent_missing && <span className="review-late">{t('review-independent')}</span>}
          {review.approvers.length > 0 && <AvatarStack label={t('review-asked')} people={review.approvers} max={5} />}
          {review.due_at !== null && <Due at={review.due_at} />}
        </>
      )}
    </>
  )
}

/** What may be done now: the main thing first. What may not is not shown, but for asking, which says why. */
function Acts({ body: { may, review, state }, onOpen }: { readonly body: DraftReviewBody; readonly onOpen: (open: Open) => void }) {
  const t = useText()
  const errorText = useErrorText()
  return (
    <>
      {review !== null && may.withdraw === null && <Button variant="quiet" onPress={() => onOpen('withdraw')} data-testid="review-withdraw">{t('review-withdraw')}</Button>}
      {review !== null && may.reassign === null && <Button variant="quiet" onPress={() => onOpen('reassign')} data-testid="review-reassign">{t('review-reassign')}</Button>}
      {review !== null && may.request_changes === null && <Button onPress={() => onOpen('request-changes')} data-testid="review-request-changes">{t('review-request-changes')}</Button>}
      {review !== null && may.approve === null && state === 'in_review' && <Button variant="primary" onPress={() => onOpen('approve')} data-testid="review-approve">{t('review-approve')}</Button>}
      {may.submit !== 'permission_required' && may.submit !== 'review_open' && (
        <Button onPress={() => onOpen('submit')} disabledReason={may.submit === null ? undefined : errorText(may.submit)} data-testid="review-submit">{t('review-submit')}</Button>
      )}
    </>
  )
}

function Withdraw({ review, onDone, onClose }: { readonly review: ReviewBody; readonly onDone: (body: DraftReviewBody) => void; readonly onClose: () => void }) {
  const t = useText()
  return (
    <ConfirmDialog
      title={t('review-withdraw-title')} text={t('review-withdraw-text', { number: review.version_number })} action={t('review-withdraw-now')} failed={t('review-failed')}
      act={async () => onDone(await api.withdrawReview(review.id))} onClose={onClose} onDone={onClose}
    />
  )
}
