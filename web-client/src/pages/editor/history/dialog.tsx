/** The history of a draft: its versions, what changed between two of them, and the ways back. */
import { Pencil, RotateCcw, Tag, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { versions as remote } from '../../../api'
import { mayEdit, useAccess, useEditor, useEditorState, useLayoutPart, useSaveState } from '../../../canvas/context'
import { copyFrom } from '../../../document/commands/old'
import type { Language } from '../../../document/model'
import { LANGUAGE_NAMES, useDates, useText } from '../../../i18n'
import type { ChangeBody, VersionBody } from '../../../protocol/generated'
import { layoutFromJson } from '../../../thumbnails/from-json'
import { bringIntoView, goToPage } from '../../../tools/actions'
import { step } from '../../../tools/gesture'
import { Button, Checkbox, Dialog, EmptyState, IconButton, Select, showToast } from '../../../ui'
import { PageTurner } from '../../page-turner'
import { useReasonWithout } from '../../session'
import { pagesOf } from './boxes'
import { Changes } from './changes'
import { Compare, MODES, type Mode } from './compare'
import { DaySlider } from './day-slider'
import { VersionList } from './list'
import { NameDialog } from './name-dialog'
import { RestoreDialog } from './restore-dialog'
import { useDiff, useLayoutOf, useVersions, type Side } from './use-history'
import { authorsOf, titleOf } from './words'
import './history.css'

type Asked = { readonly kind: 'freeze' } | { readonly kind: 'rename'; readonly version: VersionBody } | { readonly kind: 'restore'; readonly version: VersionBody }

/** The dialog behind the bar's button. */
export function HistoryDialog({ draft, onClose }: { readonly draft: string; readonly onClose: () => void }) {
  const t = useText()
  const dates = useDates()
  const { draft: open, machine } = useEditor()
  const access = useAccess()
  const save = useSaveState()
  const shown = useEditorState((state) => state.language)
  const languages = useLayoutPart((layout) => layout.languages)
  const live = useLayoutPart((layout) => layout.elements)
  const currentPage = useEditorState((state) => state.page)
  const [kept, setKept] = useState(false)
  const versions = useVersions(draft, kept)
  const [picked, setPicked] = useState<VersionBody | null>(null)
  const [other, setOther] = useState<Side>('now')
  const [mode, setMode] = useState<Mode>('side')
  const [language, setLanguage] = useState<Language>(shown)
  const [wantedPage, setPage] = useState(currentPage)
  const [marked, setMarked] = useState<string | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  /** Counts what this person did that changes what the draft holds now. */
  const [again, setAgain] = useState(0)

  const all = versions.list.kind === 'there' ? versions.list.value : []
  const first = all[0] ?? null
  // What the list knows is newer than what was picked from it.
  const chosen = picked === null ? first : all.find((version) => version.id === picked.id) ?? picked
  const before = useLayoutOf(draft, chosen, 0)
  const after = useLayoutOf(draft, chosen === null ? null : other, again)
  const diff = useDiff(chosen, other, again)
  const changes = useMemo(() => (diff.kind === 'there' ? diff.value.changes : []), [diff])
  const old = before.kind === 'there' ? layoutFromJson(before.value) : null
  const pages = pagesOf(old, after.kind === 'there' ? layoutFromJson(after.value) : null)
  const page = pages.includes(wantedPage) ? wantedPage : pages[0] ?? ''
  const index = pages.indexOf(page)
  const withoutRight = useReasonWithout('edit_layout')
  const noEditing = withoutRight ?? (mayEdit(access) ? undefined : t('history-read-only'))
  const unsaved = save.kind === 'saved' ? undefined : t('history-unsaved')
  const title = (version: VersionBody): string => titleOf(version, t, (at) => dates.moment(at))
  const otherTitle = other === 'now' ? t('history-now') : title(other)

  const choose = (version: VersionBody): void => {
    setPicked(version)
    setMarked(null)
  }
  const mark = (change: ChangeBody): void => {
    setMarked((was) => (was === change.id ? null : change.id))
    if (change.page !== null) setPage(change.page)
  }
  const show = (change: ChangeBody) => {
    const element = change.thing === 'element' ? live.get(change.id) : undefined
    if (element === undefined) return null
    return () => {
      goToPage(machine.ctx, element.page)
      machine.ctx.state.set({ tool: 'select', selection: [element.id], scope: null })
      bringIntoView(machine.ctx, element.id)
      onClose()
    }
  }
  const copy = (change: ChangeBody) => {
    if (noEditing !== undefined || before.kind !== 'there' || old === null || change.thing !== 'element' || !old.elements.has(change.id)) return null
    const json = before.value
    return () => {
      const copied = copyFrom(json, old, change.id)
      const to = open.view.layout().pages.find((one) => one.id === copied?.page)?.id ?? open.view.layout().pages[0]?.id
      if (copied === undefined || to === undefined) return
      const ids = step(machine.ctx, () => open.commands.paste(copied, to, [0, 0]))
      goToPage(machine.ctx, to)
      machine.ctx.state.set({ selection: ids, scope: null })
      setAgain((count) => count + 1)
      showToast({ text: t('history-copied'), tone: 'good', action: { label: t('history-undo'), onPress: () => open.history.undo() } })
    }
  }

  return (
    <Dialog size="full" title={t('history-title')} isOpen onClose={onClose} actions={<Button onPress={onClose}>{t('close')}</Button>}>
      <div className="history" data-testid="history">
        <aside className="history-list" aria-label={t('history-versions')}>
          <div className="history-list-head">
            <Button icon={Tag} variant="primary" disabledReason={withoutRight ?? unsaved} onPress={() => setAsked({ kind: 'freeze' })} data-testid="history-freeze">{t('history-freeze')}</Button>
            <Checkbox label={t('history-kept-only')} isSelected={kept} onChange={setKept} />
          </div>
          <VersionList versions={versions} chosen={chosen?.id ?? null} against={other === 'now' ? null : other.id} onChoose={choose} />
        </aside>
        {chosen === null
          ? <div className="history-desk history-desk-empty"><EmptyState title={t('history-nothing-title')}><p>{t('history-nothing-text')}</p></EmptyState></div>
          : (
            <>
              <div className="history-desk">
                <div className="history-bar">
                  <Select label={t('history-mode')} hideLabel value={mode} onChange={setMode} options={MODES.map((id) => ({ id, label: t(`history-mode-${id}`) }))} />
                  <Select label={t('history-language')} hideLabel value={language} onChange={setLanguage} options={languages.map((id) => ({ id, label: LANGUAGE_NAMES[id] }))} />
                  <PageTurner index={index} count={pages.length} onIndex={(at) => setPage(pages[at] ?? page)} />
                  <span className="history-against">
                    {mode !== 'one' && t('history-against', { other: otherTitle })}
                    {mode !== 'one' && other !== 'now' && <IconButton icon={X} label={t('history-against-now')} onPress={() => setOther('now')} />}
                  </span>
                </div>
                <Compare
                  mode={mode} page={page} language={language} changes={mode === 'one' ? [] : changes} marked={marked}
                  before={{ title: title(chosen), layout: before }} after={{ title: otherTitle, layout: after }}
                />
                <DaySlider draft={draft} chosen={chosen} known={all.length} onChoose={choose} />
              </div>
              <aside className="history-side-panel" aria-label={t('history-about', { title: title(chosen) })}>
                <h2 data-testid="history-chosen">{title(chosen)}</h2>
                <p className="soft">{t('history-made', { moment: dates.moment(new Date(chosen.created_at)), people: authorsOf(chosen, t) })}</p>
                <div className="history-actions">
                  <Button icon={RotateCcw} disabledReason={noEditing ?? unsaved} onPress={() => setAsked({ kind: 'restore', version: chosen })} data-testid="history-restore">{t('history-restore')}</Button>
                  <Button icon={Pencil} disabledReason={withoutRight} onPress={() => setAsked({ kind: 'rename', version: chosen })} data-testid="history-name">{t('history-name')}</Button>
                  <Button variant="quiet" onPress={() => setOther(chosen)} disabledReason={other !== 'now' && other.id === chosen.id ? t('history-is-other') : undefined}>{t('history-compare-with')}</Button>
                </div>
                <Changes diff={diff} marked={marked} onMark={mark} onShow={show} onCopy={copy} />
              </aside>
            </>
          )}
      </div>
      {asked?.kind === 'restore' && (
        <RestoreDialog
          version={asked.version} title={title(asked.version)} onClose={() => setAsked(null)}
          onDone={onClose}
        />
      )}
      {(asked?.kind === 'freeze' || asked?.kind === 'rename') && (
        <NameDialog
          version={asked.kind === 'rename' ? asked.version : null} onClose={() => setAsked(null)}
          act={(name) => (asked.kind === 'rename' ? remote.rename(asked.version.id, name) : remote.freeze(draft, name ?? undefined))}
          onDone={(version) => {
            setAsked(null)
            versions.put(version)
            choose(version)
          }}
        />
      )}
    </Dialog>
  )
}
