import { Languages, LogOut, SunMoon } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { LANGUAGES, LANGUAGE_NAMES, useI18n } from '../i18n'
import { Avatar, Button, IconButton, Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui'
import { setTheme, THEMES, useTheme } from '../ui/theme'
import { useSession } from './session'
import './account-menu.css'

const options = LANGUAGES.map(language => ({ id: language, label: LANGUAGE_NAMES[language] }))

/** Who one is, the language, the theme, signing out. On every page, the editor's bar included. */
export function AccountMenu() {
  const { t, language } = useI18n()
  const { state, signOut, chooseLanguage } = useSession()
  if (state.kind !== 'signed-in') return <PreferenceMenus />
  const { person, organisation, role } = state.me
  return (
    <Menu
      label={t('account', { name: person.name })} placement="bottom end"
      heading={<><strong>{person.name}</strong><span>{t(roleId(role))} · {organisation.name}</span></>}
      trigger={<AriaButton className="account-face" aria-label={t('account', { name: person.name })}><Avatar person={person} size={26} /></AriaButton>}
    >
      <MenuChoice title={t('language')} value={language} onChange={chooseLanguage} options={options} />
      <MenuSeparator />
      <ThemeChoice />
      <MenuSeparator />
      <MenuItem icon={LogOut} label={t('sign-out')} onAction={() => { void signOut() }} />
    </Menu>
  )
}

/** Language and theme for somebody who isn't signed in. */
function PreferenceMenus() {
  const { t, language } = useI18n()
  const { chooseLanguage } = useSession()
  return (
    <div className="preferences">
      <Menu label={t('language')} placement="bottom end" trigger={<Button variant="quiet" icon={Languages} aria-label={`${t('language')}: ${LANGUAGE_NAMES[language]}`}>{LANGUAGE_NAMES[language]}</Button>}>
        <MenuChoice title={t('language')} value={language} onChange={chooseLanguage} options={options} />
      </Menu>
      <Menu label={t('theme')} placement="bottom end" trigger={<IconButton icon={SunMoon} label={t('theme')} />}>
        <ThemeChoice />
      </Menu>
    </div>
  )
}

function ThemeChoice() {
  const { t } = useI18n()
  const theme = useTheme()
  const names = { system: t('theme-system'), light: t('theme-light'), dark: t('theme-dark') }
  return <MenuChoice title={t('theme')} value={theme} onChange={setTheme} options={THEMES.map(id => ({ id, label: names[id] }))} />
}

/** The message that names a role. */
export function roleId(role: string): string {
  return `role-${role.replaceAll('_', '-')}`
}
