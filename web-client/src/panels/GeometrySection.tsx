/** Where the selection stands and how large it is, in millimetres of the page. */
import { useMemo } from 'react'
import { useEditor } from '../canvas/context'
import type { Element, Pair } from '../document/model'
import { useText } from '../i18n'
import { selectionBox } from '../kernels/frame'
import { plus, round, turn, wrapDegrees } from '../kernels/plane'
import { planFrame, planMove, planTurn, SMALLEST_SIZE } from '../kernels/transform'
import { carryOut } from '../tools/gesture'
import { changeable, scene } from '../tools/where'
import { outermost } from '../kernels/frame'
import { NumberField } from '../ui'
import { useReason } from './editing'
import { useSelectionBox } from './elements'
import { common } from './mixed'
import { Row, Section } from './section'

/** Number fields for place, size and angle. */
export function GeometrySection({ elements }: { readonly elements: readonly Element[] }) {
  const { machine } = useEditor()
  const t = useText()
  const reason = useReason()
  const box = useSelectionBox(useMemo(() => elements.map((element) => element.id), [elements]))
  const locked = elements.every((element) => element.locked) ? t('why-locked') : undefined
  const why = reason ?? locked
  if (!box) return null
  const corner: Pair = [box.centre[0] - box.width / 2, box.centre[1] - box.height / 2]
  const angle = elements.length === 1 ? box.angle : common(elements, (element) => element.rotation)

  const chosen = (): { look: ReturnType<typeof scene>; ids: string[] } => {
    const now = scene(machine.ctx)
    return { look: now, ids: outermost(now, changeable(machine.ctx)) }
  }
  const move = (axis: 0 | 1) => (value: number): void => {
    const { look: now, ids } = chosen()
    carryOut(machine.ctx, planMove(now, ids, axis === 0 ? [value - corner[0], 0] : [0, value - corner[1]]))
  }
  const resize = (axis: 0 | 1) => (value: number): void => {
    const { look: now, ids } = chosen()
    const from = selectionBox(now, ids)
    if (!from) return
    const width = axis === 0 ? value : from.width
    const height = axis === 1 ? value : from.height
    const shift: Pair = [(width - from.width) / 2, (height - from.height) / 2]
    carryOut(machine.ctx, planFrame(now, ids, from, { ...from, width, height, centre: plus(from.centre, turn(shift, from.angle)) }))
  }
  const rotate = (value: number): void => {
    const { look: now, ids } = chosen()
    carryOut(machine.ctx, planTurn(now, ids, value - (angle ?? 0)))
  }

  const flat = elements.length === 1 && elements[0]?.type === 'line'
  return (
    <Section title={t('section-place')}>
      <Row>
        <NumberField label={t('field-x')} prefix="X" unit="mm" value={round(corner[0])} onChange={move(0)} disabledReason={why} />
        <NumberField label={t('field-y')} prefix="Y" unit="mm" value={round(corner[1])} onChange={move(1)} disabledReason={why} />
      </Row>
      <Row>
        <NumberField label={t('field-width')} prefix={t('field-width-letter')} unit="mm" min={flat ? 0 : SMALLEST_SIZE} max={5000} value={round(box.width)} onChange={resize(0)} disabledReason={why} />
        <NumberField label={t('field-height')} prefix={t('field-height-letter')} unit="mm" min={flat ? 0 : SMALLEST_SIZE} max={5000} value={round(box.height)} onChange={resize(1)} disabledReason={why} />
      </Row>
      <Row>
        <NumberField label={t('field-rotation')} prefix="∠" unit="°" digits={1} step={1} value={angle === null ? null : round(wrapDegrees(angle))} onChange={rotate} disabledReason={why} />
        <span />
      </Row>
    </Section>
  )
}
