import { useCallback } from 'react'
import { api, ApiError } from '../api'
import { useErrorText, useText } from '../i18n'
import type { OrganisationBody } from '../protocol/generated'
import { clearToasts, showToast } from '../ui'
import { codeOf } from './failure'
import { HOME, navigate } from './router'
import { useSession } from './session'
import { workosAddress } from './sign-in/way-back'

/** What belongs to one organisation is not there in another: its address leads to the list. */
export function pageAfterSwitch(path: string): string {
  return path.startsWith('/templates/') ? HOME : path
}

/** Goes over to another organisation; where WorkOS wants it, by signing in there. */
export function useSwitch(): (organisation: OrganisationBody) => Promise<void> {
  const t = useText()
  const errorText = useErrorText()
  const { refresh, ended } = useSession()
  return useCallback(async (organisation: OrganisationBody) => {
    const next = pageAfterSwitch(location.pathname)
    try {
      await api.switchTo(organisation.id)
      clearToasts()
      await refresh()
      navigate(next)
    } catch (error) {
      if (error instanceof ApiError && error.code === 'sign_in_refused') location.assign(workosAddress(next, organisation.id))
      else if (!ended(error)) showToast({ tone: 'bad', text: `${t('switch-failed', { organisation: organisation.name })} ${errorText(codeOf(error))}` })
    }
  }, [t, errorText, refresh, ended])
}
