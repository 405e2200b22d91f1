import { Check, type LucideIcon } from 'lucide-react'
import { useId, type ReactElement, type ReactNode } from 'react'
import {
  Header, Menu as AriaMenu, MenuItem as AriaMenuItem, MenuSection as AriaMenuSection, MenuTrigger, Popover, Separator,
  type Placement,
} from 'react-aria-components'
import { Icon } from './icon'
import './popover.css'

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement
  label: string
  placement?: Placement
  /** Stands above the items: whose menu it is, or why nothing in it can be chosen. */
  heading?: ReactNode
  children: ReactNode
}

/** Actions behind a button. */
export function Menu({ trigger, label, placement = 'bottom start', heading, children }: MenuProps) {
  const headingId = useId()
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover menu-popover" placement={placement} offset={4}>
        {heading !== undefined && <div className="menu-heading" id={headingId}>{heading}</div>}
        <AriaMenu className="menu" aria-label={label} {...(heading !== undefined && { 'aria-describedby': headingId })}>{children}</AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

export interface MenuItemProps {
  /** Needed in a section with a choice. */
  id?: string
  label: string
  icon?: LucideIcon
  shortcut?: string
  danger?: boolean
  /** Set: the item can't be chosen, and this stands below it. */
  disabledReason?: string | undefined
  /** Can't be chosen, for a reason that the menu's heading gives. */
  isDisabled?: boolean
  onAction?: () => void
  /** A page to go to. */
  href?: string
  /** In a window of its own, or saved as a file by this name. */
  target?: '_blank'
  download?: string
  'data-testid'?: string
}

export function MenuItem({ id, label, icon, shortcut, danger = false, disabledReason, isDisabled = false, onAction, href, target, download, 'data-testid': testid }: MenuItemProps) {
  return (
    <AriaMenuItem
      {...(id !== undefined && { id })} textValue={label} isDisabled={isDisabled || disabledReason !== undefined}
      className={danger ? 'menu-item menu-item-danger' : 'menu-item'}
      {...(onAction && { onAction })} {...(href !== undefined && { href })} {...(target !== undefined && { target, rel: 'noopener' })} {...(download !== undefined && { download })} {...(testid !== undefined && { 'data-testid': testid })}
    >
      {({ selectionMode }) => (
        <>
          {icon !== undefined && <span className="menu-icon"><Icon of={icon} /></span>}
          {selectionMode !== 'none' && <span className="menu-mark"><Icon of={Check} size={14} /></span>}
          {/* The reason is part of what is read out, as it is of what is seen. */}
          <span className="menu-label">{label}</span>
          {shortcut !== undefined && <kbd className="menu-keys">{shortcut}</kbd>}
          {disabledReason !== undefined && <span className="menu-description">{disabledReason}</span>}
        </>
      )}
    </AriaMenuItem>
  )
}

export interface MenuChoiceProps<Id extends string> { title: string; value: Id; onChange: (id: Id) => void; options: readonly { id: Id; label: string }[] }

/** One of a few, inside a menu: language, theme, zoom. */
export function MenuChoice<Id extends string>({ title, value, onChange, options }: MenuChoiceProps<Id>) {
  return (
    <AriaMenuSection
      selectionMode="single" disallowEmptySelection selectedKeys={[value]}
      onSelectionChange={keys => { const chosen = options.find(option => keys !== 'all' && keys.has(option.id)); if (chosen) onChange(chosen.id) }}
    >
      <Header className="menu-section-title">{title}</Header>
      {options.map(option => <MenuItem key={option.id} id={option.id} label={option.label} />)}
    </AriaMenuSection>
  )
}

export function MenuSeparator() {
  return <Separator className="menu-separator" />
}
