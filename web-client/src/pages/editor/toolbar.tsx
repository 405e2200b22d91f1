/** The tools of the bar, undo and redo. */
import {
  ChevronDown, Circle, Hand, Hexagon, Image, MessageSquarePlus, MousePointer2, PenTool, QrCode, Redo2, Signature, Slash, Square, Stamp, Star, TextCursorInput, Type, Undo2,
  type LucideIcon,
} from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useAccess, useEditor, useEditorState } from '../../canvas/context'
import { TOOLS, type ToolName } from '../../canvas/state'
import { useCanRedo, useCanUndo } from '../../document/hooks'
import { useComments } from '../../comments'
import { useText } from '../../i18n'
import { useReason, useWordsReason } from '../../panels/editing'
import { commentOnWords } from '../../tools/comment'
import { SHORTCUTS } from '../../tools/keys'
import { onMac, shownKeys } from '../../tools/shown-keys'
import { redo, undo } from '../../tools/actions'
import { Icon, IconButton, Menu, MenuItem, ToggleButton, ToggleGroup, Toolbar, ToolbarSeparator } from '../../ui'
import { useSaid } from './said'

export const TOOL_ICONS: Readonly<Record<ToolName, LucideIcon>> = {
  select: MousePointer2, text: Type, rectangle: Square, ellipse: Circle, polygon: Hexagon, star: Star, line: Slash, path: PenTool, image: Image,
  qr: QrCode, signature: Signature, seal: Stamp, field: TextCursorInput, comment: MessageSquarePlus, hand: Hand,
}

/** Tools that share a button: the one that was used last is on it, the others are behind its arrow. */
const FAMILIES = {
  shapes: ['rectangle', 'ellipse', 'polygon', 'star', 'line'],
  marks: ['qr', 'signature', 'seal'],
} as const satisfies Readonly<Record<string, readonly ToolName[]>>
type Family = keyof typeof FAMILIES

const ORDER: readonly (ToolName | Family)[] = ['select', 'text', 'shapes', 'path', 'image', 'marks', 'field', 'comment', 'hand']

const isTool = (key: unknown): key is ToolName => TOOLS.some((tool) => tool === key)
const isFamily = (name: ToolName | Family): name is Family => name in FAMILIES

/** The keys of a shortcut as they are shown. */
export const keysOf = (id: string): string => shownKeys(SHORTCUTS.find((it) => it.id === id)?.keys[0] ?? '', onMac())

/** One tool of all. Who only looks has no drawing tools; who writes texts sees them, with the reason. */
export function Tools() {
  const { state, machine } = useEditor()
  const t = useText()
  const tool = useEditorState((it) => it.tool)
  const reason = useReason()
  const looksOnly = useAccess() === 'view'
  const take = (name: ToolName): void => {
    machine.cancel()
    // Words that are selected are meant.
    if (name === 'comment' && commentOnWords(machine.ctx)) return
    state.get().writing?.end()
    state.set({ tool: name })
  }
  return (
    <Toolbar aria-label={t('tools-label')}>
      <ToggleGroup
        aria-label={t('tools-label')} selectionMode="single" disallowEmptySelection selectedKeys={[tool]}
        onSelectionChange={(keys) => {
          const [key] = keys
          if (isTool(key)) take(key)
        }}
      >
        {ORDER.filter((name) => !looksOnly || name === 'select' || name === 'comment' || name === 'hand').map((name) => (isFamily(name)
          ? <FamilyButton key={name} family={name} tool={tool} reason={reason} onTake={take} />
          : <ToolButton key={name} name={name} reason={reason} />))}
      </ToggleGroup>
    </Toolbar>
  )
}

function ToolButton({ name, reason }: { readonly name: ToolName; readonly reason: string | undefined }) {
  const t = useText()
  const { may } = useComments()
  const why = name === 'select' || name === 'hand' ? undefined : name === 'comment' ? (may ? undefined : t('needs-comment')) : reason
  return (
    <ToggleButton
      id={name} icon={TOOL_ICONS[name]} label={t(`tool-${name}`)} shortcut={keysOf(`tool-${name}`)} data-testid={`tool-${name}`}
      disabledReason={why} {...(name === 'comment' && { 'data-keeps-editing': true })}
    />
  )
}

function FamilyButton({ family, tool, reason, onTake }: { readonly family: Family; readonly tool: ToolName; readonly reason: string | undefined; readonly onTake: (name: ToolName) => void }) {
  const t = useText()
  const members: readonly ToolName[] = FAMILIES[family]
  const [used, setUsed] = useState<ToolName>(FAMILIES[family][0])
  // A shortcut may have taken another one.
  const shown = members.includes(tool) ? tool : used
  if (shown !== used) setUsed(shown)
  return (
    <span className="tool-family">
      <ToolButton name={shown} reason={reason} />
      <Menu
        label={t(`tools-${family}`)}
        trigger={(
          <AriaButton className="button button-quiet tool-more" aria-label={t(`tools-${family}`)} data-testid={`tools-${family}`}>
            <Icon of={ChevronDown} size={12} />
          </AriaButton>
        )}
      >
        {members.map((name) => (
          <MenuItem
            key={name} label={t(`tool-${name}`)} icon={TOOL_ICONS[name]} shortcut={keysOf(`tool-${name}`)} disabledReason={reason} data-testid={`menu-tool-${name}`}
            onAction={() => onTake(name)}
          />
        ))}
      </Menu>
    </span>
  )
}

/** One's own last steps, back and forth. */
export function UndoRedo() {
  const { draft, machine } = useEditor()
  const t = useText()
  const reason = useWordsReason()
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
