/**
 * Typing into a text where it stands.
 *
 * What is typed is written a few times a second, so that others see it grow; what others type meanwhile is merged in,
 * and the caret stays with its words.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, type CSSProperties } from 'react'
import type { Element } from '../document/model'
import { useText } from '../i18n'
import { pagePose } from '../kernels/frame'
import { applySplice, carry, rebase, spliceBetween } from '../kernels/splice'
import { scaleOf } from '../kernels/viewport'
import { setText } from '../kernels/wrap'
import { useEditor, useEditorState, useElement, useLayoutPart } from './context'
import { readSelection, readText, writeRuns, writeSelection } from './editable'
import { measure } from './measure'
import { pageToWindow } from './Overlay'
import { pageOrigin, sceneOf } from './scene'
import { faceOf, plainText, shownText, stretchesOf } from './texts'

/** How long typing waits for more of itself before it is written. */
const BATCH_MS = 220

/** The editable node over the text that is being edited. */
export function TextEditing() {
  const editing = useEditorState((state) => state.editing)
  return editing === null ? null : <EditableOf key={editing} id={editing} />
}

function EditableOf({ id }: { readonly id: string }) {
  const element = useElement(id)
  const { state } = useEditor()
  const gone = element?.type !== 'text'
  useEffect(() => {
    if (gone) state.set({ editing: null, caret: null })
  }, [gone, state])
  return element && !gone ? <Editable element={element} /> : null
}

function Editable({ element }: { readonly element: Element }) {
  const { draft, state } = useEditor()
  const t = useText()
  const node = useRef<HTMLDivElement>(null)
  const language = useEditorState((it) => it.language)
  const viewport = useEditorState((it) => it.viewport)
  const layout = useLayoutPart((it) => it)
  const typography = element.typography
  const runs = element.texts?.[language] ?? []
  const scale = scaleOf(viewport)
  const factor = factorOf(element, layout, language)
  /** The text as it was when node and document last agreed. */
  const base = useRef(plainText(runs))
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const composing = useRef(false)

  const noteCaret = useCallback(() => {
    const selection = node.current && readSelection(node.current)
    if (selection) state.set({ caret: selection[1] })
  }, [state])

  /** Writes what was typed since the last time, over whatever the document says by now. */
  const commit = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = undefined
    if (!node.current) return
    const typed = readText(node.current)
    const current = plainText(draft.view.element(element.id)?.texts?.[language] ?? [])
    if (typed === base.current) return
    const caret = readSelection(node.current)?.[1]
    const own = spliceBetween(base.current, typed, caret)
    const merged = applySplice(current, rebase(own, spliceBetween(base.current, current)))
    base.current = merged
    draft.commands.setText(element.id, language, merged)
  }, [draft, element.id, language])

  useLayoutEffect(() => {
    const root = node.current
    if (!root || !typography) return
    const said = plainText(runs)
    if (root.childNodes.length > 0 && composing.current) return
    const typed = readText(root)
    const fresh = root.childNodes.length === 0
    if (!fresh && typed !== base.current && said !== base.current) {
      // Something arrived while something was typed: first join the two.
      const selection = readSelection(root)
      const other = spliceBetween(base.current, said)
      commit()
      const now = draft.view.element(element.id)?.texts?.[language] ?? []
      writeRuns(root, now, typography, layout, language, scale * factor)
      if (selection) writeSelection(root, carry(selection[0], other), carry(selection[1], other))
      return
    }
    if (!fresh && typed === said) {
      base.current = said
      return
    }
    if (!fresh && typed !== base.current) return
    const selection = fresh ? null : readSelection(root)
    const arrived = spliceBetween(base.current, said)
    base.current = said
    writeRuns(root, runs, typography, layout, language, scale * factor)
    if (selection) writeSelection(root, carry(selection[0], arrived), carry(selection[1], arrived))
  }, [runs, typography, layout, language, scale, factor, commit, draft, element.id])

  useEffect(() => {
    const root = node.current
    if (!root) return
    root.focus({ preventScroll: true })
    writeSelection(root, 0, readText(root).length)
    noteCaret()
  }, [noteCaret, language])

  useEffect(() => () => clearTimeout(timer.current), [])

  const end = useCallback(() => {
    commit()
    draft.history.close()
    const now = draft.view.element(element.id)
    const empty = now?.texts && Object.values(now.texts).every((it) => plainText(it) === '')
    if (empty && now.name === undefined) {
      draft.commands.delete([element.id])
      state.set({ selection: [] })
    }
    state.set({ editing: null, caret: null })
  }, [commit, draft, element.id, state])

  if (!typography) return null
  const pose = pagePose(sceneOf(draft.view), element.id)
  const [x, y] = pageToWindow(viewport, pageOrigin(layout, element.page), pose.at)
  const face = faceOf(typography, layout)
  const shown = shownText(element, language, layout.languages)
  const style: CSSProperties = {
    transform: `translate(${x.toString()}px, ${y.toString()}px) rotate(${pose.angle.toString()}deg)`,
    width: element.size[0] * scale,
    minHeight: element.size[1] * scale,
    justifyContent: typography.valign === 'middle' ? 'center' : typography.valign === 'bottom' ? 'flex-end' : 'flex-start',
  }
  const textStyle: CSSProperties = {
    fontFamily: `"${face.family.replaceAll('"', '')}", Inter, sans-serif`,
    fontSize: face.size * scale * factor,
    fontWeight: face.weight,
    fontStyle: face.italic ? 'italic' : 'normal',
    letterSpacing: face.spacing * scale * factor,
    lineHeight: typography.lineHeight,
    color: face.color,
    textAlign: typography.align,
  }
  return (
    <div className="text-editing" style={style}>
      <div
        ref={node} className="text-editing-node" style={textStyle} data-testid="text-editing"
        contentEditable="plaintext-only" suppressContentEditableWarning role="textbox" aria-multiline tabIndex={0} lang={language}
        aria-label={t('text-editing-label', { language: t(`language-${language}`) })}
        data-placeholder={shown.missing ? plainText(shown.runs) : t('text-editing-placeholder')}
        spellCheck
        onInput={() => {
          if (node.current) node.current.toggleAttribute('data-empty', readText(node.current) === '')
          noteCaret()
          if (!composing.current) timer.current ??= setTimeout(commit, BATCH_MS)
        }}
        onCompositionStart={() => { composing.current = true }}
        onCompositionEnd={() => {
          composing.current = false
          timer.current ??= setTimeout(commit, BATCH_MS)
        }}
        onKeyDown={(event) => {
          event.stopPropagation()
          const mod = event.ctrlKey || event.metaKey
          if (event.key === 'Escape') end()
          else if (event.key === 'Enter' && !composing.current) {
            event.preventDefault()
            insertBreak(node.current)
          } else if (mod && ['z', 'y'].includes(event.key.toLowerCase())) {
            event.preventDefault()
            commit()
            if (event.key.toLowerCase() === 'y' || event.shiftKey) draft.history.redo()
            else draft.history.undo()
          } else if (mod && ['b', 'i', 'u'].includes(event.key.toLowerCase())) event.preventDefault()
        }}
        onPaste={(event) => {
          event.preventDefault()
          insertPlain(node.current, event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n'))
        }}
        onKeyUp={noteCaret}
        onPointerUp={noteCaret}
        onPointerDown={(event) => event.stopPropagation()}
        onDoubleClick={(event) => event.stopPropagation()}
        onBlur={(event) => {
          // The panels may be used with the text still open: a field is inserted where the caret was.
          if (event.relatedTarget instanceof HTMLElement && event.relatedTarget.closest('[data-keeps-editing]')) commit()
          else end()
        }}
      />
    </div>
  )
}

