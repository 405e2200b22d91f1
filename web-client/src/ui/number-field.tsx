import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { useLocale } from 'react-aria-components'
import { formatNumber, parseNumber } from './number-format'
import './number-field.css'

export interface NumberFieldProps {
  label: string
  /** A letter or two in the field itself (`X`, `W`); the label is then said and not shown. */
  prefix?: string
  hideLabel?: boolean
  /** `null`: several things with different values are selected. */
  value: number | null
  /** Called when the value is settled: Enter, leaving the field, an arrow key. */
  onChange: (value: number) => void
  /** Shown after the number: `mm`, `pt`, `°`, `%`. May be typed. */
  unit?: string
  min?: number
  max?: number
  /** What an arrow key adds; ten times with Shift, a tenth with Alt. */
  step?: number
  /** Decimal places shown; more may be typed and are kept to a thousandth. */
  digits?: number
  disabledReason?: string | undefined
}

/**
 * A measure. Takes a comma or a point for decimals and apostrophes or spaces for thousands in every language, as people in
 * Switzerland write all of them; shows the language's own form.
 */
export function NumberField(props: NumberFieldProps) {
  const { label, prefix, hideLabel = false, value, onChange, unit, min = -Infinity, max = Infinity, step = 1, digits = 2, disabledReason } = props
  const { locale } = useLocale()
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const cancelled = useRef(false)
  const shown = value === null ? '' : formatNumber(value, locale, digits)
  const inBounds = (n: number) => Math.min(max, Math.max(min, Math.round(n * 1000) / 1000))

  const settle = () => {
    const parsed = typed === null || cancelled.current ? null : parseNumber(typed, unit)
    cancelled.current = false
    setTyped(null)
    if (parsed === null || typed === shown) return
    const next = inBounds(parsed)
    if (next !== value) onChange(next)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') { settle(); event.currentTarget.select() }
    else if (event.key === 'Escape' && typed !== null) { cancelled.current = true; event.stopPropagation(); event.currentTarget.blur() }
    else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && disabledReason === undefined) {
      event.preventDefault()
      const from = (typed === null ? null : parseNumber(typed, unit)) ?? value
      if (from === null) return
      const by = step * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1) * (event.key === 'ArrowUp' ? 1 : -1)
      const next = inBounds(from + by)
      setTyped(null)
      if (next !== value) onChange(next)
    }
  }

  return (
    <div className="number-field" title={disabledReason}>
      <label htmlFor={id} className={hideLabel || prefix !== undefined ? 'visually-hidden' : 'field-label'}>{label}{unit !== undefined && <span className="visually-hidden">{` (${unit})`}</span>}</label>
      <div className="number-box">
        {prefix !== undefined && <span className="number-prefix" aria-hidden>{prefix}</span>}
        <input
          id={id} className="number-input" type="text" inputMode="decimal" autoComplete="off" spellCheck={false}
          value={typed ?? shown} placeholder={value === null ? '–' : undefined}
          readOnly={disabledReason !== undefined}
          aria-description={disabledReason}
          onChange={event => setTyped(event.target.value)}
          onFocus={event => event.target.select()} onBlur={settle} onKeyDown={onKeyDown}
        />
        {unit !== undefined && <span className="number-unit" aria-hidden>{unit}</span>}
      </div>
    </div>
  )
}
