/**
 * Writing into a text where it stands, on its own outlines. What is seen is drawn; a node that nobody sees takes keys, input methods and
 * the clipboard, and says to screen readers what is written. It lies where the caret is drawn, so that lists of an input method do too.
 */
import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState, useSyncExternalStore, type FocusEvent, type KeyboardEvent } from 'react'
import type { Element as Drawn, FieldChip, TextRun } from '../../document/model'
import { textValue } from '../../document/read/texts'
import { LANGUAGE_NAMES, useText } from '../../i18n'
import { outline } from '../Overlay'
import { turnedBox } from '../../kernels/frame'
import { clamp } from '../../kernels/plane'
import { scaleOf } from '../../kernels/viewport'
import { caretAt, faceFor, pageFaces, useFaces } from '../../text'
import { neighbour } from '../../tools/actions'
import { commentOnWords } from '../../tools/comment'
import { shortcutFor } from '../../tools/keys'
import { onMac } from '../../tools/shown-keys'
import { mayEdit, mayType, useEditor, useEditorState, useElement, useLayoutPart } from '../context'
import { sceneOf } from '../scene'
import { chipLabel } from '../texts'
import { CHIP_PANEL_ID, ChipPanel } from './ChipPanel'
import { COMPLETIONS_ID, CompletionList, useCompletions } from './completions'
import { withComposed } from './composed'
import { caretRect } from './content'
import { FAMILIES } from './families'
import { useSayFull } from './full'
import { pressIn } from './keys'
import { CaretMark, ComposedMark, Stretch } from './Marks'
import { inWindow, placeOf, transformOf } from './place'
import { usePointing } from './pointing'
import { useSurface } from './surface'
import { typeset } from './typeset'
import { Writing } from './writing'

/** How the caret's height becomes a size of type, so that lists of an input method stand below it. */
const SIZE_OF_CARET = 0.75
/** Pixels from a caret or field to what floats below it. */
const BELOW = 6
const NONE: readonly TextRun[] = []
/** Weight and slope of a family's faces that keys reach. */
const SIBLINGS = [[400, false], [700, false], [400, true], [700, true]] as const

/** What belongs to the text being written although it stands elsewhere. */
const KEEPS = '[data-keeps-editing], .popover, [role="listbox"], [role="dialog"], [role="menu"]'

/** The text that is being written. */
export function WritingOnCanvas() {
  const editing = useEditorState((state) => state.editing)
  const language = useEditorState((state) => state.language)
  return editing === null ? null : <Opened key={`${editing} ${language}`} id={editing} />
}

function Opened({ id }: { readonly id: string }) {
  const element = useElement(id)
  const { draft, state } = useEditor()
  const language = useEditorState((it) => it.language)
  const [writing, setWriting] = useState<Writing | null>(null)
  const sayFull = useSayFull()
  const gone = element?.type !== 'text'
  useEffect(() => {
    if (gone) state.set({ editing: null, writing: null })
  }, [gone, state])
  useLayoutEffect(() => {
    const set = (): NonNullable<ReturnType<typeof typeset>> => {
      const now = draft.view.element(id)
      const text = now && typeset(now, draft.view.layout(), language)
      if (text === undefined) throw new Error('a text that is written has a typography')
      return text
    }
    const made = new Writing({ draft, element: id, language, set, mayFormat: () => mayEdit(draft.access()), full: sayFull, completes: true })
    setWriting(made)
    state.set({ writing: made })
    return () => {
      made.close()
      if (state.get().writing === made) state.set({ writing: null })
    }
  }, [draft, state, id, language, sayFull])
  return element && !gone && writing && element.typography ? <Opening element={element} writing={writing} /> : null
}

