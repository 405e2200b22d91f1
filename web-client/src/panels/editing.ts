/** How panels write: each settled value is one step of undo. */
import { useMemo } from 'react'
import { mayEdit, mayType, useAccess, useEditor } from '../canvas/context'
import type { Commands, ElementPatch } from '../document/model'
import { useText } from '../i18n'
import { setAll } from '../tools/actions'

/** The writes of a panel. */
export interface PanelWrites {
  readonly set: (ids: readonly string[], patch: ElementPatch) => void
  readonly step: <T>(write: (commands: Commands) => T) => T
}

/** Writes as single steps of undo. */
export function usePanelWrites(): PanelWrites {
  const { draft, machine } = useEditor()
  return useMemo(() => ({
    set: (ids, patch) => setAll(machine.ctx, ids, patch),
    step: (write) => {
      draft.history.close()
      const result = write(draft.commands)
      draft.history.close()
      return result
    },
  }), [draft, machine])
}

/** Why no words may be written here, or `undefined`. */
export function useWordsReason(): string | undefined {
  const reason = useReason()
  return mayType(useAccess()) ? undefined : reason
}

/** Why nothing may be changed here, or `undefined`. */
export function useReason(): string | undefined {
  const t = useText()
  const access = useAccess()
  if (mayEdit(access)) return undefined
  if (access === 'closed') return t('why-closed')
  if (access === 'damaged') return t('why-damaged')
  return access === 'texts' ? t('why-texts-only') : t('why-view-only')
}
