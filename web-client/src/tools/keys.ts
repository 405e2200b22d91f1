/** The keyboard: which key does what. The shortcuts dialog is drawn from the same table. */
import type { ToolName } from '../canvas/state'
import type { UndoOutcome } from '../document/model'
import * as actions from './actions'
import { copy, cut, paste } from './clipboard'
import { commentHere, commentOnSelection } from './comment'
import { drawInMiddle } from './draw'
import type { ToolContext } from './machine'

/** What an action may need beyond the tools' context. */
export interface KeyContext extends ToolContext {
  readonly said: (outcome: UndoOutcome) => void
  readonly showShortcuts: () => void
  /** Opens the next discussion of the list, or the one before. */
  readonly stepThread: (by: 1 | -1) => void
  /** Hides the pins of discussions, or shows them again. */
  readonly togglePins: () => void
}

/** One line of the table. */
export interface Shortcut {
  readonly id: string
  readonly group: 'tools' | 'edit' | 'arrange' | 'view' | 'discuss'
  /** `Mod` is Command on a Mac and Control elsewhere. The first is the one that is shown. */
  readonly keys: readonly string[]
  /** The browser tells of it by an event of its own, with what the clipboard holds; the key itself is left alone. */
  readonly clipboard?: 'copy' | 'cut' | 'paste'
  /** Only while the desk (or nothing else) has the focus. */
  readonly desk?: boolean
  readonly run: (ctx: KeyContext) => void
}

const tool = (name: ToolName, key: string): Shortcut => ({
  id: `tool-${name}`,
  group: 'tools',
  keys: [key],
  run: (ctx) => {
    const may = name === 'select' || name === 'hand' || (name === 'comment' ? ctx.mayComment() : ctx.mayEdit())
    if (may) ctx.state.set({ tool: name })
  },
})

const arrow = (key: string, x: number, y: number): Shortcut[] => [
  { id: 'nudge', group: 'arrange', keys: [key], desk: true, run: (ctx) => actions.nudge(ctx, [x, y]) },
  { id: 'nudge-far', group: 'arrange', keys: [`Shift+${key}`], desk: true, run: (ctx) => actions.nudge(ctx, [x * 10, y * 10]) },
  { id: 'nudge-fine', group: 'arrange', keys: [`Alt+${key}`], desk: true, run: (ctx) => actions.nudge(ctx, [x / 10, y / 10]) },
]

/** Every shortcut of the editor. */
export const SHORTCUTS: readonly Shortcut[] = [
  tool('select', 'V'),
  tool('text', 'T'),
  tool('rectangle', 'R'),
  tool('ellipse', 'O'),
  tool('polygon', 'Y'),
  tool('star', 'Shift+Y'),
  tool('line', 'L'),
  tool('path', 'P'),
  tool('image', 'I'),
  tool('qr', 'Q'),
  tool('signature', 'G'),
  tool('seal', 'S'),
  tool('field', 'F'),
  tool('comment', 'C'),
  tool('hand', 'H'),
  { id: 'undo', group: 'edit', keys: ['Mod+Z'], run: (ctx) => ctx.said(actions.undo(ctx)) },
  { id: 'redo', group: 'edit', keys: ['Shift+Mod+Z', 'Mod+Y'], run: (ctx) => ctx.said(actions.redo(ctx)) },
  { id: 'copy', group: 'edit', keys: ['Mod+C'], clipboard: 'copy', run: (ctx) => { copy(ctx) } },
  { id: 'cut', group: 'edit', keys: ['Mod+X'], clipboard: 'cut', run: cut },
  { id: 'paste', group: 'edit', keys: ['Mod+V'], clipboard: 'paste', run: paste },
  { id: 'duplicate', group: 'edit', keys: ['Mod+D'], run: actions.duplicate },
  { id: 'delete', group: 'edit', keys: ['Delete', 'Backspace'], run: actions.remove },
  { id: 'select-all', group: 'edit', keys: ['Mod+A'], run: actions.selectAll },
  { id: 'open', group: 'edit', keys: ['Enter'], desk: true, run: (ctx) => { if (!commentHere(ctx) && !drawInMiddle(ctx)) actions.open(ctx) } },
  { id: 'escape', group: 'edit', keys: ['Escape'], run: actions.escape },
  ...arrow('ArrowUp', 0, -1),
  ...arrow('ArrowDown', 0, 1),
  ...arrow('ArrowLeft', -1, 0),
  ...arrow('ArrowRight', 1, 0),
  { id: 'group', group: 'arrange', keys: ['Mod+G'], run: actions.group },
  { id: 'ungroup', group: 'arrange', keys: ['Shift+Mod+G'], run: actions.ungroup },
  { id: 'to-front', group: 'arrange', keys: [']'], run: actions.toFront },
  { id: 'to-back', group: 'arrange', keys: ['['], run: actions.toBack },
  { id: 'lock', group: 'arrange', keys: ['Shift+Mod+L'], run: actions.toggleLock },
  { id: 'hide', group: 'arrange', keys: ['Shift+Mod+H'], run: actions.toggleHidden },
  { id: 'zoom-in', group: 'view', keys: ['+', 'Mod++', 'Mod+='], run: (ctx) => actions.zoomStep(ctx, 1) },
  { id: 'zoom-out', group: 'view', keys: ['-', 'Mod+-'], run: (ctx) => actions.zoomStep(ctx, -1) },
  { id: 'zoom-fit', group: 'view', keys: ['Shift+1'], run: actions.fitPage },
  { id: 'zoom-selection', group: 'view', keys: ['Shift+2'], run: actions.zoomToSelection },
  { id: 'zoom-full', group: 'view', keys: ['Shift+0', 'Mod+0'], run: (ctx) => actions.zoomTo(ctx, 1) },
  { id: 'marks', group: 'view', keys: ['M'], run: actions.toggleMarks },
  { id: 'next-thread', group: 'discuss', keys: ['N'], run: (ctx) => ctx.stepThread(1) },
  { id: 'previous-thread', group: 'discuss', keys: ['Shift+N'], run: (ctx) => ctx.stepThread(-1) },
  { id: 'comment-selection', group: 'discuss', keys: ['Shift+F2'], run: (ctx) => { commentOnSelection(ctx) } },
  { id: 'pins', group: 'discuss', keys: ['Shift+C'], run: (ctx) => ctx.togglePins() },
  { id: 'shortcuts', group: 'view', keys: ['?'], run: (ctx) => ctx.showShortcuts() },
]

/** What is asked of a key press. */
export interface Press {
  readonly key: string
  readonly code: string
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** Characters that are typed with Shift on some keyboards and without on others (`[` even with AltGr). */
const BY_CHARACTER = new Set(['[', ']', '+', '-', '?'])

/** The names under which a press may stand in the table. */
export function namesOf(press: Press): string[] {
  const mod = press.ctrlKey || press.metaKey
  const letter = press.key.length === 1 ? press.key.toUpperCase() : press.key
  if (BY_CHARACTER.has(press.key)) return mod && !press.altKey ? [`Mod+${press.key}`] : [press.key]
  const digit = /^Digit(\d)$/.exec(press.code)?.[1]
  const plain = digit ?? letter
  const before = `${press.altKey ? 'Alt+' : ''}${press.shiftKey ? 'Shift+' : ''}${mod ? 'Mod+' : ''}`
  return [before + plain]
}

/** The shortcut for a press. */
export function shortcutFor(press: Press): Shortcut | undefined {
  const names = namesOf(press)
  return SHORTCUTS.find((shortcut) => shortcut.keys.some((key) => names.includes(key)))
}
