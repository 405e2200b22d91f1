/** What a polygon or a star is made of, and how the points of a path are reached. */
import { Hexagon, Star } from 'lucide-react'
import { useEditor, useEditorState } from '../canvas/context'
import type { Element } from '../document/model'
import { useText } from '../i18n'
import { beginShaping, endShaping } from '../tools/shape-path'
import { Button, NumberField, ToggleButton, ToggleGroup } from '../ui'
import { usePanelWrites, useReason } from './editing'
import { common } from './mixed'
import { Row, Section } from './section'

/** How far in the corners of a polygon go that becomes a star. */
const USUAL_INNER = 0.45

/** Corners of polygons and stars. */
export function ShapeSection({ elements }: { readonly elements: readonly Element[] }) {
  const t = useText()
  const reason = useReason()
  const { set } = usePanelWrites()
  const ids = elements.map((element) => element.id)
  const star = common(elements, (element) => element.polygon?.inner !== undefined)
  const inner = common(elements, (element) => element.polygon?.inner)
  return (
    <Section title={t('section-shape')}>
      <ToggleGroup
        aria-label={t('shape-kind')} selectionMode="single" disallowEmptySelection selectedKeys={star === null ? [] : [star ? 'star' : 'polygon']}
        onSelectionChange={(keys) => set(ids, { inner: keys.has('star') ? USUAL_INNER : undefined })}
      >
        <ToggleButton id="polygon" icon={Hexagon} label={t('type-polygon')} disabledReason={reason} />
        <ToggleButton id="star" icon={Star} label={t('tool-star')} disabledReason={reason} />
      </ToggleGroup>
      <Row>
        <NumberField label={t(star === true ? 'field-points' : 'field-sides')} digits={0} min={3} max={100} step={1} value={common(elements, (element) => element.polygon?.sides ?? 5)} onChange={(sides) => set(ids, { sides })} disabledReason={reason} />
        {star === true
          ? <NumberField label={t('field-inner')} unit="%" digits={0} min={0} max={100} step={5} value={inner == null ? null : Math.round(inner * 100)} onChange={(value) => set(ids, { inner: value / 100 })} disabledReason={reason} />
          : <span />}
      </Row>
    </Section>
  )
}

/** The way to a path's points. */
export function PathSection({ element }: { readonly element: Element }) {
  const t = useText()
  const { machine } = useEditor()
  const reason = useReason()
  const open = useEditorState((state) => state.shaping?.id === element.id)
  const why = reason ?? (element.locked ? t('why-locked') : undefined)
  return (
    <Section title={t('section-path')}>
      <Button disabledReason={why} onPress={() => { if (open) endShaping(machine.ctx); else beginShaping(machine.ctx, element.id) }} data-testid="edit-points">{t(open ? 'points-done' : 'points-edit')}</Button>
      {open && <p className="soft hint">{t('points-hint')}</p>}
    </Section>
  )
}
