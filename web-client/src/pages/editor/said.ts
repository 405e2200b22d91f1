/** What came of undoing, said in passing when it is not to be seen. */
import { useCallback } from 'react'
import type { UndoOutcome } from '../../document/model'
import { useText } from '../../i18n'
import { showToast } from '../../ui'

/** Says that a step was overtaken by somebody else. */
export function useSaid(): (outcome: UndoOutcome) => void {
  const t = useText()
  return useCallback((outcome) => {
    if (outcome === 'overtaken') showToast({ text: t('undo-overtaken'), tone: 'warn' })
  }, [t])
}
