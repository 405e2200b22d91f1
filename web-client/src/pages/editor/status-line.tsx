/** The line at the foot: page, size, what is missing, what is chosen, since when the page is offline. */
import { useCurrentPage, useEditorState, useLayoutPart, useSaveState } from '../../canvas/context'
import { missingIn } from '../../canvas/texts'
import type { ToolName } from '../../canvas/state'
import { sameList } from '../../canvas/store'
import { useCommentsView, useDiscussions } from '../../comments'
import { FORMAT_LOCALES, useDates, useI18n } from '../../i18n'
import { useReason } from '../../panels/editing'
import { sizeText } from '../../panels/PagesPanel'

/** What to do with the tool in hand. */
const HINTS: Readonly<Partial<Record<ToolName, string>>> = {
  text: 'hint-text', rectangle: 'hint-shape', ellipse: 'hint-shape', polygon: 'hint-shape', star: 'hint-shape', line: 'hint-line', path: 'hint-path',
  image: 'hint-image', qr: 'hint-place', signature: 'hint-place', seal: 'hint-place', field: 'hint-place', comment: 'hint-comment', hand: 'hint-hand',
}

/** The status line. */
export function StatusLine({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const { t, language: words } = useI18n()
  const dates = useDates()
  const page = useCurrentPage()
  const pages = useLayoutPart((layout) => layout.pages)
  const language = useEditorState((state) => state.language)
  const chosen = useEditorState((state) => state.selection, sameList).length
  const missing = useLayoutPart((layout) => missingIn(layout, language).length)
  const save = useSaveState()
  const open = useDiscussions((state) => state.threads.filter((thread) => thread.state === 'open').length)
  const pinsHidden = useCommentsView((view) => view.pinsHidden)
  const reason = useReason()
  const tool = useEditorState((state) => state.tool)
  const shaping = useEditorState((state) => state.shaping !== null)
  const hint = shaping ? 'hint-points' : HINTS[tool]
  return (
    <footer className="status-line" aria-label={t('status-label')}>
      {page && (
        <>
          <span>{t('status-page', { number: pages.indexOf(page) + 1, count: pages.length })}</span>
          <span>{sizeText(page, FORMAT_LOCALES[words])}</span>
        </>
      )}
      {missing > 0 && <span className="status-warn">{t('status-missing', { count: missing, language: language.toUpperCase() })}</span>}
      {open > 0 && <span>{t('status-comments', { count: open })}</span>}
      {/* There before it says something, so that it is heard. */}
      <span role="status" data-testid="pins-hidden">{pinsHidden && t('status-pins-hidden')}</span>
      {hint !== undefined && (reason === undefined || tool === 'comment') && <span>{t(hint)}</span>}
      {chosen > 0 && <span>{t('selection-count', { count: chosen })}</span>}
      {save.kind === 'offline' && <span className="status-warn">{t('status-offline', { time: dates.time(new Date(save.sinceMs)) })}</span>}
      {reason !== undefined && <span>{reason}</span>}
      <button type="button" className="status-keys" onClick={onShortcuts}>{t('shortcuts-open')} <kbd>?</kbd></button>
    </footer>
  )
}
