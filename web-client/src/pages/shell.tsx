import { Award, ChevronRight, History, LayoutTemplate, RefreshCw, Settings, Users, type LucideIcon } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { Breadcrumb, Breadcrumbs, Link } from 'react-aria-components'
import { useText } from '../i18n'
import { Guilloche, Icon } from '../ui'
import { AccountMenu } from './account-menu'
import { Bell } from './inbox/bell'
import { useSession } from './session'
import { hasNavigated, usePageTitle } from './router'
import './shell.css'

export interface Crumb { label: string; href?: string }

export interface ShellProps {
  /** The last is the page itself, and names the tab. */
  crumbs: readonly Crumb[]
  section?: 'templates' | 'certificates' | 'activity' | 'people' | 'sync' | 'settings'
  children: ReactNode
}

/** The frame of every page but the editor: rail, breadcrumb, account. */
export function Shell({ crumbs, section, children }: ShellProps) {
  const t = useText()
  const { state } = useSession()
  const manages = state.kind === 'signed-in' && state.me.permissions.includes('manage')
  const issues = state.kind === 'signed-in' && state.me.permissions.includes('issue')
  usePageTitle(crumbs.at(-1)?.label ?? '')
  const main = useRef<HTMLElement>(null)
  // Whoever follows a link with the keyboard begins at the new page, not behind the old one.
  useEffect(() => { if (hasNavigated() && document.activeElement === document.body) main.current?.focus({ preventScroll: true }) }, [])
  return (
    <div className="shell">
      <a className="skip" href="#content" onClick={event => { event.preventDefault(); main.current?.focus() }}>{t('skip-to-content')}</a>
      <nav className="rail" aria-label={t('main-navigation')}>
        <Link className="rail-brand" href="/templates" aria-label={t('product')}><Guilloche size={32} /></Link>
        <RailItem href="/templates" icon={LayoutTemplate} label={t('nav-templates')} isCurrent={section === 'templates'} />
        {issues && <RailItem href="/certificates" icon={Award} label={t('nav-certificates')} isCurrent={section === 'certificates'} />}
        <RailItem href="/activity" icon={History} label={t('nav-activity')} isCurrent={section === 'activity'} />
        {manages && <RailItem href="/admin/people" icon={Users} label={t('nav-people')} isCurrent={section === 'people'} />}
        {manages && <RailItem href="/admin/sync" icon={RefreshCw} label={t('nav-sync')} isCurrent={section === 'sync'} />}
        {state.kind === 'signed-in' && <RailItem href="/settings" icon={Settings} label={t('nav-settings')} isCurrent={section === 'settings'} />}
      </nav>
      <header className="topbar">
        <Breadcrumbs className="crumbs" aria-label={t('breadcrumb')}>
          {state.kind === 'signed-in' && <Breadcrumb className="crumb crumb-organisation"><span className="soft">{state.me.organisation.name}</span><Icon of={ChevronRight} size={14} /></Breadcrumb>}
          {crumbs.map((crumb, index) => (
            <Breadcrumb key={crumb.label} className="crumb">
              {crumb.href !== undefined && index < crumbs.length - 1
                ? <><Link className="crumb-link" href={crumb.href}>{crumb.label}</Link><Icon of={ChevronRight} size={14} /></>
                : <span aria-current="page">{crumb.label}</span>}
            </Breadcrumb>
          ))}
        </Breadcrumbs>
        <div className="topbar-end"><Bell /><AccountMenu /></div>
      </header>
      <main className="content" id="content" ref={main} tabIndex={-1}>{children}</main>
    </div>
  )
}

function RailItem({ href, icon, label, isCurrent }: { href: string; icon: LucideIcon; label: string; isCurrent: boolean }) {
  return (
    <Link className="rail-item" href={href} {...(isCurrent && { 'aria-current': 'page' as const })}>
      <Icon of={icon} size={20} />
      <span>{label}</span>
    </Link>
  )
}

/** The frame of pages that have no place in the rail: sign-in, errors before it. */
export function BareShell({ title, menus = <AccountMenu />, children }: { title: string; menus?: ReactNode; children: ReactNode }) {
  usePageTitle(title)
  return (
    <div className="bare">
      <header className="bare-bar">
        <span className="bare-brand"><Guilloche size={28} /><span>Imprimatur</span></span>
        {menus}
      </header>
      <main className="bare-content">{children}</main>
    </div>
  )
}
