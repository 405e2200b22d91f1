/** Words of the layout that are written when they are settled: on leaving the field or by Enter. */
import { useRef, useState, type KeyboardEvent } from 'react'
import { TextField, type TextFieldProps } from '../ui'

export interface SettledTextProps extends Pick<TextFieldProps, 'label'>, Partial<Pick<TextFieldProps, 'lines' | 'placeholder' | 'description' | 'disabledReason' | 'hideLabel'>> {
  /** As the layout has it. */
  readonly value: string
  /** Called with words that differ. */
  readonly onSettle: (value: string) => void
}

/** While somebody types here, what others write into the same place does not take the words away; the last to settle stands. */
export function SettledText({ value, onSettle, ...rest }: SettledTextProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const cancelled = useRef(false)
  const settle = (): void => {
    const words = typed?.trim()
    if (words !== undefined && words !== value && !cancelled.current) onSettle(words)
    cancelled.current = false
    setTyped(null)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (rest.lines ?? 1) === 1) settle()
    if (event.key !== 'Escape' || typed === null || !(event.target instanceof HTMLElement)) return
    cancelled.current = true
    event.target.blur()
  }
  return <TextField {...rest} value={typed ?? value} onChange={setTyped} onBlur={settle} onKeyDown={onKeyDown} />
}