function Opening({ element, writing }: { readonly element: Drawn; readonly writing: Writing }) {
  const { draft, state, machine } = useEditor()
  const t = useText()
  const node = useRef<HTMLDivElement>(null)
  const language = writing.language
  const viewport = useEditorState((it) => it.viewport)
  const layout = useLayoutPart((it) => it)
  const caret = useSyncExternalStore(writing.subscribe, writing.get)
  const runs = element.texts?.[language] ?? NONE
  const [focused, setFocused] = useState(true)
  const label = useCallback((chip: FieldChip) => chipLabel(chip, layout.fields, language, layout.languages), [layout.fields, layout.languages, language])

  const [, composed] = useReducer((count: number) => count + 1, 0)
  useSurface({ node, writing, layout: () => draft.view.layout(), label, families: FAMILIES, composed }, runs)
  const completions = useCompletions(writing, layout)

  // What waited for a face is set anew when it is there.
  const faces = useFaces()
  const set = useMemo(
    () => typeset(withComposed(element, language, caret.composing), layout, language),
    [element, language, caret.composing, layout, faces],
  )
  const place = placeOf(draft.view, layout, element, viewport)
  const pointing = usePointing(writing, set, place)
  const at = caret.composing === null ? caret.caret : caret.composing.from + caret.composing.words.length
  const mark = set && caretAt(set, at, caret.upstream && caret.composing === null)

  useLayoutEffect(() => {
    writing.focus = () => node.current?.focus({ preventScroll: true })
    writing.focus()
    writing.enter()
    writing.selectAll()
  }, [writing])

  // Bold and italic are a key away: their faces come before they are asked for, so that no text has to wait for them.
  const family = element.typography?.family
  useEffect(() => {
    if (family === undefined) return
    for (const [weight, italic] of SIBLINGS) pageFaces.expect(faceFor(family, weight, italic).face)
  }, [family])

  // The unseen node moves so that its own caret lies on the one that is drawn.
  const shift = useRef<readonly [number, number]>([0, 0])
  useLayoutEffect(() => {
    const root = node.current
    const desk = root?.closest('.desk')?.getBoundingClientRect()
    if (!root || !desk || !mark) return
    const [x, y] = inWindow(place, [mark.x, mark.top])
    const standing = caretRect(root, at)
    const from: readonly [number, number] = standing ? [standing.left - desk.left, standing.top - desk.top] : shift.current
    shift.current = [shift.current[0] + x - from[0], shift.current[1] + y - from[1]]
    root.style.transform = `translate(${shift.current[0].toFixed(1)}px, ${shift.current[1].toFixed(1)}px)`
  })

  const end = useCallback((): void => {
    if (state.get().writing !== writing) return
    writing.leave()
    const now = draft.view.element(writing.element)
    const empty = now?.texts !== undefined && Object.values(now.texts).every((it) => textValue(it) === '')
    state.set({ editing: null, writing: null })
    if (empty && now?.name === undefined && mayEdit(draft.access())) {
      draft.commands.delete([writing.element])
      state.set({ selection: [] })
    }
  }, [draft, state, writing])
  useEffect(() => { writing.end = end }, [writing, end])

  // The panels may be used with the text still open; everything else ends it.
  useEffect(() => {
    const away = (event: globalThis.FocusEvent): void => {
      if (event.target instanceof Element && event.target !== node.current && !event.target.closest(KEEPS)) end()
    }
    document.addEventListener('focusin', away)
    return () => document.removeEventListener('focusin', away)
  }, [end])

  const leaveTo = (id: string): void => {
    end()
    const drawn = document.getElementById(`element-${id}`)
    if (drawn instanceof SVGElement) drawn.focus({ preventScroll: true })
  }

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    event.stopPropagation()
    if (event.nativeEvent.isComposing || event.keyCode === 229 || completions.press(event)) return
    const panel = document.getElementById(CHIP_PANEL_ID)
    if (event.key === 'Escape') {
      event.preventDefault()
      leaveTo(element.id)
    } else if (shortcutFor(event.nativeEvent)?.id === 'comment-selection') {
      event.preventDefault()
      commentOnWords(machine.ctx)
    } else if (event.key === 'Tab') {
      event.preventDefault()
      leaveTo(neighbour(machine.ctx, element.id, event.shiftKey ? -1 : 1) ?? element.id)
    } else if (event.key === 'Enter' && panel !== null) {
      event.preventDefault()
      panel.querySelector<HTMLElement>('button, input')?.focus()
    } else if (pressIn(writing, event, { mac: onMac(), moves: true })) event.preventDefault()
  }

  const onBlur = (event: FocusEvent): void => {
    setFocused(false)
    writing.leave()
    // Whoever looks into another window comes back to the same place.
    if (event.relatedTarget === null && document.hasFocus()) end()
  }

  if (!set || !mark) return null
  const [from, to] = writing.stretch()
  const chip = caret.composing === null ? writing.chip() : null
  const scale = scaleOf(viewport)
  const below = (index: number): readonly [number, number] => {
    const it = caretAt(set, index)
    const [x, y] = inWindow(place, [it.x, it.bottom])
    return [x, y + BELOW]
  }
  return (
    <>
      <svg className="desk-overlay writing" data-testid="writing" aria-hidden {...pointing}>
        <polygon className="writing-frame" points={outline(viewport, place.origin, turnedBox(sceneOf(draft.view), element.id))} />
        <g transform={transformOf(place)}>
          <rect className="writing-reach" x={0} y={Math.min(0, set.lines[0] ? caretAt(set, 0).top : 0)} width={element.size[0]} height={Math.max(element.size[1], caretAt(set, Infinity).bottom)} />
          {set.origins.map((it) => it.field !== undefined && <Stretch key={it.source.start} set={set} from={it.source.start} to={it.source.start + 1} className="writing-field" />)}
          {caret.composing === null && from !== to && <Stretch set={set} from={from} to={to} className={focused ? 'writing-selected' : 'writing-selected writing-away'} />}
          {caret.composing !== null && <ComposedMark set={set} from={caret.composing.from} to={at} />}
          {focused && (caret.composing !== null || from === to) && <CaretMark key={`${at.toString()} ${mark.x.toString()}`} set={set} index={at} upstream={caret.upstream && caret.composing === null} className="writing-caret" />}
        </g>
      </svg>
      <div
        ref={node} className="writing-node" data-testid="text-editing" contentEditable="plaintext-only" suppressContentEditableWarning
        role="textbox" aria-multiline tabIndex={0} lang={language} spellCheck={false} autoCorrect="off" autoCapitalize="off"
        aria-label={t('text-editing-label', { language: LANGUAGE_NAMES[language] })}
        aria-readonly={!mayType(draft.access())}
        {...(completions.fields.length > 0 ? { 'aria-controls': COMPLETIONS_ID, 'aria-activedescendant': `${COMPLETIONS_ID}-${completions.active.toString()}`, 'aria-autocomplete': 'list' as const } : {})}
        style={{ width: Math.max(element.size[0] * scale, 40), fontSize: clamp((mark.bottom - mark.top) * scale * SIZE_OF_CARET, 8, 200) }}
        onKeyDown={onKeyDown} onBlur={onBlur}
        onFocus={() => {
          setFocused(true)
          writing.enter()
        }}
      />
      <CompletionList completions={completions} writing={writing} layout={layout} at={below(caret.completing ?? at)} />
      {chip !== null && mayType(draft.access()) && <ChipPanel key={chip.choice} writing={writing} layout={layout} found={chip} at={below(chip.at)} />}
    </>
  )
}
