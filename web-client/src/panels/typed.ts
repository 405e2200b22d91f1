/** What the typography of the panel speaks of: the words selected in a text that is being written, or whole elements. */
import { useCallback, useRef, useSyncExternalStore } from 'react'
import { useEditor, useEditorState, useLayoutPart } from '../canvas/context'
import { looksIn, type FullLook } from '../canvas/writing/looks'
import type { Writing } from '../canvas/writing/writing'
import type { Element, ElementPatch, RunPatch, TextStretch } from '../document/model'
import { shownText } from '../scene/words'
import { usePanelWrites } from './editing'

/** Looks, and how they are changed. */
export interface Typed {
  readonly looks: readonly FullLook[]
  readonly write: (patch: RunPatch) => void
  /** When it is words of a text, not the whole: tells which are selected now, `null` when it is only a caret. */
  readonly words: (() => TextStretch | null) | null
}

/** The looks of what is chosen. */
export function useTyped(elements: readonly Element[]): Typed {
  const writing = useEditorState((state) => state.writing)
  const language = useEditorState((state) => state.language)
  const languages = useLayoutPart((layout) => layout.languages)
  const { set } = usePanelWrites()
  const { view } = useEditor().draft
  const written = writing !== null && elements.length === 1 && elements[0]?.id === writing.element ? writing : null
  const looks = useLooks(written, useCallback(() => elements.flatMap(({ id }) => {
    const element = view.element(id)
    return element === undefined ? [] : looksIn(element, shownText(element, language, languages).language)
  }), [elements, view, language, languages]))
  if (written !== null) return { looks, write: (patch) => written.format(patch), words: () => selected(written) }
  return { looks, write: (patch) => set(elements.map(({ id }) => id), elementPatch(patch)), words: null }
}

/** The looks of the words being written, or of what `whole` finds; they keep their identity until a word looks another way. */
function useLooks(writing: Writing | null, whole: () => readonly FullLook[]): readonly FullLook[] {
  const { view } = useEditor().draft
  const last = useRef<{ readonly key: string; readonly looks: readonly FullLook[] } | null>(null)
  const subscribe = useCallback((listener: () => void) => {
    const stops = [view.subscribe(listener), ...(writing === null ? [] : [writing.subscribe(listener)])]
    return () => {
      for (const stop of stops) stop()
    }
  }, [view, writing])
  return useSyncExternalStore(subscribe, () => {
    const looks = writing === null ? whole() : writing.looks()
    const key = JSON.stringify(looks)
    if (last.current?.key !== key) last.current = { key, looks }
    return last.current.looks
  })
}

function selected(writing: Writing): TextStretch | null {
  const [from, to] = writing.stretch()
  return from === to ? null : { id: writing.element, language: writing.language, from, to }
}

/** The same change for whole elements, whose size has another name. */
function elementPatch({ size, ...rest }: RunPatch): ElementPatch {
  const patch: Record<string, unknown> = size === undefined ? rest : { ...rest, textSize: size }
  return Object.fromEntries(Object.entries(patch).map(([key, value]) => [key, value ?? undefined]))
}
