/** A discussion: what it is about, what was said, and where to answer. */
import { Check, ChevronDown, ChevronUp, EllipsisVertical, RotateCcw, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useEditor, useEditorState, useLayoutPart } from '../canvas/context'
import { nameOf } from '../canvas/names'
import { CHIP_CHARACTER } from '../document/read/texts'
import { LANGUAGE_NAMES, useDates, useText } from '../i18n'
import { Badge, Button, IconButton, Menu, MenuItem } from '../ui'
import { isUnsent } from './acts'
import { CommentView, useAuthorName } from './Comment'
import { Composer } from './Composer'
import { useComments, useCommentsView, type Unsaid } from './context'
import type { Pin } from './standing'
import { useStepThread } from './step'

const NOTHING: Unsaid = { words: '', chosen: [] }

/** Words that are typed for a thread, kept while it is closed. */
export function useUnsaid(key: string): readonly [Unsaid, (value: Unsaid) => void] {
  const { unsaid } = useComments()
  const [value, setValue] = useState(() => unsaid.get(key) ?? NOTHING)
  return [value, (next) => {
    if (next.words === '') unsaid.delete(key)
    else unsaid.set(key, next)
    setValue(next)
  }]
}

/** What a discussion hangs on, in words. */
export function useAbout(): (pin: Pick<Pin, 'stand' | 'element'>) => string {
  const t = useText()
  const language = useEditorState((state) => state.language)
  const { draft } = useEditor()
  // Words that a name is made of; elements are told of their own changes.
  const pages = useLayoutPart((it) => it.pages)
  useLayoutPart((it) => it.fields)
  useLayoutPart((it) => it.languages)
  const layout = draft.view.layout()
  return ({ stand, element }) => {
    if (stand.state === 'pageless') return t('comment-page-deleted')
    if (element !== undefined) return nameOf(element, layout, language, t)
    const page = pages.findIndex(({ id }) => id === stand.place.page)
    return pages[page]?.name ?? t('page-number', { number: page + 1 })
  }
}

/** The words that a discussion is about, as they were; a field shows as its place. */
export function Quote({ pin, bare = false }: { readonly pin: Pin; /** Without anything to press. */ readonly bare?: boolean }) {
  const t = useText()
  const { anchor } = pin.thread
  if (anchor.kind !== 'passage') return null
  const changed = pin.element === undefined ? null : pin.words?.found == null ? t('comment-words-gone') : pin.words.found.exact ? null : t('comment-words-changed')
  return (
    <span className="thread-quote">
      <q lang={anchor.language} className={changed === null ? '' : 'thread-quote-changed'}>{anchor.quote.replaceAll(CHIP_CHARACTER, '…')}</q>
      {changed !== null && <span className="soft">{changed}</span>}
      {pin.words && !bare && <LanguageHint language={pin.words.language} />}
    </span>
  )
}

/** Another language than the one that is shown can be shown by a press. */
function LanguageHint({ language }: { readonly language: NonNullable<Pin['words']>['language'] }) {
  const t = useText()
  const { state } = useEditor()
  const shown = useEditorState((it) => it.language)
  if (shown === language) return null
  return <Button variant="quiet" onPress={() => state.set({ language })}>{t('show-language', { language: LANGUAGE_NAMES[language] })}</Button>
}

/** The whole of a discussion. */
export function ThreadView({ pin, titleId, onClose }: { readonly pin: Pin; readonly titleId: string; readonly onClose: () => void }) {
  const t = useText()
  const { discussions, may } = useComments()
  const about = useAbout()
  const step = useStepThread()
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
          <span className="soft thread-about">{about(pin)}</span>
        </h2>
        <span className="thread-tools">
          {may && sent && (
            <IconButton
              icon={resolved ? RotateCcw : Check} label={t(resolved ? 'comment-reopen' : 'comment-resolve')} data-testid={resolved ? 'reopen' : 'resolve'}
              onPress={() => discussions.setState(thread.id, resolved ? 'open' : 'resolved')}
            />
          )}
          {sent && <IconButton icon={ChevronUp} label={t('comment-previous')} shortcut="Shift N" onPress={() => step(-1)} />}
          {sent && <IconButton icon={ChevronDown} label={t('comment-next')} shortcut="N" onPress={() => step(1)} />}
          {sent && may && <More pin={pin} />}
          <IconButton icon={X} label={t('close')} onPress={onClose} data-testid="thread-close" />
        </span>
      </header>
      <Standing pin={pin} />
      <div ref={list} className="thread-comments" role="log" aria-label={t('comment-log')} tabIndex={0}>
        {thread.comments.map((comment) => <CommentView key={comment.id} thread={thread} comment={comment} />)}
        {resolved && <Resolved pin={pin} />}
      </div>
      <Answer pin={pin} onClose={onClose} />
    </>
  )
}

/** What is to be known before anything is read: that it blocks, that what it was about is gone, the words that it was about. */
function Standing({ pin }: { readonly pin: Pin }) {
  const t = useText()
  const { thread, stand } = pin
  const gone = stand.state === 'gone' || (stand.state === 'pageless')
  if (!thread.blocking && !gone && thread.anchor.kind !== 'passage') return null
  return (
    <div className="thread-standing">
      {thread.blocking && thread.state === 'open' && <Badge tone="bad">{t('comment-blocking')}</Badge>}
      {gone && <Badge tone="warn">{t(stand.state === 'gone' ? 'comment-element-deleted' : 'comment-page-deleted')}</Badge>}
      <Quote pin={pin} />
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

function More({ pin }: { readonly pin: Pin }) {
  const t = useText()
  const { discussions, approves } = useComments()
  const { thread } = pin
  const began = thread.comments[0]?.author.person === discussions.me.person
  return (
    <Menu label={t('comment-thread-more')} placement="bottom end" trigger={<IconButton icon={EllipsisVertical} label={t('comment-thread-more')} data-testid="thread-more" />}>
      <MenuItem
        label={t(thread.blocking ? 'comment-unblock' : 'comment-block')} data-testid="block"
        disabledReason={began || approves ? undefined : t('why-not-block')} onAction={() => discussions.setBlocking(thread.id, !thread.blocking)}
      />
    </Menu>
  )
}

/** The field for an answer, or why there is none. */
function Answer({ pin, onClose }: { readonly pin: Pin; readonly onClose: () => void }) {
  const t = useText()
  const { discussions, may } = useComments()
  const { thread } = pin
  const [value, setValue] = useUnsaid(discussions.firstId(thread.id))
  const stepping = useCommentsView((view) => view.stepping)
  if (!may) return <p className="thread-foot soft">{t('needs-comment')}</p>
  return (
    <div className="thread-foot">
      <Composer
        label={t('comment-reply-label', { number: thread.number })} placeholder={t('comment-reply-placeholder')} send={t('comment-reply')} value={value} autoFocus={!stepping}
        onChange={setValue} onCancel={onClose}
        onSend={(body) => {
          setValue(NOTHING)
          discussions.reply(thread.id, body)
        }}
      />
    </div>
  )
}