/** How much a fitted text is larger or smaller than its own size. */
function factorOf(element: Element, layout: Parameters<typeof stretchesOf>[2], language: Parameters<typeof stretchesOf>[3]): number {
  const typography = element.typography
  if (!typography?.fit) return 1
  const stretches = stretchesOf(shownText(element, language, layout.languages).runs, typography, layout, language)
  const set = setText(stretches, typography, element.size[0], element.size[1], measure)
  const drawn = set.lines[0]?.stretches[0]?.face.size
  const own = stretches[0]?.face.size
  return drawn !== undefined && own !== undefined && own > 0 ? drawn / own : 1
}

/** Puts a line break at the caret; the browser's own would put a node that stands for nothing. */
function insertBreak(root: HTMLElement | null): void {
  insertPlain(root, '\n')
}

function insertPlain(root: HTMLElement | null, text: string): void {
  const selection = document.getSelection()
  if (!root || !selection || selection.rangeCount === 0) return
  const range = selection.getRangeAt(0)
  range.deleteContents()
  const inserted = document.createTextNode(text)
  range.insertNode(inserted)
  if (text.endsWith('\n') && readText(root).endsWith('\n') && !root.querySelector(':scope > br[data-filler]')) {
    const filler = document.createElement('br')
    filler.dataset['filler'] = ''
    root.append(filler)
  }
  selection.collapse(inserted, text.length)
  root.dispatchEvent(new InputEvent('input', { bubbles: true }))
}
