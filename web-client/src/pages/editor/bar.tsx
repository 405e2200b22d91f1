/** The bar: where one is, whether it is saved, the tools, who is here, language and zoom. */
import { ChevronRight, PanelLeft, PanelRight } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useText } from '../../i18n'
import { Guilloche, Icon, ToggleButton, ToolbarSeparator } from '../../ui'
import { AccountMenu } from '../account-menu'
import { LanguageSwitch } from './languages'
import { People } from './people'
import { SaveStatus, ViewOnly } from './save-status'
import { Tools, UndoRedo } from './toolbar'
import { Zoom } from './zoom'

export interface BarProps {
  readonly name: string
  readonly left: boolean
  readonly right: boolean
  readonly onLeft: (open: boolean) => void
  readonly onRight: (open: boolean) => void
}

/** The editor's bar. */
export function Bar({ name, left, right, onLeft, onRight }: BarProps) {
  const t = useText()
  return (
    <header className="bar">
      <div className="bar-start">
        <Link className="bar-brand" href="/templates" aria-label={t('nav-templates')}><Guilloche size={26} /></Link>
        <nav className="bar-crumbs" aria-label={t('breadcrumb')}>
          <Link className="bar-crumb" href="/templates">{t('nav-templates')}</Link>
          <Icon of={ChevronRight} size={14} />
          <h1 className="bar-name" title={name}>{name}</h1>
        </nav>
        <SaveStatus />
        <ViewOnly />
      </div>
      <div className="bar-middle">
        <UndoRedo />
        <Tools />
      </div>
      <div className="bar-end">
        <People />
        <LanguageSwitch />
        <Zoom />
        <ToolbarSeparator />
        <ToggleButton icon={PanelLeft} label={t('panel-left')} isSelected={left} onChange={onLeft} data-testid="toggle-left" />
        <ToggleButton icon={PanelRight} label={t('panel-right')} isSelected={right} onChange={onRight} data-testid="toggle-right" />
        <AccountMenu />
      </div>
    </header>
  )
}
