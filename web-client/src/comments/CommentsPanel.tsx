/** All discussions of the draft in a list: which are open, which one has to do with, which are resolved. */
import { CheckCheck, Flag, MessageSquare } from 'lucide-react'
import { memo } from 'react'
import { Button as AriaButton, ToggleButton as AriaToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { useEditor, useEditorState } from '../canvas/context'
import { useDates, useErrorText, useText } from '../i18n'
import { Avatar, Badge, Banner, Button, Checkbox, EmptyState, Icon, IconButton, Loading, Skeleton } from '../ui'
import { isUnsent } from './acts'
import { useAuthorName } from './Comment'
import { useComments, useCommentsView, useDiscussions, useListed } from './context'
import { SHOWN, type Shown } from './list'
import { useFirstWords } from './SaidWords'
import type { Pin } from './standing'
import { goToThread } from './step'
import { Quote, useAbout } from './ThreadView'
import './comments.css'

/** The list of discussions. */
export function CommentsPanel() {
  const t = useText()
  const { discussions, view } = useComments()
  const shown = useCommentsView((it) => it.shown)
  const thisPage = useCommentsView((it) => it.thisPage)
  const unread = useDiscussions((state) => state.threads.filter((thread) => thread.unread).length)
  const link = useDiscussions((state) => state.link)
  const known = useDiscussions((state) => state.threads.length > 0)
  return (
    <div className="comments-panel" data-testid="comments-panel">
      <div className="comments-choice">
        <ToggleButtonGroup
          className="segments" aria-label={t('comments-shown')} selectionMode="single" disallowEmptySelection selectedKeys={[shown]}
          onSelectionChange={(keys) => {
            const [key] = keys
            const next = SHOWN.find((it) => it === key)
            if (next) view.set({ shown: next })
          }}
        >
          {SHOWN.map((id) => <AriaToggleButton key={id} id={id} className="segment" data-testid={`shown-${id}`}>{t(`comments-shown-${id}`)}</AriaToggleButton>)}
        </ToggleButtonGroup>
        <div className="comments-choice-row">
          <Checkbox label={t('comments-this-page')} isSelected={thisPage} onChange={(next) => view.set({ thisPage: next })} />
          {unread > 0 && <IconButton icon={CheckCheck} label={t('comments-read-all', { count: unread })} onPress={() => discussions.readAll()} data-testid="read-all" />}
        </div>
      </div>
      <LinkState />
      {link === 'loading' && !known ? <Waiting /> : <List shown={shown} />}
    </div>
  )
}

function Waiting() {
  const t = useText()
  return (
    <Loading label={t('comments-loading')}>
      <div className="comments-waiting">
        {[0, 1, 2].map((index) => <div key={index}><Skeleton width="45%" /><Skeleton width="90%" /></div>)}
      </div>
    </Loading>
  )
}

/** That the server does not answer, and what becomes of what was said. */
function LinkState() {
  const t = useText()
  const errorText = useErrorText()
  const { discussions } = useComments()
  const link = useDiscussions((state) => state.link)
  const code = useDiscussions((state) => state.code)
  const waiting = useDiscussions((state) => state.waiting)
  if (link === 'failed') {
    return (
      <div className="comments-state">
        <Banner tone="bad" title={t('comments-failed')} code={code ?? undefined} action={<Button onPress={() => discussions.hurry()}>{t('try-again')}</Button>}>{errorText(code ?? 'internal')}</Banner>
      </div>
    )
  }
  if (link !== 'offline') return null
  return <div className="comments-state"><Banner tone="warn">{waiting > 0 ? t('comments-offline-waiting', { count: waiting }) : t('comments-offline')}</Banner></div>
}

function List({ shown }: { readonly shown: Shown }) {
  const t = useText()
  const { may } = useComments()
  const { state } = useEditor()
  const pins = useListed()
  if (pins.length > 0) return <ul className="comments-list" aria-label={t('comments-title')}>{pins.map((pin) => <li key={pin.thread.id}><ThreadRow pin={pin} /></li>)}</ul>
  return (
    <EmptyState
      title={t(`comments-empty-${shown}`)}
      action={shown === 'open' && may ? <Button icon={MessageSquare} onPress={() => state.set({ tool: 'comment' })}>{t('tool-comment')}</Button> : undefined}
    >
      {shown === 'open' && <p>{may ? t('comments-empty-text') : t('needs-comment')}</p>}
    </EmptyState>
  )
}

const ThreadRow = memo(function ThreadRow({ pin }: { readonly pin: Pin }) {
  const t = useText()
  const dates = useDates()
  const editor = useEditor()
  const authorName = useAuthorName()
  const firstWords = useFirstWords()
  const about = useAbout()
  const comments = useComments()
  const isOpen = useEditorState((it) => it.thread !== null && comments.discussions.thread(it.thread)?.id === pin.thread.id)
  const { thread, stand } = pin
  const first = thread.comments.find(({ deleted }) => !deleted) ?? thread.comments[0]
  const last = thread.comments.at(-1)
  if (!first || !last) return null
  const answers = thread.comments.length - 1
  return (
    <AriaButton
      className={isOpen ? 'thread-row thread-row-open' : 'thread-row'} data-testid="thread-row" data-number={thread.number} aria-current={isOpen || undefined}
      onPress={() => goToThread(editor, comments, pin)}
    >
      <span className="thread-row-head">
        <Avatar person={{ id: first.author.person ?? '', name: authorName(first.author), color: first.author.color }} size={20} />
        <span className="comment-author">{authorName(first.author)}</span>
        <span className="soft">{dates.ago(new Date(last.created_at))}</span>
        <span className="thread-row-number soft">{isUnsent(thread.id) ? '' : t('comment-number', { number: thread.number })}</span>
        {thread.unread && <span className="unread-dot"><span className="visually-hidden">{t('comment-unread')}</span></span>}
      </span>
      <Quote pin={pin} bare />
      <span className="thread-row-words">{firstWords(first)}</span>
      <span className="thread-row-foot soft">
        <span className="thread-row-about">{about(pin)}</span>
        {answers > 0 && <span>{t('comments-answers', { count: answers })}</span>}
      </span>
      {(thread.blocking || stand.state !== 'there' || last.unsent) && (
        <span className="thread-row-badges">
          {thread.blocking && thread.state === 'open' && <Badge tone="bad"><Icon of={Flag} size={12} /> {t('comment-blocking')}</Badge>}
          {stand.state === 'gone' && <Badge tone="warn">{t('comment-element-deleted')}</Badge>}
          {last.unsent && <Badge tone={last.unsent.refused === undefined ? 'neutral' : 'bad'}>{t(last.unsent.refused === undefined ? 'comment-waits-short' : 'comment-refused-short')}</Badge>}
        </span>
      )}
      {thread.resolved_by && thread.resolved_at && <span className="soft thread-row-resolved">{t('comment-resolved-by', { name: authorName(thread.resolved_by), when: dates.ago(new Date(thread.resolved_at)) })}</span>}
    </AriaButton>
  )
})
