/** How the field that is selected in a text is written: its format, and what stands there when there is no value. */
import { useEffect, useRef, useState } from 'react'
import type { Layout } from '../../document/model'
import { useText } from '../../i18n'
import { Select, TextField } from '../../ui'
import { mayEdit, useAccess } from '../context'
import { labelOf } from '../texts'
import { FORMATS, formatWord } from './formats'
import { shownOf } from './typeset'
import type { SelectedChip, Writing } from './writing'

export const CHIP_PANEL_ID = 'writing-chip'

/** The panel below a selected field. Whoever may write words only has the words that stand there without a value. */
export function ChipPanel({ writing, layout, found, at }: {
  readonly writing: Writing; readonly layout: Layout; readonly found: SelectedChip; readonly at: readonly [number, number]
}) {
  const t = useText()
  const formatted = mayEdit(useAccess())
  const { chip } = found
  const field = layout.fields.find((it) => it.key === chip.field)
  const [fallback, setFallback] = useState(chip.fallback ?? '')
  useEffect(() => setFallback(chip.fallback ?? ''), [chip.fallback])
  /** Leaving the field settles what was typed, unless it is left by giving that up. */
  const givingUp = useRef(false)
  const formats = FORMATS[field?.type ?? 'text']
  const [usual] = formats
  const label = field === undefined ? chip.field : labelOf(field, writing.language, layout.languages)
  const settle = (): void => {
    if (!givingUp.current && fallback !== (chip.fallback ?? '')) writing.setChip(found, { fallback: fallback === '' ? undefined : fallback })
  }
  const giveUp = (): void => {
    setFallback(chip.fallback ?? '')
    givingUp.current = true
    writing.focus()
    givingUp.current = false
  }
  const example = (format: string): string => shownOf({ field: chip.field, ...(format === usual ? {} : { format }) }, layout, writing.language)
  return (
    <div
      id={CHIP_PANEL_ID} className="writing-chip popover" role="group" aria-label={t('chip-label', { label })} data-testid="chip-panel" data-keeps-editing
      style={{ transform: `translate(${at[0].toFixed(0)}px, ${at[1].toFixed(0)}px)` }}
      onPointerDown={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') {
          event.preventDefault()
          giveUp()
        } else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
          event.preventDefault()
          settle()
          writing.focus()
        }
      }}
    >
      <span className="writing-chip-name">{label}</span>
      {formatted && formats.length > 1 && usual !== undefined && (
        <Select
          label={t('chip-format')} value={formats.includes(chip.format ?? usual) ? chip.format ?? usual : usual}
          onChange={(format) => writing.setChip(found, { format: format === usual ? undefined : format })}
          options={formats.map((id) => ({ id, label: `${t(`format-${field?.type ?? 'text'}-${formatWord(id)}`)} · ${example(id)}` }))}
        />
      )}
      <TextField label={t('chip-fallback')} value={fallback} onChange={setFallback} onBlur={settle} placeholder={`«${label}»`} />
    </div>
  )
}
