/** The chosen elements as the document has them. */
import { useMemo } from 'react'
import { useEditor } from '../canvas/context'
import { sameList, usePart } from '../canvas/store'
import type { Element } from '../document/model'

/** Several elements; the list keeps its identity until one of them changes. A gesture in flight changes none. */
export function useElements(ids: readonly string[]): readonly Element[] {
  const { view } = useEditor().draft
  const layouts = useMemo(() => ({ get: () => view.layout(), subscribe: (listener: () => void) => view.subscribe(listener) }), [view])
  return usePart(layouts, (layout) => ids.flatMap((id) => layout.elements.get(id) ?? []), sameList)
}
