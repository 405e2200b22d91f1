/** The tools of the bar, undo and redo. */
import { Circle, Hand, MousePointer2, Redo2, Slash, Square, TextCursorInput, Type, Undo2, type LucideIcon } from 'lucide-react'
import { useAccess, useEditor, useEditorState } from '../../canvas/context'
import { TOOLS, type ToolName } from '../../canvas/state'
import { useCanRedo, useCanUndo } from '../../document/hooks'
import { useText } from '../../i18n'
import { useReason } from '../../panels/editing'
import { onMac, SHORTCUTS, shownKeys } from '../../tools/keys'
import { redo, undo } from '../../tools/actions'
import { IconButton, ToggleButton, ToggleGroup, Toolbar, ToolbarSeparator } from '../../ui'
import { useSaid } from './said'

const ICONS: Readonly<Record<ToolName, LucideIcon>> = {
  select: MousePointer2, text: Type, rectangle: Square, ellipse: Circle, line: Slash, field: TextCursorInput, hand: Hand,
}

const isTool = (key: unknown): key is ToolName => TOOLS.some((tool) => tool === key)

/** The keys of a shortcut as they are shown. */
export const keysOf = (id: string): string => shownKeys(SHORTCUTS.find((it) => it.id === id)?.keys[0] ?? '', onMac())

/** One tool of all. Who only looks has no drawing tools; who will edit texts one day sees them, with the reason. */
export function Tools() {
  const { state, machine } = useEditor()
  const t = useText()
  const tool = useEditorState((it) => it.tool)
  const reason = useReason()
  const shown = useAccess() === 'view' ? TOOLS.filter((name) => name === 'select' || name === 'hand') : TOOLS
  return (
    <Toolbar aria-label={t('tools-label')}>
      <ToggleGroup
        aria-label={t('tools-label')} selectionMode="single" disallowEmptySelection selectedKeys={[tool]}
        onSelectionChange={(keys) => {
          const [key] = keys
          if (!isTool(key)) return
          machine.cancel()
          state.set({ tool: key })
        }}
      >
        {shown.map((name) => (
          <ToggleButton
            key={name} id={name} icon={ICONS[name]} label={t(`tool-${name}`)} shortcut={keysOf(`tool-${name}`)} data-testid={`tool-${name}`}
            disabledReason={name === 'select' || name === 'hand' ? undefined : reason}
          />
        ))}
      </ToggleGroup>
    </Toolbar>
  )
}

/** One's own last steps, back and forth. */
export function UndoRedo() {
  const { draft, machine } = useEditor()
  const t = useText()
  const reason = useReason()
  const said = useSaid()
  const canUndo = useCanUndo(draft.history)
  const canRedo = useCanRedo(draft.history)
  const looksOnly = useAccess() === 'view'
  if (looksOnly) return null
  return (
    <div className="bar-pair">
      <IconButton icon={Undo2} label={t('undo')} shortcut={keysOf('undo')} data-testid="undo" disabledReason={reason ?? (canUndo ? undefined : t('undo-nothing'))} onPress={() => said(undo(machine.ctx))} />
      <IconButton icon={Redo2} label={t('redo')} shortcut={keysOf('redo')} data-testid="redo" disabledReason={reason ?? (canRedo ? undefined : t('redo-nothing'))} onPress={() => said(redo(machine.ctx))} />
      <ToolbarSeparator />
    </div>
  )
}
