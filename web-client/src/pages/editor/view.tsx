/** The editor's room: bar, panels, desk and status line over one open draft. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { EditorProvider, useAccess, useEditor, useSaveState, type Editor } from '../../canvas/context'
import { Desk } from '../../canvas/Desk'
import {
  commentsOf, CommentsPanel, CommentsProvider, Heard, hidePins, PinsOnDesk, SelectionButton, stepThread, ThreadPopover, useComments, useDiscussions, type OpenedComments,
} from '../../comments'
import { useLoaded } from '../../document/hooks'
import type { Language, OpenDraft } from '../../document/model'
import { useErrorText, useText } from '../../i18n'
import type { MeBody, TemplateBody } from '../../protocol/generated'
import { BrandProvider } from '../../panels/brand'
import { DesignPanel } from '../../panels/DesignPanel'
import { FieldsPanel } from '../../panels/FieldsPanel'
import { LayersPanel } from '../../panels/LayersPanel'
import { PagesPanel } from '../../panels/PagesPanel'
import { Banner, Button, Tabs, showToast } from '../../ui'
import { ActivityFeed } from '../activity/feed'
import { useInboxNews } from '../inbox/provider'
import { navigate } from '../router'
import { AddressedThread } from './addressed-thread'
import { Bar } from './bar'
import { editorOf } from './editor-of'
import { useKeyboard } from './keyboard'
import { Following } from './people'
import { PicturesDialog } from './pictures'
import { PublishButton } from './publish/button'
import { GoingStrip, useEnds } from './publish/going'
import { usePublication } from './publish/use-publication'
import { RefusedEditsDialog } from './refused-edits'
import { ReviewStrip } from './review/strip'
import { useSaid } from './said'
import { ShortcutsDialog } from './shortcuts'
import { EditorSkeleton } from './skeleton'
import { StatusLine } from './status-line'
import { useUploadTellings } from './uploads'
import { useOrganisationBrand } from './use-brand'
import './editor.css'

/** Below this width there is no room for both panels beside a page. */
const ROOM_FOR_BOTH = 1180

type LeftTab = 'pages' | 'layers'
type RightTab = 'design' | 'comments' | 'fields' | 'activity'

/** Whose draft it is. */
interface Titled {
  readonly template: TemplateBody
  readonly onRenamed: () => Promise<void>
}

/** The editor over an open draft. */
export function EditorView({ draft, template, onRenamed, me, language }: Titled & { readonly draft: OpenDraft; readonly me: MeBody; readonly language: Language }) {
  const t = useText()
  const loaded = useLoaded(draft)
  useInboxNews(draft)
  const brand = useOrganisationBrand()
  const [opened, setOpened] = useState<{ readonly editor: Editor; readonly comments: OpenedComments } | null>(null)
  const [right, setRight] = useState<RightTab>('design')
  const needsField = useCallback(() => {
    setRight('fields')
    showToast({ text: t('field-first'), tone: 'info' })
  }, [t])

  const uploads = useUploadTellings()
  const lost = useCallback(() => showToast({ text: t('lost-under-hand'), tone: 'warn' }), [t])
  const errorText = useErrorText()
  // A role may change while the editor is open.
  const { permissions } = me
  const rights = useRef(permissions)
  rights.current = permissions
  const comments = useMemo(() => opened && { ...opened.comments, may: permissions.includes('comment'), approves: permissions.includes('approve'), isGuest: false }, [opened, permissions])

  useEffect(() => {
    if (!loaded) return
    const mayComment = (): boolean => rights.current.includes('comment')
    const { editor, close } = editorOf(draft, language, me.organisation.name, { needsField, lost, uploads, mayComment })
    const discussed = commentsOf(editor, {
      draft: template.draft_id, me: { person: me.person.id, name: me.person.name, color: me.person.color }, mayNote: mayComment,
      refused: (code) => showToast({ text: errorText(code), tone: 'bad' }),
    })
    setOpened({ editor, comments: discussed.comments })
    return () => {
      discussed.close()
      close()
      setOpened(null)
    }
    // The language of the certificate is chosen once; later it is the person's own choice in the bar. So are the words of what is told.
  }, [draft, loaded])

  if (!opened || !comments || !loaded) return <EditorSkeleton draft={draft} name={template.name} />
  return (
    <EditorProvider value={opened.editor}>
      <CommentsProvider value={comments}>
        <BrandProvider value={brand}>
          <Room template={template} onRenamed={onRenamed} right={right} onRight={setRight} />
        </BrandProvider>
      </CommentsProvider>
    </EditorProvider>
  )
}

