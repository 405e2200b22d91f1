import { Search, X } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import {
  Button, FieldError, Input, Label, SearchField as AriaSearchField, Text, TextArea, TextField as AriaTextField,
  type SearchFieldProps as AriaSearchFieldProps, type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components'
import { Icon } from './icon'
import { Tooltip } from './tooltip'
import './text-field.css'

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'isDisabled'> {
  label: string
  /** The name is said, not shown. */
  hideLabel?: boolean
  /** Lines to begin with; more than one makes a text area. */
  lines?: number
  placeholder?: string
  description?: ReactNode
  error?: string | undefined
  disabledReason?: string | undefined
  inputRef?: Ref<HTMLInputElement>
}

/** Words to type. A field that may not be changed is read-only, so that it can still be read, copied and asked why. */
export function TextField({ label, hideLabel = false, lines = 1, placeholder, description, error, disabledReason, inputRef, ...rest }: TextFieldProps) {
  const input = lines > 1
    ? <TextArea className="input input-area" rows={lines} {...(placeholder && { placeholder })} />
    : <Input className="input" ref={inputRef ?? null} {...(placeholder && { placeholder })} />
  return (
    <AriaTextField {...rest} className="field" isReadOnly={rest.isReadOnly === true || disabledReason !== undefined} isInvalid={error !== undefined}>
      <Label className={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <Tooltip text={disabledReason}>{input}</Tooltip>
      {description !== undefined && <Text slot="description" className="field-description">{description}</Text>}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  )
}

export interface SearchFieldProps extends Omit<AriaSearchFieldProps, 'className' | 'style' | 'children'> {
  label: string
  placeholder?: string
  /** Name of the button that empties the field. */
  clearLabel: string
}

/** A field for looking something up; Escape empties it. */
export function SearchField({ label, placeholder, clearLabel, ...rest }: SearchFieldProps) {
  return (
    <AriaSearchField {...rest} className="field search-field" aria-label={label}>
      <span className="search-mark"><Icon of={Search} /></span>
      <Input className="input" {...(placeholder && { placeholder })} />
      <Button className="search-clear" aria-label={clearLabel}><Icon of={X} size={14} /></Button>
    </AriaSearchField>
  )
}
