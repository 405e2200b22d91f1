/** The chosen elements as the document has them. */
import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react'
import { useEditor, useEditorState, useLayoutPart } from '../canvas/context'
import { nameOf } from '../canvas/names'
import { sceneInFlight } from '../canvas/scene'
import { usePart } from '../canvas/store'
import type { Element } from '../document/model'
import { useText } from '../i18n'
import { selectionBox, type TurnedBox } from '../kernels/frame'

/** Several elements; the list keeps its identity until one of them changes in more than its words, which come with every keystroke. */
export function useElements(ids: readonly string[]): readonly Element[] {
  const { view } = useEditor().draft
  const layouts = useMemo(() => ({ get: () => view.layout(), subscribe: (listener: () => void) => view.subscribe(listener) }), [view])
  return usePart(layouts, (layout) => ids.flatMap((id) => layout.elements.get(id) ?? []), sameBesidesWords)
}

/** One element, like {@link useElements}. */
export function useElementBesidesWords(id: string): Element | undefined {
  const ids = useMemo(() => [id], [id])
  return useElements(ids)[0]
}

/** What an element is called in the language that is shown. */
export function useName(id: string | undefined): string {
  const t = useText()
  const language = useEditorState((state) => state.language)
  return useLayoutPart((layout) => {
    const element = id === undefined ? undefined : layout.elements.get(id)
    return element === undefined ? '' : nameOf(element, layout, language, t)
  })
}

/** Whether elements say the same apart from their words. */
const sameBesidesWords = (some: readonly Element[], others: readonly Element[]): boolean =>
  some.length === others.length && some.every((one, index) => {
    const other = others[index]
    return one === other || (other !== undefined && besidesWords(one) === besidesWords(other))
  })

const besidesWords = ({ texts, ...rest }: Element): string => JSON.stringify([rest, texts !== undefined])

/** The box around elements as they are drawn, in flight or at rest; it keeps its identity while it is the same. */
export function useSelectionBox(ids: readonly string[]): TurnedBox | undefined {
  const { draft, previews } = useEditor()
  const last = useRef<{ readonly key: string; readonly box: TurnedBox | undefined } | null>(null)
  const subscribe = useCallback((listener: () => void) => {
    const stops = [draft.view.subscribe(listener), previews.subscribeAny(listener)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [draft, previews])
  return useSyncExternalStore(subscribe, () => {
    const box = selectionBox(sceneInFlight(draft.view, previews), ids)
    const key = JSON.stringify(box)
    if (last.current?.key !== key) last.current = { key, box }
    return last.current.box
  })
}
