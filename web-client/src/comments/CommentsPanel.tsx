/** All discussions of the draft in a list: which are open, which one has to do with, which are resolved. */
import { CheckCheck, EyeOff, MessageSquare } from 'lucide-react'
import { useCallback } from 'react'
import { useEditor, useEditorState } from '../canvas/context'
import { useText } from '../i18n'
import { onMac, shownKeys } from '../tools/shown-keys'
import { Button, Checkbox, EmptyState, IconButton, ToggleButton } from '../ui'
import { useAbout, useComments, useCommentsView, useListed } from './context'
import { hidePins } from './hidden-pins'
import { LinkState } from './LinkState'
import type { Shown } from './list'
import type { Pin } from './pin'
import { ShownChoice } from './ShownChoice'
import { goToThread } from './step'
import { useDiscussions } from './talk'
import { RowsLoading, ThreadRow } from './ThreadRow'
import './comments.css'

/** The list of discussions. */
export function CommentsPanel() {
  const t = useText()
  const { discussions, view } = useComments()
  const shown = useCommentsView((it) => it.shown)
  const thisPage = useCommentsView((it) => it.thisPage)
  const hidden = useCommentsView((it) => it.pinsHidden)
  const unread = useDiscussions((state) => state.threads.filter((thread) => thread.unread).length)
  const link = useDiscussions((state) => state.link)
  const known = useDiscussions((state) => state.threads.length > 0)
  return (
    <div className="comments-panel" data-testid="comments-panel">
      <div className="comments-choice">
        <ShownChoice shown={shown} onChange={(next) => view.set({ shown: next })} />
        <div className="comments-choice-row">
          <Checkbox label={t('comments-this-page')} isSelected={thisPage} onChange={(next) => view.set({ thisPage: next })} />
          <span className="comments-choice-tools">
            {unread > 0 && <IconButton icon={CheckCheck} label={t('comments-read-all', { count: unread })} onPress={() => discussions.readAll()} data-testid="read-all" />}
            <ToggleButton
              icon={EyeOff} label={t('comments-hide-pins')} shortcut={shownKeys('Shift+C', onMac())} isSelected={hidden} onChange={(next) => hidePins(view, next)} data-testid="hide-pins"
            />
          </span>
        </div>
      </div>
      <LinkState />
      {link === 'loading' && !known ? <RowsLoading /> : <List shown={shown} />}
    </div>
  )
}

function List({ shown }: { readonly shown: Shown }) {
  const t = useText()
  const editor = useEditor()
  const { state } = editor
  const comments = useComments()
  const { may, discussions } = comments
  const about = useAbout()
  const open = useEditorState((it) => (it.thread === null ? undefined : discussions.thread(it.thread)?.id))
  const go = useCallback((pin: Pin) => goToThread(editor, comments, pin), [editor, comments])
  const pins = useListed()
  if (pins.length > 0) {
    return (
      <ul className="comments-list" aria-label={t('comments-title')}>
        {pins.map((pin) => <li key={pin.thread.id}><ThreadRow pin={pin} about={about(pin)} isOpen={pin.thread.id === open} onOpen={go} /></li>)}
      </ul>
    )
  }
  return (
    <EmptyState
      title={t(`comments-empty-${shown}`)}
      action={shown === 'open' && may ? <Button icon={MessageSquare} onPress={() => state.set({ tool: 'comment' })}>{t('tool-comment')}</Button> : undefined}
    >
      {shown === 'open' && <p>{may ? t('comments-empty-text') : t('needs-comment')}</p>}
    </EmptyState>
  )
}
