/** The page itself: its size, direction, paper and bleed. */
import { RectangleHorizontal, RectangleVertical } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Page } from '../document/model'
import { useText } from '../i18n'
import { ColorField, NumberField, Select, ToggleButton, ToggleGroup } from '../ui'
import { useSharedColors, useSwatches } from './AppearanceSection'
import { usePanelWrites, useReason } from './editing'
import { Row, Section } from './section'
import { SettledText } from './SettledText'

const SIZES = { A4: [210, 297], Letter: [215.9, 279.4] } as const

/** The inspector when nothing is chosen. */
export function PageSection({ page }: { readonly page: Page }) {
  const t = useText()
  const shared = useSharedColors()
  const swatches = useSwatches()
  const reason = useReason()
  const { step } = usePanelWrites()
  const [width, height] = page.size
  /** A size of one's own was chosen, and not yet given. */
  const [measuring, setMeasuring] = useState(false)
  const measures = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!measuring) return
    // The list that it was chosen from first gives the focus back to its button.
    const frame = requestAnimationFrame(() => measures.current?.querySelector('input')?.focus())
    return () => cancelAnimationFrame(frame)
  }, [measuring])
  const resize = (size: readonly [number, number]): void => step((commands) => commands.setPage(page.id, { size }))
  const turn = (to: Page['orientation']): void => {
    if (to !== page.orientation) resize([height, width])
  }
  return (
    <>
      <header className="inspector-head"><h2>{t('section-page')}</h2><span className="soft">{t('page-hint')}</span></header>
      <Section title={t('section-format')}>
        <SettledText
          label={t('page-name')} value={page.name ?? ''} placeholder={t('page-name-placeholder')} disabledReason={reason}
          onSettle={(name) => step((commands) => commands.setPage(page.id, { name: name === '' ? undefined : name }))}
        />
        <div className="row row-end">
          <Select
            label={t('page-format')} value={measuring ? 'custom' : page.format} disabledReason={reason}
            onChange={(format) => {
              setMeasuring(format === 'custom')
              if (format === 'custom') return
              const [short, long] = SIZES[format]
              resize(page.orientation === 'portrait' ? [short, long] : [long, short])
            }}
            options={[{ id: 'A4', label: 'A4' }, { id: 'Letter', label: 'Letter' }, { id: 'custom', label: t('page-custom') }]}
          />
          <ToggleGroup
            aria-label={t('page-orientation')} selectionMode="single" disallowEmptySelection selectedKeys={[page.orientation]}
            onSelectionChange={(keys) => { const [key] = keys; if (key === 'portrait' || key === 'landscape') turn(key) }}
          >
            <ToggleButton id="portrait" icon={RectangleVertical} label={t('page-portrait')} disabledReason={reason} />
            <ToggleButton id="landscape" icon={RectangleHorizontal} label={t('page-landscape')} disabledReason={reason} />
          </ToggleGroup>
        </div>
        <div className="row" ref={measures}>
          <NumberField label={t('field-width')} prefix={t('field-width-letter')} unit="mm" min={10} max={5000} value={width} onChange={(value) => resize([value, height])} disabledReason={reason} />
          <NumberField label={t('field-height')} prefix={t('field-height-letter')} unit="mm" min={10} max={5000} value={height} onChange={(value) => resize([width, value])} disabledReason={reason} />
        </div>
        <ColorField label={t('page-background')} value={page.background} shared={shared} swatches={swatches} onChange={(background) => step((commands) => commands.setPage(page.id, { background }))} disabledReason={reason} />
        <Row>
          <NumberField label={t('page-bleed')} unit="mm" min={0} max={50} step={0.5} value={page.bleed} onChange={(bleed) => step((commands) => commands.setPage(page.id, { bleed }))} disabledReason={reason} />
          <span />
        </Row>
      </Section>
    </>
  )
}
