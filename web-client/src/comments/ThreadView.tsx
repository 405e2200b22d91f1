/** A discussion: what it is about, what was said, and where to answer. */
import { Check, ChevronDown, ChevronUp, RotateCcw, X } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { useDates, useText } from '../i18n'
import type { Stand } from '../kernels/pins'
import { Badge, IconButton } from '../ui'
import { isUnsent } from './acts'
import { CommentView, useAuthorName } from './Comment'
import { Composer } from './Composer'
import type { Pin } from './pin'
import { Quote, type ShownLanguage } from './Quote'
import { NOTHING, useTalk, useUnsaid } from './talk'

/** That what a discussion was about is not there: deleted, or for a guest not in the version that they see. */
export function useGoneWord(): (stand: Stand) => string {
  const t = useText()
  const { isGuest } = useTalk()
  return ({ state }) => t(isGuest ? 'guest-not-here' : state === 'gone' ? 'comment-element-deleted' : 'comment-page-deleted')
}

export interface ThreadViewProps {
  readonly pin: Pin
  readonly titleId: string
  /** What it hangs on, in words. */
  readonly about: string
  readonly language: ShownLanguage
  /** It was opened by going through a list: keys go on doing that, and are not typed into it. */
  readonly stepping: boolean
  /** Goes on to the next of the list, or to the one before. */
  readonly onStep: (by: 1 | -1) => void
  readonly onClose: () => void
  /** What else may be done with it. */
  readonly more?: ReactNode
}

/** The whole of a discussion. */
export function ThreadView({ pin, titleId, about, language, stepping, onStep, onClose, more }: ThreadViewProps) {
  const t = useText()
  const { discussions, may, isGuest } = useTalk()
  const { thread } = pin
  const sent = !isUnsent(thread.id)
  const resolved = thread.state === 'resolved'
  const list = useRef<HTMLDivElement>(null)
  const count = thread.comments.length
  useEffect(() => {
    const node = list.current
    if (node) node.scrollTop = node.scrollHeight
  }, [count, thread.id])
  // What is before somebody's eyes is read.
  useEffect(() => {
    const read = (): void => { if (document.visibilityState === 'visible') discussions.read(thread.id) }
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [discussions, thread.id, thread.revision])

  return (
    <>
      <header className="thread-head">
        <h2 id={titleId} className="thread-title">
          {sent ? t('comment-number', { number: thread.number }) : t('comment-new')}
          <span className="soft thread-about">{about}</span>
        </h2>
        <span className="thread-tools">
          {may && sent && !isGuest && (
            <IconButton
              icon={resolved ? RotateCcw : Check} label={t(resolved ? 'comment-reopen' : 'comment-resolve')} data-testid={resolved ? 'reopen' : 'resolve'}
              onPress={() => discussions.setState(thread.id, resolved ? 'open' : 'resolved')}
            />
          )}
          {sent && <IconButton icon={ChevronUp} label={t('comment-previous')} shortcut="Shift N" onPress={() => onStep(-1)} />}
          {sent && <IconButton icon={ChevronDown} label={t('comment-next')} shortcut="N" onPress={() => onStep(1)} />}
          {sent && more}
          <IconButton icon={X} label={t('close')} onPress={onClose} data-testid="thread-close" />
        </span>
      </header>
      <Standing pin={pin} language={language} />
      <div ref={list} className="thread-comments" role="log" aria-label={t('comment-log')} tabIndex={0}>
        {thread.comments.map((comment) => <CommentView key={comment.id} thread={thread} comment={comment} />)}
        {resolved && <Resolved pin={pin} />}
      </div>
      <Answer pin={pin} stepping={stepping} onClose={onClose} />
    </>
  )
}

/** What is to be known before anything is read: that it blocks, that what it was about is gone, the words that it was about. */
function Standing({ pin, language }: { readonly pin: Pin; readonly language: ShownLanguage }) {
  const t = useText()
  const goneWord = useGoneWord()
  const { thread, stand } = pin
  const gone = stand.state !== 'there'
  if (!thread.blocking && !gone && thread.anchor.kind !== 'passage') return null
  return (
    <div className="thread-standing">
      {thread.blocking && thread.state === 'open' && <Badge tone="bad">{t('comment-blocking')}</Badge>}
      {gone && <Badge tone="warn">{goneWord(stand)}</Badge>}
      <Quote pin={pin} language={language} />
    </div>
  )
}

function Resolved({ pin }: { readonly pin: Pin }) {
  const t = useText()
  const dates = useDates()
  const authorName = useAuthorName()
  const { resolved_by: by, resolved_at: at } = pin.thread
  if (by === null || at === null) return null
  return <p className="thread-resolved soft" data-testid="resolved">{t('comment-resolved-by', { name: authorName(by), when: dates.ago(new Date(at)) })}</p>
}

/** The field for an answer, or why there is none. */
function Answer({ pin, stepping, onClose }: Pick<ThreadViewProps, 'pin' | 'stepping' | 'onClose'>) {
  const t = useText()
  const { discussions, may, isGuest } = useTalk()
  const { thread } = pin
  const [value, setValue] = useUnsaid(discussions.firstId(thread.id))
  if (!may) return <p className="thread-foot soft">{t('needs-comment')}</p>
  return (
    <div className="thread-foot">
      <Composer
        label={t('comment-reply-label', { number: thread.number })} placeholder={t(isGuest ? 'guest-reply-placeholder' : 'comment-reply-placeholder')} send={t('comment-reply')} value={value} autoFocus={!stepping}
        onChange={setValue} onCancel={onClose}
        onSend={(body) => {
          setValue(NOTHING)
          discussions.reply(thread.id, body)
        }}
      />
    </div>
  )
}
