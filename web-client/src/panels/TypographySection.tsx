/** Family, weight, size and the rest of how text is set. */
import { AlignCenter, AlignJustify, AlignLeft, AlignRight, AlignVerticalJustifyCenter, AlignVerticalJustifyEnd, AlignVerticalJustifyStart, Italic } from 'lucide-react'
import type { CSSProperties } from 'react'
import type { FullLook } from '../canvas/writing/looks'
import type { Element, ElementPatch, Typography } from '../document/model'
import { useText } from '../i18n'
import { Checkbox, ColorField, NumberField, Select, ToggleButton, ToggleGroup } from '../ui'
import { useSharedColors, useSwatches } from './AppearanceSection'
import { useBrand } from './brand'
import { usePanelWrites, useReason } from './editing'
import { DEFAULT_FAMILY, FAMILIES } from '../text'
import { weightsOf } from './fonts'
import { common } from './mixed'
import { Row, Section } from './section'
import { StyleRow } from './StyleRow'
import { useTyped } from './typed'

/** How the chosen texts and fields are set. */
export function TypographySection({ elements }: { readonly elements: readonly Element[] }) {
  const t = useText()
  const reason = useReason()
  const { set } = usePanelWrites()
  const shared = useSharedColors()
  const brand = useBrand()
  const swatches = useSwatches()
  const ids = elements.map((element) => element.id)
  const types = elements.flatMap((element) => element.typography ?? [])
  const write = (patch: ElementPatch): void => set(ids, patch)
  const of = <V,>(pick: (typography: Typography) => V): V | null => common(types, pick)
  const typed = useTyped(elements)
  const look = <V,>(pick: (look: FullLook) => V): V | null => common(typed.looks, pick)
  const family = look((it) => it.family)
  const weight = look((it) => it.weight)
  const fitted = of((it) => it.fit !== undefined)
  const smallest = of((it) => it.fit?.[0] ?? null)
  const largest = of((it) => it.fit?.[1] ?? null)
  const size = look((it) => it.size)
  const inUse = [...new Set(typed.looks.map((it) => it.family))].filter((name) => !FAMILIES.some((it) => it.name === name))
  const sample = (name: string): CSSProperties => ({ fontFamily: `"${name}"`, fontSize: 15 })
  const ours = FAMILIES.filter(({ name }) => brand.fonts.includes(name))
  const families = [
    ...ours.map(({ name }) => ({ id: name, label: name, group: t('family-brand'), style: sample(name) })),
    ...FAMILIES.filter((family) => !ours.includes(family)).map(({ name, category }) => ({ id: name, label: name, group: t(`family-${category}`), style: sample(name) })),
    ...inUse.map((name) => ({ id: name, label: name, group: t('family-unknown'), description: t('family-replaced', { family: DEFAULT_FAMILY }) })),
  ]
  return (
    <Section title={t('section-type')} trailing={typed.words ? <span className="soft">{t('type-of-words')}</span> : undefined}>
      <StyleRow elements={elements} typed={typed} />
      <Select
        label={t('field-family')} value={family} placeholder={t('mixed')} disabledReason={reason} onChange={(value) => typed.write({ family: value })}
        options={families}
      />
      <Row>
        <Select
          label={t('field-weight')} value={weight === null ? null : weight.toString()} disabledReason={reason} placeholder={t('mixed')} onChange={(value) => typed.write({ weight: Number(value) })}
          options={weightsOf(family, weight).map((id) => ({ id: id.toString(), label: t(`weight-${id.toString()}`) }))}
        />
        <NumberField label={t('field-text-size')} unit="pt" digits={1} min={1} max={1000} value={size} onChange={(value) => typed.write({ size: value })} disabledReason={reason} />
      </Row>
      <Row>
        <ToggleGroup
          aria-label={t('field-align')} selectionMode="single" disallowEmptySelection selectedKeys={keysOf(of((it) => it.align))}
          onSelectionChange={(keys) => { const [key] = keys; if (isAlign(key)) write({ align: key }) }}
        >
          <ToggleButton id="start" icon={AlignLeft} label={t('text-start')} disabledReason={reason} />
          <ToggleButton id="center" icon={AlignCenter} label={t('text-center')} disabledReason={reason} />
          <ToggleButton id="end" icon={AlignRight} label={t('text-end')} disabledReason={reason} />
          <ToggleButton id="justify" icon={AlignJustify} label={t('text-justify')} disabledReason={reason} />
        </ToggleGroup>
        <ToggleGroup
          aria-label={t('field-valign')} selectionMode="single" disallowEmptySelection selectedKeys={keysOf(of((it) => it.valign))}
          onSelectionChange={(keys) => { const [key] = keys; if (isValign(key)) write({ valign: key }) }}
        >
          <ToggleButton id="top" icon={AlignVerticalJustifyStart} label={t('text-top')} disabledReason={reason} />
          <ToggleButton id="middle" icon={AlignVerticalJustifyCenter} label={t('text-middle')} disabledReason={reason} />
          <ToggleButton id="bottom" icon={AlignVerticalJustifyEnd} label={t('text-bottom')} disabledReason={reason} />
        </ToggleGroup>
      </Row>
      <Row>
        <NumberField label={t('field-line-height')} digits={2} step={0.05} min={0.5} max={5} value={of((it) => it.lineHeight)} onChange={(lineHeight) => write({ lineHeight })} disabledReason={reason} />
        <NumberField label={t('field-spacing')} unit="pt" digits={2} step={0.1} min={-20} max={100} value={look((it) => it.spacing)} onChange={(spacing) => typed.write({ spacing })} disabledReason={reason} />
      </Row>
      <div className="row row-end">
        <ColorField label={t('field-text-color')} value={look((it) => it.color)} shared={shared} swatches={swatches} onChange={(color) => typed.write({ color })} disabledReason={reason} />
        <ToggleButton icon={Italic} label={t('field-italic')} isSelected={look((it) => it.italic) === true} onChange={(italic) => typed.write({ italic })} disabledReason={reason} />
      </div>
      <Checkbox
        label={t('field-fit')} isSelected={fitted === true} isMixed={fitted === null} disabledReason={reason}
        onChange={(on) => write({ fit: on ? [Math.max(Math.round((size ?? 12) * 0.6), 4), size ?? 24] : undefined })}
      />
      {fitted === true && (
        <Row>
          <NumberField label={t('field-fit-smallest')} unit="pt" digits={1} min={1} max={largest ?? 1000} value={smallest} onChange={(value) => write({ fit: [value, Math.max(largest ?? value, value)] })} disabledReason={reason} />
          <NumberField label={t('field-fit-largest')} unit="pt" digits={1} min={smallest ?? 1} max={1000} value={largest} onChange={(value) => write({ fit: [Math.min(smallest ?? value, value), value] })} disabledReason={reason} />
        </Row>
      )}
    </Section>
  )
}

const keysOf = (key: string | null): string[] => (key === null ? [] : [key])
const isAlign = (key: unknown): key is Typography['align'] => key === 'start' || key === 'center' || key === 'end' || key === 'justify'
const isValign = (key: unknown): key is Typography['valign'] => key === 'top' || key === 'middle' || key === 'bottom'
