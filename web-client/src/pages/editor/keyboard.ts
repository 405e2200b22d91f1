/** Takes key presses to the shortcuts, unless something else wants them. */
import { useEffect } from 'react'
import type { Editor } from '../../canvas/context'
import type { ToolName } from '../../canvas/state'
import type { UndoOutcome } from '../../document/model'
import { escape } from '../../tools/actions'
import { shortcutFor } from '../../tools/keys'

/** Where keys belong to whatever is focused. */
const TYPING = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])'
const OWN_KEYS = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'
/** Where arrows and Enter walk through rows, tabs and buttons. */
const WALKED = '[role="treegrid"], [role="grid"], [role="tablist"], [role="toolbar"], button, a'

/** Listens for the editor's shortcuts. */
export function useKeyboard(editor: Editor, said: (outcome: UndoOutcome) => void, showShortcuts: () => void): void {
  useEffect(() => {
    const { machine, state } = editor
    const ctx = Object.assign(Object.create(null) as object, machine.ctx, { said, showShortcuts })
    let before: ToolName | null = null

    const down = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null
      if (event.defaultPrevented || event.isComposing || target?.closest(TYPING) || target?.closest(OWN_KEYS)) return
      const onDesk = target === null || target === document.body || target.closest('.desk') !== null
      if (event.code === 'Space' && onDesk) {
        event.preventDefault()
        if (before === null && machine.at === 'idle') {
          before = state.get().tool
          state.set({ tool: 'hand' })
        }
        return
      }
      const shortcut = shortcutFor(event)
      if (!shortcut || (shortcut.desk === true && !onDesk)) return
      if (shortcut.id === 'delete' && target?.closest('button')) return
      if (!onDesk && target?.closest(WALKED) && (shortcut.id === 'select-all' || shortcut.id === 'escape')) return
      event.preventDefault()
      if (shortcut.id === 'escape') {
        if (!machine.cancel()) escape(machine.ctx)
        return
      }
      if (machine.at === 'idle') shortcut.run(ctx)
    }
    const up = (event: KeyboardEvent): void => {
      if (event.code === 'Space' && before !== null) {
        state.set({ tool: before })
        before = null
      }
    }
    const blur = (): void => {
      if (before !== null) state.set({ tool: before })
      before = null
      machine.cancel()
    }
    globalThis.addEventListener('keydown', down)
    globalThis.addEventListener('keyup', up)
    globalThis.addEventListener('blur', blur)
    return () => {
      globalThis.removeEventListener('keydown', down)
      globalThis.removeEventListener('keyup', up)
      globalThis.removeEventListener('blur', blur)
    }
  }, [editor, said, showShortcuts])
}
