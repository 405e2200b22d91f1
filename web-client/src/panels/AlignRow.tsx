/** Lining up and spreading, in one row of buttons. */
import {
  AlignCenterHorizontal, AlignCenterVertical, AlignEndHorizontal, AlignEndVertical, AlignHorizontalDistributeCenter, AlignStartHorizontal,
  AlignStartVertical, AlignVerticalDistributeCenter,
} from 'lucide-react'
import { useEditor } from '../canvas/context'
import type { Element } from '../document/model'
import { useText } from '../i18n'
import { alignSelection, distributeSelection } from '../tools/actions'
import { IconButton, Toolbar } from '../ui'
import { useReason } from './editing'

/** Lines the selection up: with itself, or with the page when a single element is chosen. */
export function AlignRow({ elements }: { readonly elements: readonly Element[] }) {
  const { machine } = useEditor()
  const t = useText()
  const reason = useReason()
  const few = elements.length < 3 ? t('why-three') : undefined
  const line = [
    ['left', AlignStartVertical, t('align-left')],
    ['centre', AlignCenterVertical, t('align-centre')],
    ['right', AlignEndVertical, t('align-right')],
    ['top', AlignStartHorizontal, t('align-top')],
    ['middle', AlignCenterHorizontal, t('align-middle')],
    ['bottom', AlignEndHorizontal, t('align-bottom')],
  ] as const
  return (
    <div className="align-row">
      <Toolbar aria-label={t('align-label')}>
        {line.map(([how, icon, label]) => (
          <IconButton key={how} icon={icon} label={label} disabledReason={reason} onPress={() => alignSelection(machine.ctx, how)} />
        ))}
        <IconButton icon={AlignHorizontalDistributeCenter} label={t('distribute-x')} disabledReason={reason ?? few} onPress={() => distributeSelection(machine.ctx, 'x')} />
        <IconButton icon={AlignVerticalDistributeCenter} label={t('distribute-y')} disabledReason={reason ?? few} onPress={() => distributeSelection(machine.ctx, 'y')} />
      </Toolbar>
    </div>
  )
}
