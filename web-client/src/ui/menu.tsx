import { Check, type LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import {
  Header, Keyboard, Menu as AriaMenu, MenuItem as AriaMenuItem, MenuSection as AriaMenuSection, MenuTrigger, Popover, Separator, Text,
  type Placement,
} from 'react-aria-components'
import { Icon } from './icon'
import './popover.css'

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement
  label: string
  placement?: Placement
  children: ReactNode
}

/** Actions behind a button. */
export function Menu({ trigger, label, placement = 'bottom start', children }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover menu-popover" placement={placement} offset={4}>
        <AriaMenu className="menu" aria-label={label}>{children}</AriaMenu>
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
  onAction?: () => void
  /** A page to go to. */
  href?: string
}

export function MenuItem({ id, label, icon, shortcut, danger = false, disabledReason, onAction, href }: MenuItemProps) {
  return (
    <AriaMenuItem
      {...(id !== undefined && { id })} textValue={label} isDisabled={disabledReason !== undefined}
      className={danger ? 'menu-item menu-item-danger' : 'menu-item'}
      {...(onAction && { onAction })} {...(href !== undefined && { href })}
    >
      {({ selectionMode }) => (
        <>
          {icon !== undefined && <span className="menu-icon"><Icon of={icon} /></span>}
          {selectionMode !== 'none' && <span className="menu-mark"><Icon of={Check} size={14} /></span>}
          <Text slot="label" className="menu-label">{label}</Text>
          {shortcut !== undefined && <Keyboard className="menu-keys">{shortcut}</Keyboard>}
          {disabledReason !== undefined && <Text slot="description" className="menu-description">{disabledReason}</Text>}
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
