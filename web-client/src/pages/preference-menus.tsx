import { Languages, SunMoon } from 'lucide-react'
import { LANGUAGES, LANGUAGE_NAMES, useI18n, type Language } from '../i18n'
import { Button, IconButton, Menu, MenuChoice } from '../ui'
import { setTheme, THEMES, useTheme } from '../ui/theme'
import './preference-menus.css'

/** The languages of the interface, each as it calls itself. */
export const LANGUAGE_OPTIONS = LANGUAGES.map(language => ({ id: language, label: LANGUAGE_NAMES[language] }))

/** Language and theme for somebody who isn't signed in. */
export function PreferenceMenus({ onLanguage }: { onLanguage: (language: Language) => void }) {
  const { t, language } = useI18n()
  return (
    <div className="preferences">
      <Menu label={t('language')} placement="bottom end" trigger={<Button variant="quiet" icon={Languages} aria-label={`${t('language')}: ${LANGUAGE_NAMES[language]}`}>{LANGUAGE_NAMES[language]}</Button>}>
        <MenuChoice title={t('language')} value={language} onChange={onLanguage} options={LANGUAGE_OPTIONS} />
      </Menu>
      <Menu label={t('theme')} placement="bottom end" trigger={<IconButton icon={SunMoon} label={t('theme')} />}>
        <ThemeChoice />
      </Menu>
    </div>
  )
}

/** How the page looks, inside a menu. */
export function ThemeChoice() {
  const { t } = useI18n()
  const theme = useTheme()
  const names = { system: t('theme-system'), light: t('theme-light'), dark: t('theme-dark') }
  return <MenuChoice title={t('theme')} value={theme} onChange={setTheme} options={THEMES.map(id => ({ id, label: names[id] }))} />
}
