/** What is said when a text takes no more. */
import { useCallback } from 'react'
import { useText } from '../../i18n'
import { showToast } from '../../ui'

/** Says that a text is as long as a text may be, and that the rest was left out. */
export function useSayFull(): () => void {
  const t = useText()
  return useCallback(() => showToast({ text: t('text-full'), tone: 'warn' }), [t])
}
