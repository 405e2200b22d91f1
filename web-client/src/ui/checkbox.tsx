import { Check, Minus } from 'lucide-react'
import { Checkbox as AriaCheckbox } from 'react-aria-components'
import { Icon } from './icon'
import { Tooltip } from './tooltip'
import './checkbox.css'

export interface CheckboxProps {
  label: string
  /** The name is said, not shown: in a table, where row and column say it. */
  hideLabel?: boolean
  isSelected: boolean
  /** Several things that differ. */
  isMixed?: boolean
  onChange: (selected: boolean) => void
  disabledReason?: string | undefined
}

/** Yes or no. */
export function Checkbox({ label, hideLabel = false, isSelected, isMixed = false, onChange, disabledReason }: CheckboxProps) {
  return (
    <Tooltip text={disabledReason}>
      <AriaCheckbox className="checkbox" isSelected={isSelected} isIndeterminate={isMixed} isReadOnly={disabledReason !== undefined} onChange={onChange}>
        <span className="checkbox-box"><Icon of={isMixed ? Minus : Check} size={12} /></span>
        {hideLabel ? <span className="visually-hidden">{label}</span> : label}
      </AriaCheckbox>
    </Tooltip>
  )
}
