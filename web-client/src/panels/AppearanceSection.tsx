/** How see-through, in which colours and with which line the selection is drawn. */
import { useCallback } from 'react'
import { useEditor, useLayoutPart } from '../canvas/context'
import type { Element, ElementPatch, Layout } from '../document/model'
import { useText } from '../i18n'
import { round } from '../kernels/plane'
import { ColorField, HOUSE_COLORS, NumberField, Select, type SharedColor } from '../ui'
import { useBrand } from './brand'
import { usePanelWrites, useReason } from './editing'
import { common } from './mixed'
import { Row, Section } from './section'

const FILLED = new Set<Element['type']>(['rectangle', 'ellipse', 'polygon', 'path', 'qr', 'seal'])
const STROKED = new Set<Element['type']>(['rectangle', 'ellipse', 'polygon', 'path', 'line', 'seal', 'signature'])
/** Drawn with lines whose width and dashes are their own. */
const OWN_LINES = new Set<Element['type']>(['seal', 'signature'])

const DASHES = { solid: [], dashed: [2, 1.2], dotted: [0.3, 1] } as const
type Dash = keyof typeof DASHES

const dashOf = (element: Element): Dash | 'other' => {
  const written = element.strokeDash.join(' ')
  for (const name of Object.keys(DASHES) as Dash[]) if (DASHES[name].join(' ') === written) return name
  return 'other'
}

/** Opacity, fill and stroke. */
export function AppearanceSection({ elements }: { readonly elements: readonly Element[] }) {
  const t = useText()
  const reason = useReason()
  const { set } = usePanelWrites()
  const shared = useSharedColors()
  const ids = elements.map((element) => element.id)
  const write = (patch: ElementPatch): void => set(ids, patch)
  const opacity = common(elements, (element) => element.opacity)
  const filled = elements.every((element) => FILLED.has(element.type))
  const stroked = elements.every((element) => STROKED.has(element.type))
  const lines = elements.some((element) => OWN_LINES.has(element.type))
  const fill = common(elements, (element) => element.fill)
  const stroke = common(elements, (element) => element.stroke)
  const width = common(elements, (element) => element.strokeWidth)
  const dash = common(elements, dashOf)
  const rounded = elements.every((element) => element.type === 'rectangle')
  const swatches = useSwatches()
  return (
    <Section title={t('section-look')}>
      <Row>
        <NumberField label={t('field-opacity')} unit="%" digits={0} min={0} max={100} step={5} value={opacity === null ? null : Math.round(opacity * 100)} onChange={(value) => write({ opacity: value / 100 })} disabledReason={reason} />
        {rounded
          ? <NumberField label={t('field-radius')} unit="mm" min={0} max={1000} step={0.5} value={common(elements, (element) => round(element.radius ?? 0))} onChange={(radius) => write({ radius })} disabledReason={reason} />
          : <span />}
      </Row>
      {filled && <ColorField label={t('field-fill')} value={fill} allowNone shared={shared} swatches={swatches} onChange={(value) => write({ fill: value })} disabledReason={reason} />}
      {stroked && (
        <>
          <ColorField label={t('field-stroke')} value={stroke} allowNone shared={shared} swatches={swatches} onChange={(value) => write({ stroke: value })} disabledReason={reason} />
          {!lines && <Row>
            <NumberField label={t('field-stroke-width')} unit="mm" min={0} max={100} step={0.05} value={width} onChange={(value) => write({ strokeWidth: value })} disabledReason={reason} />
            <span />
          </Row>}
          {!lines && <Select
            label={t('field-dash')} value={dash === 'other' ? null : dash} disabledReason={reason}
            onChange={(value) => write({ strokeDash: value === 'solid' ? undefined : DASHES[value] })}
            options={[{ id: 'solid', label: t('dash-solid') }, { id: 'dashed', label: t('dash-dashed') }, { id: 'dotted', label: t('dash-dotted') }]}
          />}
        </>
      )}
    </Section>
  )
}

/** The colours that the layout shares, by name. */
export function useSharedColors(): SharedColor[] {
  const styles = useLayoutPart((layout) => layout.styles)
  return styles.flatMap(({ id, kind, name, value }) => (kind === 'color' && value !== undefined ? [{ id, name, value }] : []))
}

/** Tells the colours to offer when it is asked: the organisation's, those that stand on the pages most, and those of the house. */
export function useSwatches(): () => string[] {
  const { view } = useEditor().draft
  const { colors } = useBrand()
  return useCallback(() => [...colors, ...swatchesOf(view.layout())], [view, colors])
}

function swatchesOf({ elements }: Layout): string[] {
  const used = new Map<string, number>()
  for (const element of elements.values()) {
    for (const color of [element.fill, element.stroke, element.typography?.color]) {
      if (color !== undefined && color.startsWith('#')) used.set(color, (used.get(color) ?? 0) + 1)
    }
  }
  const often = [...used].sort((a, b) => b[1] - a[1]).map(([color]) => color)
  return [...new Set([...often.slice(0, 8), ...HOUSE_COLORS])].slice(0, 16)
}
