/** Typing into a text where it stands, in its own type. */
import { useCallback, useEffect, useRef, type CSSProperties } from 'react'
import type { Element, Language, Layout } from '../document/model'
import { textValue } from '../document/read/texts'
import { LANGUAGE_NAMES, useText } from '../i18n'
import { pagePose } from '../kernels/frame'
import { scaleOf } from '../kernels/viewport'
import { useEditor, useEditorState, useElement, useLayoutPart } from './context'
import { readText, writeSelection } from './editable'
import { useEditableText } from './editable-text'
import { pageToWindow } from './Overlay'
import { pageOrigin, sceneOf } from './scene'
import { shownText } from '../scene/words'
import { millipoints, useFaces } from '../text'
import { setOnCanvas } from './text-scenery'
import { faceOf } from './texts'

/** The editable node over the text that is being edited. */
export function TextEditing() {
  const editing = useEditorState((state) => state.editing)
  const language = useEditorState((state) => state.language)
  return editing === null ? null : <EditableOf key={`${editing} ${language}`} id={editing} />
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
  const { typography } = element
  useFaces()
  const scale = scaleOf(viewport) * factorOf(element, layout, language)
  const { commit, props } = useEditableText(node, element, language, scale)

  useEffect(() => {
    const root = node.current
    if (!root) return
    root.focus({ preventScroll: true })
    writeSelection(root, 0, readText(root).length)
    state.set({ caret: readText(root).length })
  }, [state])

  const end = useCallback(() => {
    commit()
    draft.history.close()
    const now = draft.view.element(element.id)
    const empty = now?.texts !== undefined && Object.values(now.texts).every((it) => textValue(it) === '')
    if (state.get().editing === element.id) state.set({ editing: null, caret: null })
    if (empty && now?.name === undefined) {
      draft.commands.delete([element.id])
      state.set({ selection: [] })
    }
  }, [commit, draft, element.id, state])

  if (!typography) return null
  const pose = pagePose(sceneOf(draft.view), element.id)
  const [x, y] = pageToWindow(viewport, pageOrigin(layout, element.page), pose.at)
  const face = faceOf(typography, layout)
  const shown = shownText(element, language, layout.languages)
  const box: CSSProperties = {
    transform: `translate(${x.toString()}px, ${y.toString()}px) rotate(${pose.angle.toString()}deg)`,
    width: element.size[0] * scaleOf(viewport),
    height: element.size[1] * scaleOf(viewport),
    justifyContent: typography.valign === 'middle' ? 'center' : typography.valign === 'bottom' ? 'flex-end' : 'flex-start',
  }
  const style: CSSProperties = {
    fontFamily: `"${face.family.replaceAll('"', '')}", Inter, sans-serif`,
    fontSize: face.size * scale,
    fontWeight: face.weight,
    fontStyle: face.italic ? 'italic' : 'normal',
    letterSpacing: face.spacing * scale,
    lineHeight: typography.lineHeight,
    color: face.color,
    textAlign: typography.align,
  }
  return (
    <div className="text-editing" style={box}>
      <div
        ref={node} className="text-editing-node" style={style} data-testid="text-editing"
        contentEditable="plaintext-only" suppressContentEditableWarning role="textbox" aria-multiline tabIndex={0} lang={language} spellCheck
        aria-label={t('text-editing-label', { language: LANGUAGE_NAMES[language] })}
        data-placeholder={shown.missing ? textValue(shown.runs) : t('text-editing-placeholder')}
        {...props}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation()
            end()
            const drawn = document.getElementById(`element-${element.id}`)
            if (drawn instanceof SVGElement) drawn.focus({ preventScroll: true })
          } else props.onKeyDown(event)
        }}
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
function factorOf(element: Element, layout: Layout, language: Language): number {
  const { typography } = element
  const set = typography?.fit && setOnCanvas(element, element.size, layout, language)
  return set && !set.waiting ? set.size / millipoints(typography.textSize) : 1
}
