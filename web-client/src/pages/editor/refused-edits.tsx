/** What somebody wrote who may change texts only, and the server refused: what it was, and its texts to be written again. */
import { nameOf } from '../../canvas/names'
import { useEditor, useEditorState, useLayout, useRefused } from '../../canvas/context'
import type { RefusedEdits } from '../../document/model'
import { useText, type Translate } from '../../i18n'
import { useWordsReason } from '../../panels/editing'
import { Button, Dialog } from '../../ui'

/** Elements that are named; the rest is counted. */
const MOST_NAMED = 5

/** Stays until it is decided: while it is open nothing can be written. */
export function RefusedEditsDialog() {
  const t = useText()
  const { draft } = useEditor()
  const refused = useRefused()
  const layout = useLayout()
  const language = useEditorState((state) => state.language)
  const reason = useWordsReason()
  if (refused === null) return null
  const named = refused.changed.flatMap((id) => {
    const element = layout.elements.get(id)
    return element === undefined ? [] : [nameOf(element, layout, language, t)]
  })
  const lines = linesOf(refused, named, t)
  return (
    <Dialog
      title={t('refused-edits-title')} isOpen onClose={() => undefined} role="alertdialog"
      actions={(
        <>
          <Button onPress={() => draft.decide('drop')}>{t(refused.texts > 0 ? 'refused-edits-drop' : 'refused-edits-close')}</Button>
          {refused.texts > 0 && <Button variant="primary" disabledReason={reason} onPress={() => draft.decide('again')}>{t('refused-edits-again')}</Button>}
        </>
      )}
    >
      <p>{t('refused-edits-intro')}</p>
      <ul className="refused-edits">{lines.map((line, index) => <li key={index}>{line}</li>)}</ul>
      <p>{t('refused-edits-texts', { count: refused.texts })}</p>
    </Dialog>
  )
}

function linesOf(refused: RefusedEdits, named: readonly string[], t: Translate): string[] {
  const lines = named.slice(0, MOST_NAMED).map((name) => t('refused-edits-element', { name }))
  const more = refused.changed.length - lines.length
  if (more > 0) lines.push(t('refused-edits-more', { count: more }))
  if (refused.made > 0) lines.push(t('refused-edits-made', { count: refused.made }))
  if (refused.deleted > 0) lines.push(t('refused-edits-deleted', { count: refused.deleted }))
  if (refused.looks > 0) lines.push(t('refused-edits-looks', { count: refused.looks }))
  for (const part of ['pages', 'fields', 'styles', 'other'] as const) if (refused[part]) lines.push(t(`refused-edits-${part}`))
  // Texts alone are refused when others changed meanwhile what they rest on.
  if (lines.length === 0) lines.push(t('refused-edits-unnamed'))
  return lines
}
