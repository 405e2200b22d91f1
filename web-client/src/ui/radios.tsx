import { Label, Radio, RadioGroup } from 'react-aria-components'
import './radios.css'

export interface RadioOption<Id extends string> { readonly id: Id; readonly label: string }

export interface RadiosProps<Id extends string> {
  label: string
  /** `null`: nothing chosen yet. */
  value: Id | null
  onChange: (value: Id) => void
  options: readonly RadioOption<Id>[]
}

/** One of a few, all of them seen. */
export function Radios<Id extends string>({ label, value, onChange, options }: RadiosProps<Id>) {
  return (
    <RadioGroup className="field" value={value} onChange={id => { const chosen = options.find(option => option.id === id); if (chosen) onChange(chosen.id) }}>
      <Label className="field-label">{label}</Label>
      {options.map(option => (
        <Radio key={option.id} value={option.id} className="radio"><span className="radio-mark" />{option.label}</Radio>
      ))}
    </RadioGroup>
  )
}
