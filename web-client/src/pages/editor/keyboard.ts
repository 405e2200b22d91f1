/** Takes key presses to the shortcuts, unless something else wants them. */
import { useEffect } from 'react'
import type { Editor } from '../../canvas/context'
import type { ToolName } from '../../canvas/state'
import { escape, middleOfView } from '../../tools/actions'
import { copy, cut, paste } from '../../tools/clipboard'
import { pasteText } from '../../tools/paste-text'
import { shortcutFor, type KeyContext } from '../../tools/keys'
import type { ToolContext } from '../../tools/machine'

/** Where keys belong to whatever is focused. */
const TYPING = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])'
const OWN_KEYS = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'
/** Where arrows and Enter walk through rows, tabs and buttons. */
const WALKED = '[role="treegrid"], [role="grid"], [role="tablist"], [role="toolbar"], button, a'

/** How long after the last key of a text that was taken away keys are still meant for it. */
const STILL_TYPING_MS = 2_000

/** What keys do outside of the tools; the same object for as long as it does the same. */
export type KeyActs = Omit<KeyContext, keyof ToolContext>

/** Listens for the editor's shortcuts. */
export function useKeyboard(editor: Editor, acts: KeyActs): void {
  useEffect(() => {
    const { machine, state, uploads } = editor
    const ctx = Object.assign(Object.create(null) as object, machine.ctx, acts)
    let before: ToolName | null = null
    /** Where the last key was typed into, and when. */
    let typed: { readonly into: Element; readonly atMs: number } | null = null
    const note = (event: KeyboardEvent): void => {
      const into = event.target instanceof Element ? event.target.closest(TYPING) : null
      // A dialog, or a discussion, is closed by whoever types in it.
      if (into !== null) typed = event.key === 'Escape' || into.closest(OWN_KEYS) ? null : { into, atMs: event.timeStamp }
    }
    /** Somebody else deleted the text under the hands that type it: the words must not be taken for shortcuts. */
    const meantForText = (event: KeyboardEvent): boolean => {
      if (typed === null || typed.into.isConnected || event.timeStamp - typed.atMs > STILL_TYPING_MS) return false
      typed = { ...typed, atMs: event.timeStamp }
      return true
    }

    const down = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null
      if (event.defaultPrevented || event.isComposing || target?.closest(TYPING) || target?.closest(OWN_KEYS)) return
      if (meantForText(event)) {
        event.preventDefault()
        return
      }
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
      if (!shortcut || shortcut.clipboard !== undefined || (shortcut.desk === true && !onDesk)) return
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
    /** Copying, cutting and pasting of elements; pictures from elsewhere are uploaded. */
    const clip = (event: ClipboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null
      if (event.defaultPrevented || target?.closest(TYPING) || target?.closest(OWN_KEYS) || machine.at !== 'idle') return
      // Words that are selected on the page are meant themselves.
      if (event.type !== 'paste' && globalThis.getSelection()?.isCollapsed === false) return
      const files = event.type === 'paste' ? [...event.clipboardData?.files ?? []] : []
      event.preventDefault()
      if (files.length > 0) {
        uploads.add(files, { kind: 'about', ...middleOfView(machine.ctx) })
        return
      }
      if (event.type === 'paste') {
        if (!pasteText(machine.ctx, event.clipboardData)) paste(machine.ctx)
      } else if (event.type === 'cut') cut(machine.ctx)
      else copy(machine.ctx)
      // A picture that still lies on the clipboard must not be pasted in place of what was just copied.
      if (event.type !== 'paste') event.clipboardData?.setData('text/plain', '')
    }
    globalThis.addEventListener('copy', clip)
    globalThis.addEventListener('cut', clip)
    globalThis.addEventListener('paste', clip)
    globalThis.addEventListener('keydown', note, true)
    globalThis.addEventListener('keydown', down)
    globalThis.addEventListener('keyup', up)
    globalThis.addEventListener('blur', blur)
    return () => {
      globalThis.removeEventListener('copy', clip)
      globalThis.removeEventListener('cut', clip)
      globalThis.removeEventListener('paste', clip)
      globalThis.removeEventListener('keydown', note, true)
      globalThis.removeEventListener('keydown', down)
      globalThis.removeEventListener('keyup', up)
      globalThis.removeEventListener('blur', blur)
    }
  }, [editor, acts])
}
