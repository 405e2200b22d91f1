import { Check, ChevronDown } from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'
import { Button, Label, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue } from 'react-aria-components'
import { Icon } from './icon'
import { Tooltip } from './tooltip'
import './select.css'

export interface SelectOption<Id extends string> {
  id: Id
  label: string
  description?: string
  /** For samples, such as a typeface shown in itself. */
  style?: CSSProperties
}

export interface SelectProps<Id extends string> {
  label: string
  hideLabel?: boolean
  /** `null`: nothing chosen, or several things that differ. */
  value: Id | null
  onChange: (value: Id) => void
  options: readonly SelectOption<Id>[]
  placeholder?: string
  /** Without a frame, for bars. */
  quiet?: boolean
  icon?: ReactNode
  disabledReason?: string | undefined
}

/** One of a few. */
export function Select<Id extends string>({ label, hideLabel = false, value, onChange, options, placeholder = '–', quiet = false, icon, disabledReason }: SelectProps<Id>) {
  return (
    <AriaSelect
      className="field select" value={value} placeholder={placeholder} isDisabled={disabledReason !== undefined}
      onChange={key => { const chosen = options.find(option => option.id === key); if (chosen) onChange(chosen.id) }}
    >
      <Label className={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <Tooltip text={disabledReason ?? (hideLabel ? label : undefined)}>
        <Button className={quiet ? 'select-face select-quiet' : 'select-face'}>
          {icon}
          <SelectValue className="select-value">{({ isPlaceholder, selectedText }) => isPlaceholder ? placeholder : selectedText}</SelectValue>
          <Icon of={ChevronDown} size={14} />
        </Button>
      </Tooltip>
      <Popover className="popover menu-popover" offset={4}>
        <ListBox className="menu" items={options}>
          {option => (
            <ListBoxItem className="menu-item" textValue={option.label}>
              <span className="menu-mark"><Icon of={Check} size={14} /></span>
              <span className="menu-label" {...(option.style && { style: option.style })}>{option.label}</span>
              {option.description !== undefined && <span className="menu-description">{option.description}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
