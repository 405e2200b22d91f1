import { Check, ChevronDown } from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'
import { Button, Header, Label, ListBox, ListBoxItem, ListBoxSection, Popover, Select as AriaSelect, SelectValue } from 'react-aria-components'
import { Icon } from './icon'
import { Tooltip } from './tooltip'
import './select.css'

export interface SelectOption<Id extends string> {
  id: Id
  label: string
  description?: string
  /** Neighbours with the same heading stand below it. */
  group?: string
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
        <ListBox className="menu">
          {groupsOf(options).map(({ heading, inside }) => (heading === undefined
            ? inside.map(option => <Choice key={option.id} {...option} />)
            : (
              <ListBoxSection key={heading} className="menu-section">
                <Header className="menu-section-title">{heading}</Header>
                {inside.map(option => <Choice key={option.id} {...option} />)}
              </ListBoxSection>
            )))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

function Choice<Id extends string>({ id, label, style, description }: SelectOption<Id>) {
  return (
    <ListBoxItem id={id} className="menu-item" textValue={label}>
      <span className="menu-mark"><Icon of={Check} size={14} /></span>
      <span className="menu-label" {...(style && { style })}>{label}</span>
      {description !== undefined && <span className="menu-description">{description}</span>}
    </ListBoxItem>
  )
}

interface Group<Id extends string> { readonly heading: string | undefined; readonly inside: SelectOption<Id>[] }

function groupsOf<Id extends string>(options: readonly SelectOption<Id>[]): Group<Id>[] {
  const groups: Group<Id>[] = []
  for (const option of options) {
    const last = groups.at(-1)
    if (last && last.heading === option.group) last.inside.push(option)
    else groups.push({ heading: option.group, inside: [option] })
  }
  return groups
}
