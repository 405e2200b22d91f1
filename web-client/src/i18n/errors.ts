import { useCallback } from 'react'
import { useI18n } from './i18n'

/** The sentence for a code of the server, `error-` before it in the catalogues; the general one for codes that are newer than this page. */
export function useErrorText(): (code: string) => string {
  const { t, has } = useI18n()
  return useCallback((code: string) => {
    const id = `error-${code.replaceAll('_', '-')}`
    return t(has(id) ? id : 'error-internal')
  }, [t, has])
}
