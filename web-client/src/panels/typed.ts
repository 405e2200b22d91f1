/** What the typography of the panel speaks of: the words selected in a text that is being written, or whole elements. */
import { useSyncExternalStore } from 'react'
import { useEditorState, useLayoutPart } from '../canvas/context'
import { looksIn, type FullLook } from '../canvas/writing/looks'
import type { Element, ElementPatch, RunPatch } from '../document/model'
import { shownText } from '../scene/words'
import { usePanelWrites } from './editing'

/** Looks, and how they are changed. */
export interface Typed {
  readonly looks: readonly FullLook[]
  readonly write: (patch: RunPatch) => void
  /** Whether it is words of a text, not the whole. */
  readonly words: boolean
}

const nothing = (): (() => void) => () => undefined

/** The looks of what is chosen. */
export function useTyped(elements: readonly Element[]): Typed {
  const writing = useEditorState((state) => state.writing)
  const language = useEditorState((state) => state.language)
  const languages = useLayoutPart((layout) => layout.languages)
  const { set } = usePanelWrites()
  useSyncExternalStore(writing?.subscribe ?? nothing, () => writing?.get() ?? null)
  if (writing !== null && elements.length === 1 && elements[0]?.id === writing.element) {
    return { looks: writing.looks(), write: (patch) => writing.format(patch), words: true }
  }
  return {
    looks: elements.flatMap((element) => looksIn(element, shownText(element, language, languages).language)),
    write: (patch) => set(elements.map(({ id }) => id), elementPatch(patch)),
    words: false,
  }
}

/** The same change for whole elements, whose size has another name. */
export function elementPatch({ size, ...rest }: RunPatch): ElementPatch {
  const patch: Record<string, unknown> = size === undefined ? rest : { ...rest, textSize: size }
  return Object.fromEntries(Object.entries(patch).map(([key, value]) => [key, value ?? undefined]))
}
