/** One comment: who, when, what, how others took it, and what one may do with it. */
import { EllipsisVertical, SmilePlus } from 'lucide-react'
import { useState } from 'react'
import { ToggleButton as AriaToggleButton } from 'react-aria-components'
import { useDates, useErrorText, useText } from '../i18n'
import type { AuthorBody, Emoji } from '../protocol/generated'
import { Avatar, Badge, Button, Dialog, IconButton, Menu, MenuItem, Tooltip } from '../ui'
import type { ShownComment, ShownThread } from './acts'
import { isSameAuthor } from './authors'
import { Composer } from './Composer'
import { writtenWords } from './mentions'
import { useNames } from './people'
import { SaidWords } from './SaidWords'
import { keepUnsaid, useTalk, type Unsaid } from './talk'

/** How one can react, each with its word. */
const EMOJIS: readonly (readonly [Emoji, string])[] = [
  ['👍', 'reaction-agree'], ['👎', 'reaction-disagree'], ['❤️', 'reaction-heart'], ['🎉', 'reaction-hooray'], ['😄', 'reaction-laugh'], ['🤔', 'reaction-doubt'],
  ['👀', 'reaction-eyes'], ['✅', 'reaction-done'],
]

/** The name of whoever said something, also of those who are no longer there. */
export function useAuthorName(): (author: AuthorBody) => string {
  const t = useText()
  return ({ name }) => name ?? t('comment-nobody')
}

/** A comment in its thread. */
export function CommentView({ thread, comment }: { readonly thread: ShownThread; readonly comment: ShownComment }) {
  const t = useText()
  const dates = useDates()
  const authorName = useAuthorName()
  const { discussions, may, isGuest, unsaid } = useTalk()
  const name = authorName(comment.author)
  const own = isSameAuthor(comment.author, discussions.me)
  const [editing, setEditing] = useState<Unsaid | null>(() => (own ? unsaid.get(comment.id) ?? null : null))
  /** What was left unsent before does not take the keyboard from the answer. */
  const [asked, setAsked] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const edit = (): void => {
    setEditing(writtenWords(comment.body, comment.mentions))
    setAsked(true)
  }
  const endEditing = (): void => {
    setEditing(null)
    unsaid.delete(comment.id)
  }
  const settled = comment.unsent === undefined && !comment.deleted && may
  const at = new Date(comment.created_at)
  return (
    <article className="comment" data-testid="comment" data-comment-id={comment.id} aria-label={t('comment-by', { name })}>
      <Avatar person={{ id: comment.author.person ?? '', name, color: comment.author.color }} />
      <header className="comment-head">
        <span className="comment-author">{name}</span>
        {comment.author.person === null && <Badge>{t('comment-guest')}</Badge>}
        <time className="soft" dateTime={comment.created_at} title={dates.moment(at)}>{dates.ago(at)}</time>
        {comment.edited_at !== null && !comment.deleted && <span className="soft" title={dates.moment(new Date(comment.edited_at))}>{t('comment-edited')}</span>}
        {settled && (
          <span className="comment-tools">
            {!isGuest && <Reactions thread={thread} comment={comment} />}
            {own && (
              <Menu label={t('comment-more')} placement="bottom end" trigger={<IconButton icon={EllipsisVertical} label={t('comment-more')} data-testid="comment-more" />}>
                <MenuItem label={t('comment-edit')} data-testid="comment-edit" onAction={edit} />
                <MenuItem danger label={t('comment-delete')} data-testid="comment-delete" onAction={() => setDeleting(true)} />
              </Menu>
            )}
          </span>
        )}
      </header>
      <div className="comment-body">
        {editing === null || !settled ? <SaidWords comment={comment} /> : (
          <Composer
            label={t('comment-edit')} placeholder="" send={t('comment-save')} value={editing} autoFocus={asked} onCancel={endEditing}
            onChange={(value) => {
              setEditing(value)
              keepUnsaid(unsaid, comment.id, value)
            }}
            onSend={(body) => {
              endEditing()
              if (body !== comment.body) discussions.edit(thread.id, comment.id, body)
            }}
          />
        )}
        <ReactionChips thread={thread} comment={comment} mayReact={settled && !isGuest} />
        {comment.unsent && <Unsent unsent={comment.unsent} />}
      </div>
      {deleting && (
        <Dialog
          role="alertdialog" title={t('comment-delete-title')} isOpen onClose={() => setDeleting(false)}
          actions={(
            <>
              <Button onPress={() => setDeleting(false)}>{t('cancel')}</Button>
              <Button
                variant="danger" data-testid="comment-delete-now"
                onPress={() => {
                  setDeleting(false)
                  endEditing()
                  discussions.remove(thread.id, comment.id)
                }}
              >
                {t('comment-delete')}
              </Button>
            </>
          )}
        >
          <p>{t('comment-delete-text')}</p>
        </Dialog>
      )}
    </article>
  )
}

/** The button that offers all reactions. */
function Reactions({ thread, comment }: { readonly thread: ShownThread; readonly comment: ShownComment }) {
  const t = useText()
  const { discussions } = useTalk()
  const has = (emoji: Emoji): boolean => comment.reactions.some((it) => it.emoji === emoji && it.people.includes(discussions.me.person ?? ''))
  return (
    <Menu label={t('comment-react')} placement="bottom end" trigger={<IconButton icon={SmilePlus} label={t('comment-react')} data-testid="react" />}>
      {EMOJIS.map(([emoji, word]) => (
        <MenuItem key={emoji} label={`${emoji} ${t(word)}`} onAction={() => discussions.react(thread.id, comment.id, emoji, !has(emoji))} />
      ))}
    </Menu>
  )
}

/** How others took it. Pressing one joins them, or leaves them. */
function ReactionChips({ thread, comment, mayReact }: { readonly thread: ShownThread; readonly comment: ShownComment; readonly mayReact: boolean }) {
  const t = useText()
  const names = useNames()
  const { discussions } = useTalk()
  if (comment.reactions.length === 0) return null
  return (
    <div className="reactions" role="group" aria-label={t('comment-reactions')}>
      {comment.reactions.map(({ emoji, people }) => {
        const mine = people.includes(discussions.me.person ?? '')
        const who = people.map(names).join(', ')
        return (
          <Tooltip key={emoji} text={who}>
            <AriaToggleButton
              className="reaction" isSelected={mine} aria-label={t('comment-reaction', { emoji, count: people.length, names: who })} data-testid="reaction"
              onChange={(on) => { if (mayReact) discussions.react(thread.id, comment.id, emoji, on) }}
            >
              <span aria-hidden>{emoji} {people.length}</span>
            </AriaToggleButton>
          </Tooltip>
        )
      })}
    </div>
  )
}

/** What has become of words that are not with the server. */
function Unsent({ unsent }: { readonly unsent: NonNullable<ShownComment['unsent']> }) {
  const t = useText()
  const errorText = useErrorText()
  const { discussions } = useTalk()
  if (unsent.refused === undefined) return <p className="comment-unsent soft" data-testid="waits">{t('comment-waits')}</p>
  return (
    <div className="comment-unsent comment-refused" role="alert">
      <p>{t('comment-refused')} {errorText(unsent.refused)} <code>{unsent.refused}</code></p>
      <span className="composer-buttons">
        <Button variant="quiet" onPress={() => discussions.discard(unsent.key)}>{t('comment-discard')}</Button>
        <Button onPress={() => discussions.again(unsent.key)}>{t('try-again')}</Button>
      </span>
    </div>
  )
}