function Room({ template, onRenamed, right, onRight }: Titled & { readonly right: RightTab; readonly onRight: (tab: RightTab) => void }) {
  const t = useText()
  const editor = useEditor()
  const [left, setLeft] = useState<LeftTab>('layers')
  const [leftOpen, setLeftOpen] = useState(() => globalThis.innerWidth >= ROOM_FOR_BOTH)
  const [rightOpen, setRightOpen] = useState(true)
  const [shortcuts, setShortcuts] = useState(false)
  const showShortcuts = useCallback(() => setShortcuts(true), [])
  const said = useSaid()
  const comments = useComments()
  const unread = useDiscussions((state) => state.threads.filter((thread) => thread.unread).length)
  const acts = useMemo(() => ({
    said, showShortcuts,
    stepThread: (by: 1 | -1) => { if (!stepThread(editor, comments, by)) showToast({ text: t('comments-none'), tone: 'info' }) },
    togglePins: () => {
      hidePins(comments.view, !comments.view.get().pinsHidden)
      // The pin that had the keyboard may be gone.
      requestAnimationFrame(() => { if (document.activeElement === document.body) document.querySelector<HTMLElement>('.desk')?.focus({ preventScroll: true }) })
    },
  }), [editor, comments, said, showShortcuts, t])
  useKeyboard(editor, acts)
  const { publication, load } = usePublication(template.draft_id)
  useEnds(publication.kind === 'there' ? publication.body : null)

  return (
    <div className="editor" data-testid="editor" data-left={leftOpen} data-right={rightOpen}>
      <Bar template={template} onRenamed={onRenamed} left={leftOpen} right={rightOpen} onLeft={setLeftOpen} onRight={setRightOpen} />
      <ReviewStrip draft={template.draft_id}><PublishButton template={template} publication={publication} onLoad={load} /></ReviewStrip>
      <div className="editor-banners">
        {publication.kind === 'there' && <GoingStrip body={publication.body} />}
        <Refused />
        <Damaged />
      </div>
      <div className="editor-middle">
        {leftOpen && (
          <aside className="editor-left" aria-label={t('panel-left')}>
            <Tabs<LeftTab>
              label={t('panel-left')} selected={left} onSelect={setLeft}
              tabs={[
                { id: 'pages', label: t('tab-pages'), content: <PagesPanel /> },
                { id: 'layers', label: t('tab-layers'), content: <LayersPanel /> },
              ]}
            />
          </aside>
        )}
        <main className="editor-desk">
          <Desk><PinsOnDesk /><SelectionButton /></Desk>
          <ThreadPopover />
          <AddressedThread template={template.id} />
          <Heard from={comments.view} />
          <Following />
        </main>
        {rightOpen && (
          <aside className="editor-right" aria-label={t('panel-right')} data-keeps-editing tabIndex={-1}>
            <Tabs<RightTab>
              label={t('panel-right')} selected={right} onSelect={onRight}
              tabs={[
                { id: 'design', label: t('tab-design'), content: <DesignPanel /> },
                { id: 'comments', label: t('comments-title'), mark: unread > 0 ? t('comments-unread', { count: unread }) : undefined, content: <CommentsPanel /> },
                { id: 'fields', label: t('tab-fields'), content: <FieldsPanel /> },
                { id: 'activity', label: t('activity-tab'), content: <ActivityFeed template={template.id} /> },
              ]}
            />
          </aside>
        )}
      </div>
      <StatusLine onShortcuts={showShortcuts} />
      <PicturesDialog />
      <RefusedEditsDialog />
      <ShortcutsDialog isOpen={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
  )
}

/** Ends that are no refusal of an edit, in their own words. */
const REFUSALS: Readonly<Record<string, { readonly title: string; readonly kept: string | null }>> = {
  session_ended: { title: 'session-over-title', kept: 'session-over-kept' },
  draft_gone: { title: 'draft-gone-title', kept: null },
  draft_damaged: { title: 'draft-shut-title', kept: 'draft-damaged-waits' },
}

/** Why nobody can change anything just now, and what becomes of what somebody has changed before. */
function Damaged() {
  const t = useText()
  const access = useAccess()
  const waits = useSaveState().kind === 'unsaved'
  if (access !== 'damaged') return null
  return (
    <div className="editor-banner" data-testid="damaged">
      <Banner tone="warn" title={t('draft-damaged-title')}>
        {t('draft-damaged-text')} {waits && t('draft-damaged-waits')}
      </Banner>
    </div>
  )
}

/** What to do when the server will not take an edit: nothing is hidden, and nothing is lost in silence. */
function Refused() {
  const t = useText()
  const errorText = useErrorText()
  const state = useSaveState()
  if (state.kind !== 'refused') return null
  const { title, kept } = REFUSALS[state.code] ?? { title: 'refused-title', kept: 'refused-kept' }
  return (
    <div className="editor-banner">
      <Banner tone="bad" title={t(title)} code={state.code} action={<RefusedAction code={state.code} />}>
        {errorText(state.code)} {kept !== null && t(kept)}
      </Banner>
    </div>
  )
}

function RefusedAction({ code }: { readonly code: string }) {
  const t = useText()
  if (code === 'draft_gone') return <Button onPress={() => navigate('/templates')}>{t('not-found-action')}</Button>
  // Loading anew leads to the sign-in page, and from there back here.
  return <Button onPress={() => location.reload()}>{t(code === 'session_ended' ? 'sign-in-again' : 'reload')}</Button>
}
