import { LogOut, RefreshCw, Settings, Users } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { useI18n, type Language } from '../i18n'
import { Avatar, Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui'
import { LANGUAGE_OPTIONS, PreferenceMenus, ThemeChoice } from './preference-menus'
import { roleId } from './roles'
import { useSession } from './session'
import { useSwitch } from './switching'
import './account-menu.css'

/** Who one is and where, the language, the theme, what one manages, signing out. On every page, the editor's bar included. */
export function AccountMenu() {
  const { t, language } = useI18n()
  const { state, signOut } = useSession()
  const chooseLanguage = useLanguageChoice()
  const switchTo = useSwitch()
  if (state.kind !== 'signed-in') return <PreferenceMenus onLanguage={chooseLanguage} />
  const { person, organisation, role, organisations, permissions } = state.me
  return (
    <Menu
      label={t('account', { name: person.name })} placement="bottom end"
      heading={<><strong>{person.name}</strong><span>{t(roleId(role))} · {organisation.name}</span></>}
      trigger={<AriaButton className="account-face" aria-label={t('account', { name: person.name })}><Avatar person={person} size={26} /></AriaButton>}
    >
      {organisations.length > 1 && (
        <MenuChoice
          title={t('organisation')} value={organisation.id} options={organisations.map(({ id, name }) => ({ id, label: name }))}
          onChange={id => { const chosen = organisations.find(one => one.id === id); if (chosen && id !== organisation.id) void switchTo(chosen) }}
        />
      )}
      {organisations.length > 1 && <MenuSeparator />}
      {permissions.includes('manage') && <MenuItem icon={Users} label={t('people-title')} href="/admin/people" />}
      {permissions.includes('manage') && <MenuItem icon={RefreshCw} label={t('sync-title')} href="/admin/sync" />}
      <MenuItem icon={Settings} label={t('settings-title')} href="/settings" />
      <MenuSeparator />
      <MenuChoice title={t('language')} value={language} onChange={chooseLanguage} options={LANGUAGE_OPTIONS} />
      <MenuSeparator />
      <ThemeChoice />
      <MenuSeparator />
      <MenuItem icon={LogOut} label={t('sign-out')} onAction={() => { void signOut() }} />
    </Menu>
  )
}

/** Chosen in passing: the page speaks it, whether it could be remembered or not. */
function useLanguageChoice(): (language: Language) => void {
  const { chooseLanguage } = useSession()
  return language => { void chooseLanguage(language).catch(() => undefined) }
}
