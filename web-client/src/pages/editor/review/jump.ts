/** From a finding to what it is about. */
import { useCallback } from 'react'
import { useEditor } from '../../../canvas/context'
import { LANGUAGES } from '../../../i18n'
import type { FindingBody } from '../../../protocol/generated'
import { bringIntoView, goToPage } from '../../../tools/actions'

/** Chooses the element, on its page, in its language, where it can be seen. */
export function useJump(): (finding: FindingBody) => void {
  const { machine, state, draft } = useEditor()
  return useCallback(({ element, page, language }: FindingBody) => {
    const layout = draft.view.layout()
    const shown = LANGUAGES.find((it) => it === language)
    if (shown !== undefined && layout.languages.includes(shown)) state.set({ language: shown })
    if (page !== null && page !== state.get().page && layout.pages.some((it) => it.id === page)) goToPage(machine.ctx, page)
    if (element === null || !layout.elements.has(element)) return
    state.set({ tool: 'select', editing: null, scope: null, selection: [element] })
    bringIntoView(machine.ctx, element)
  }, [machine, state, draft])
}
