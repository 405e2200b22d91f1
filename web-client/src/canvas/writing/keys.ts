/** Which key does what in a text. */
import type { Step, Writing } from './writing'

/** What is asked of a key press. */
export interface Press {
  readonly key: string
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** The combinations that change looks and go back and forth; movement only where the page does not move the caret itself. */
export function pressIn(writing: Writing, press: Press, { mac, moves }: { readonly mac: boolean; readonly moves: boolean }): boolean {
  const mod = mac ? press.metaKey : press.ctrlKey
  if (mod && !press.altKey && looks(writing, press)) return true
  return moves && move(writing, press, mac)
}

function looks(writing: Writing, { key, shiftKey }: Press): boolean {
  switch (key.toLowerCase()) {
    case 'b': writing.toggleBold(); return true
    case 'i': writing.toggleItalic(); return true
    // Their formats do not exist here; the browser's own would be none of the document's.
    case 'u': return true
    case '>': case '.': case ':': if (!shiftKey) return false; writing.resize(1); return true
    case '<': case ',': case ';': if (!shiftKey) return false; writing.resize(-1); return true
    case 'a': writing.selectAll(); return true
    case 'z': writing.undo(shiftKey ? 'redo' : 'undo'); return true
    case 'y': writing.undo('redo'); return true
    default: return false
  }
}

function move(writing: Writing, press: Press, mac: boolean): boolean {
  const found = stepOf(press, mac)
  if (found === undefined) return false
  writing.move(found[0], found[1], press.shiftKey)
  return true
}

function stepOf({ key, altKey, ctrlKey, metaKey }: Press, mac: boolean): readonly [Step, 1 | -1] | undefined {
  const far = mac ? metaKey : false
  const word = mac ? altKey : ctrlKey
  switch (key) {
    case 'ArrowLeft': return [far ? 'edge' : word ? 'word' : 'character', -1]
    case 'ArrowRight': return [far ? 'edge' : word ? 'word' : 'character', 1]
    case 'ArrowUp': return [far ? 'text' : word ? 'paragraph' : 'line', -1]
    case 'ArrowDown': return [far ? 'text' : word ? 'paragraph' : 'line', 1]
    case 'Home': return [ctrlKey || metaKey ? 'text' : 'edge', -1]
    case 'End': return [ctrlKey || metaKey ? 'text' : 'edge', 1]
    case 'PageUp': return ['text', -1]
    case 'PageDown': return ['text', 1]
    default: return undefined
  }
}
