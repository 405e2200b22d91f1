/** How large the page is shown. */
import { ChevronDown } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { useEditor, useEditorState } from '../../canvas/context'
import { useText } from '../../i18n'
import { fitPage, toggleMarks, zoomStep, zoomTo, zoomToSelection } from '../../tools/actions'
import { Icon, Menu, MenuItem, MenuSeparator } from '../../ui'
import { keysOf } from './toolbar'

/** The zoom in the bar. */
export function Zoom() {
  const { machine } = useEditor()
  const t = useText()
  const percent = useEditorState((state) => Math.round(state.viewport.zoom * 100))
  const marks = useEditorState((state) => state.marks)
  const chosen = useEditorState((state) => state.selection.length > 0)
  return (
    <Menu
      label={t('zoom')} placement="bottom end"
      trigger={(
        <AriaButton className="button button-quiet zoom-face" aria-label={t('zoom-is', { percent })} data-testid="zoom">
          <span>{t('percent', { percent })}</span>
          <Icon of={ChevronDown} size={14} />
        </AriaButton>
      )}
    >
      <MenuItem label={t('zoom-fit')} shortcut={keysOf('zoom-fit')} onAction={() => fitPage(machine.ctx)} />
      <MenuItem label={t('zoom-full')} shortcut={keysOf('zoom-full')} onAction={() => zoomTo(machine.ctx, 1)} />
      <MenuItem label={t('zoom-selection')} shortcut={keysOf('zoom-selection')} disabledReason={chosen ? undefined : t('why-nothing-chosen')} onAction={() => zoomToSelection(machine.ctx)} />
      <MenuSeparator />
      <MenuItem label={t('zoom-in')} shortcut={keysOf('zoom-in')} onAction={() => zoomStep(machine.ctx, 1)} />
      <MenuItem label={t('zoom-out')} shortcut={keysOf('zoom-out')} onAction={() => zoomStep(machine.ctx, -1)} />
      <MenuSeparator />
      <MenuItem label={t(marks ? 'marks-hide' : 'marks-show')} shortcut={keysOf('marks')} onAction={() => toggleMarks(machine.ctx)} />
    </Menu>
  )
}
