import { useState } from 'react'
import {
  Button as AriaButton, ColorArea, ColorField as AriaColorField, ColorPicker, ColorSlider, ColorThumb, Input, Label, SliderTrack,
  parseColor, type Color,
} from 'react-aria-components'
import { useText } from '../i18n/i18n'
import { Button } from './button'
import { Popover } from './popover'
import { Tooltip } from './tooltip'
import './color-field.css'

/** A colour that has a name, and changes everywhere at once. */
export interface SharedColor { readonly id: string; readonly name: string; readonly value: string }

export interface ColorFieldProps {
  label: string
  hideLabel?: boolean
  /** `#rrggbb`, `#rrggbbaa`, `none` or `style:` and the id of a shared one; `null`: several things that differ. */
  value: string | null
  /** Called when the choice is settled (a drag has ended, a swatch was pressed), never on the way. */
  onChange: (value: string) => void
  allowNone?: boolean
  /** Colours to offer, asked for when somebody chooses: those of the layout, the organisation. */
  swatches?: () => readonly string[]
  /** Colours with names. */
  shared?: readonly SharedColor[]
  disabledReason?: string | undefined
}

const NONE: readonly SharedColor[] = []
/** What a shared colour that is gone is drawn in. */
const UNKNOWN = '#1b1d22'

/** Ink, paper and seal, for layouts without colours of their own. */
export const HOUSE_COLORS = ['#1b1d22', '#5a5f69', '#9e2b25', '#2b5ba8', '#1f6b4f', '#8a6a2f', '#d9d5cb', '#ffffff'] as const
const house = (): readonly string[] => HOUSE_COLORS

function read(value: string | null): Color {
  try { return parseColor(value === null || value === 'none' ? '#1b1d22' : value).toFormat('hsba') }
  catch { return parseColor('#1b1d22').toFormat('hsba') }
}

/** A colour: a face that shows it, and a picker behind. */
export function ColorField({ label, hideLabel = false, value: given, onChange, allowNone = false, swatches = house, shared = NONE, disabledReason }: ColorFieldProps) {
  const t = useText()
  const named = shared.find(({ id }) => given === `style:${id}`)
  const value = named?.value ?? (given?.startsWith('style:') === true ? UNKNOWN : given)
  const [draft, setDraft] = useState<Color | null>(null)
  const word = named !== undefined ? named.name : value === null ? t('mixed') : value === 'none' ? t('color-none') : value.toUpperCase()
  const settle = (color: Color) => { setDraft(null); onChange(color.toString(color.getChannelValue('alpha') < 1 ? 'hexa' : 'hex').toLowerCase()) }
  const face = (
    <AriaButton className="color-face" aria-label={`${label}: ${word}`} isDisabled={disabledReason !== undefined}>
      <span className={value === null || value === 'none' ? 'color-chip color-chip-none' : 'color-chip'} style={value === null || value === 'none' ? undefined : { backgroundColor: value }} />
      <span className="color-word">{word}</span>
    </AriaButton>
  )
  return (
    <div className="field">
      {!hideLabel && <span className="field-label" aria-hidden>{label}</span>}
      {disabledReason !== undefined ? <Tooltip text={disabledReason}>{face}</Tooltip> : (
        <Popover label={label} trigger={face} placement="left top">
          <ColorPicker value={draft ?? read(value)} onChange={setDraft}>
            <div className="color-panel">
              <ColorArea className="color-area" colorSpace="hsb" xChannel="saturation" yChannel="brightness" onChangeEnd={settle} aria-label={label}><ColorThumb className="color-thumb" /></ColorArea>
              <ColorSlider className="color-slider" colorSpace="hsb" channel="hue" onChangeEnd={settle}><SliderTrack className="color-track"><ColorThumb className="color-thumb" /></SliderTrack></ColorSlider>
              <AriaColorField className="field" onChange={color => { if (color) settle(color) }}>
                <Label className="field-label">{t('color-hex')}</Label>
                <Input className="input" />
              </AriaColorField>
              <div className="color-swatches" role="group" aria-label={t('color-swatches')}>
                <Swatches of={swatches} onChoose={(swatch) => settle(read(swatch))} />
              </div>
              {shared.length > 0 && (
                <div className="color-shared" role="group" aria-label={t('color-shared')}>
                  {shared.map(color => (
                    <AriaButton key={color.id} className="color-named" onPress={() => { setDraft(null); onChange(`style:${color.id}`) }}>
                      <span className="color-chip" style={{ backgroundColor: color.value }} />
                      <span className="color-word">{color.name}</span>
                    </AriaButton>
                  ))}
                </div>
              )}
              {allowNone && <Button onPress={() => { setDraft(null); onChange('none') }}>{t('color-none')}</Button>}
            </div>
          </ColorPicker>
        </Popover>
      )}
    </div>
  )
}

function Swatches({ of, onChoose }: { readonly of: () => readonly string[]; readonly onChoose: (swatch: string) => void }) {
  return [...new Set(of())].map((swatch) => (
    <AriaButton key={swatch} className="color-swatch" aria-label={swatch.toUpperCase()} onPress={() => onChoose(swatch)}>
      <span className="color-chip" style={{ backgroundColor: swatch }} />
    </AriaButton>
  ))
}
