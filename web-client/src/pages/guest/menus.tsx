import { useI18n } from '../../i18n'
import { PreferenceMenus } from '../preference-menus'

/** Language and theme, with nobody to remember them for. */
export function GuestMenus() {
  const { setLanguage } = useI18n()
  return <PreferenceMenus onLanguage={setLanguage} />
}
