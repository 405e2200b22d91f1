/** A discussion in a list, and what stands there while none is known. */
import { Flag } from 'lucide-react'
import { memo } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useDates, useText } from '../i18n'
import { Avatar, Badge, Icon, Loading, Skeleton } from '../ui'
import { isUnsent } from './acts'
import { useAuthorName } from './Comment'
import type { Pin } from './pin'
import { Quote } from './Quote'
import { useFirstWords } from './SaidWords'
import { useGoneWord } from './ThreadView'

export interface ThreadRowProps {
  readonly pin: Pin
  /** What it hangs on, in words. */
  readonly about: string
  readonly isOpen: boolean
  readonly onOpen: (pin: Pin) => void
}

/** Who said what about what, and how it stands. */
export const ThreadRow = memo(function ThreadRow({ pin, about, isOpen, onOpen }: ThreadRowProps) {
  const t = useText()
  const dates = useDates()
  const authorName = useAuthorName()
  const firstWords = useFirstWords()
  const goneWord = useGoneWord()
  const { thread, stand } = pin
  const first = thread.comments.find(({ deleted }) => !deleted) ?? thread.comments[0]
  const last = thread.comments.at(-1)
  if (!first || !last) return null
  const answers = thread.comments.length - 1
  return (
    <AriaButton
      className={isOpen ? 'thread-row thread-row-open' : 'thread-row'} data-testid="thread-row" data-number={thread.number} aria-current={isOpen || undefined}
      onPress={() => onOpen(pin)}
    >
      <span className="thread-row-head">
        <Avatar person={{ id: first.author.person ?? '', name: authorName(first.author), color: first.author.color }} size={20} />
        <span className="comment-author">{authorName(first.author)}</span>
        <span className="soft">{dates.ago(new Date(last.created_at))}</span>
        <span className="thread-row-number soft">{isUnsent(thread.id) ? '' : t('comment-number', { number: thread.number })}</span>
        {thread.unread && <span className="unread-dot"><span className="visually-hidden">{t('comment-unread')}</span></span>}
      </span>
      <Quote pin={pin} />
      <span className="thread-row-words">{firstWords(first)}</span>
      <span className="thread-row-foot soft">
        <span className="thread-row-about">{about}</span>
        {answers > 0 && <span>{t('comments-answers', { count: answers })}</span>}
      </span>
      {(thread.blocking || stand.state !== 'there' || last.unsent) && (
        <span className="thread-row-badges">
          {thread.blocking && thread.state === 'open' && <Badge tone="bad"><Icon of={Flag} size={12} /> {t('comment-blocking')}</Badge>}
          {stand.state === 'gone' && <Badge tone="warn">{goneWord(stand)}</Badge>}
          {last.unsent && <Badge tone={last.unsent.refused === undefined ? 'neutral' : 'bad'}>{t(last.unsent.refused === undefined ? 'comment-waits-short' : 'comment-refused-short')}</Badge>}
        </span>
      )}
      {thread.resolved_by && thread.resolved_at && <span className="soft thread-row-resolved">{t('comment-resolved-by', { name: authorName(thread.resolved_by), when: dates.ago(new Date(thread.resolved_at)) })}</span>}
    </AriaButton>
  )
})

/** The shape of discussions that are on their way. */
export function RowsLoading() {
  const t = useText()
  return (
    <Loading label={t('comments-loading')}>
      <div className="comments-waiting">
        {[0, 1, 2].map((index) => <div key={index}><Skeleton width="45%" /><Skeleton width="90%" /></div>)}
      </div>
    </Loading>
  )
}
