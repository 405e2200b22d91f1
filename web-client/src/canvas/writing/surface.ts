/**
 * Ties a node that can be typed into to a {@link Writing}: keys, input methods, the clipboard and the page's own selection go to it, and
 * what the text says comes back into the node.
 */
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react'
import { htmlOf, OWN_TYPE, ownOf, plainOf } from '../../clipboard/copied'
import { inert } from '../../clipboard/from-html'
import { atHome, pastedText } from '../../clipboard/pasted'
import type { FieldChip, Layout, TextRun } from '../../document/model'
import { CHIP_CHARACTER } from '../../document/read/texts'
import { resolveColor } from '../../document/view'
import { spliceBetween } from '../../kernels/splice'
import { readContent, readSelection, writeContent, writeSelection } from './content'
import { fullLook } from './looks'
import type { Step, Writing } from './writing'

/** What a surface is made of. */
export interface Surface {
  readonly node: RefObject<HTMLElement | null>
  readonly writing: Writing
  readonly layout: () => Layout
  /** What a field shows. */
  readonly label: (chip: FieldChip) => string
  readonly families: readonly string[]
  /** What an input method composes stands in the node now, and moved the caret there. */
  readonly composed?: () => void
}

/** What the browser calls deleting, and how far it goes. */
const DELETES: Readonly<Record<string, readonly [Step, 1 | -1]>> = {
  deleteContentBackward: ['character', -1], deleteContentForward: ['character', 1], deleteByCut: ['character', -1], deleteByDrag: ['character', -1],
  deleteContent: ['character', -1], deleteWordBackward: ['word', -1], deleteWordForward: ['word', 1], deleteSoftLineBackward: ['edge', -1],
  deleteSoftLineForward: ['edge', 1], deleteHardLineBackward: ['edge', -1], deleteHardLineForward: ['edge', 1], deleteEntireSoftLine: ['edge', -1],
}

/** Keeps a node and a writing alike. */
export function useSurface(surface: Surface, runs: readonly TextRun[]): void {
  const now = useRef(surface)
  now.current = surface
  const { node, writing, label } = surface
  const composing = useRef(false)
  /** The page's selection is being put where the writing's is. */
  const placing = useRef(false)
  const plainNext = useRef(false)
  /** The words that the node holds. */
  const standing = useRef<readonly TextRun[] | null>(null)

  const show = (): void => {
    const root = node.current
    if (root === null || composing.current) return
    const words = now.current.writing.runs()
    writeContent(root, words, now.current.label)
    standing.current = words
    root.toggleAttribute('data-empty', now.current.writing.value() === '')
    place()
  }
  const place = (): void => {
    const root = node.current
    // What is not in the node yet is put there next, and the selection with it.
    if (root === null || composing.current || document.activeElement !== root || standing.current !== now.current.writing.runs()) return
    const { anchor, caret } = now.current.writing.get()
    const selected = readSelection(root)
    if (selected?.[0] === anchor && selected[1] === caret) return
    placing.current = true
    writeSelection(root, anchor, caret)
    placing.current = false
  }

  useLayoutEffect(show, [runs, label, writing])
  // Before anything is selected in a text that has just been opened.
  useLayoutEffect(() => writing.subscribe(place), [writing])

  useEffect(() => {
    const root = node.current
    if (root === null) return
    const begin = (): void => {
      composing.current = true
      now.current.writing.compose()
    }
    const update = (event: CompositionEvent): void => now.current.writing.composed(event.data)
    const end = (event: CompositionEvent): void => {
      composing.current = false
      now.current.writing.endComposing(event.data)
      show()
    }
    const before = (event: InputEvent): void => {
      if (composing.current || event.isComposing) return
      if (handle(now.current.writing, event)) event.preventDefault()
    }
    /** What the browser has done by itself, as some keyboards on a screen make it: told from what stands there now. */
    const input = (): void => {
      if (composing.current) {
        now.current.composed?.()
        return
      }
      const value = now.current.writing.value()
      const typed = readContent(root)
      if (typed !== value) {
        const { start, removed, inserted } = spliceBetween(value, typed, readSelection(root)?.[1])
        now.current.writing.replace(start, start + removed, inserted.replaceAll('\u00a0', ' ').replaceAll(CHIP_CHARACTER, ''))
      }
      show()
    }
    const selected = (): void => {
      if (placing.current || composing.current || document.activeElement !== root || standing.current !== now.current.writing.runs()) return
      const found = readSelection(root)
      const { anchor, caret } = now.current.writing.get()
      if (found !== null && (found[0] !== anchor || found[1] !== caret)) now.current.writing.select(...found)
    }
    const copy = (event: ClipboardEvent): void => {
      event.preventDefault()
      event.stopPropagation()
      if (event.clipboardData !== null) putOn(event.clipboardData, now.current)
    }
    const cut = (event: ClipboardEvent): void => {
      copy(event)
      const [from, to] = now.current.writing.stretch()
      if (from !== to) now.current.writing.remove('character', -1)
    }
    const paste = (event: ClipboardEvent): void => {
      event.preventDefault()
      event.stopPropagation()
      const plain = plainNext.current
      plainNext.current = false
      const { writing: into, layout, families } = now.current
      const pasted = event.clipboardData === null ? null : pastedText(event.clipboardData, plain, { families, parse: inert })
      if (pasted !== null) into.insert(atHome(pasted.runs, layout().styles), !pasted.own)
    }
    const drag = (event: DragEvent): void => event.preventDefault()
    const key = (event: KeyboardEvent): void => {
      plainNext.current = (event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === 'v'
    }
    const listen = { compositionstart: begin, compositionupdate: update, compositionend: end, beforeinput: before, input, copy, cut, paste, dragstart: drag, drop: drag, keydown: key }
    for (const [name, listener] of Object.entries(listen)) root.addEventListener(name, listener as EventListener)
    document.addEventListener('selectionchange', selected)
    return () => {
      for (const [name, listener] of Object.entries(listen)) root.removeEventListener(name, listener as EventListener)
      document.removeEventListener('selectionchange', selected)
    }
  }, [node, writing])
}

/** Does what the browser was about to do. Returns whether there is nothing left for it. */
function handle(writing: Writing, event: InputEvent): boolean {
  const type = event.inputType
  const deletes = DELETES[type]
  if (deletes !== undefined) writing.remove(...deletes)
  else if (type === 'insertText' || type === 'insertReplacementText' || type === 'insertFromYank') {
    const words = event.data ?? event.dataTransfer?.getData('text/plain') ?? ''
    if (words === '') return false
    writing.type(words)
  } else if (type === 'insertParagraph' || type === 'insertLineBreak') writing.type('\n')
  else if (type === 'historyUndo' || type === 'historyRedo') writing.undo(type === 'historyUndo' ? 'undo' : 'redo')
  // What is pasted and dropped comes by its own event; looks are not the browser's.
  else return type.startsWith('format') || type.startsWith('insertFrom')
  return true
}

function putOn(clipboard: DataTransfer, { writing, layout, label }: Surface): void {
  const runs = writing.copied()
  const typography = writing.found()?.typography
  if (runs.length === 0) return
  const { style: _beneath, ...base } = typography === undefined ? { style: null } : fullLook(typography, undefined)
  clipboard.setData('text/plain', plainOf(runs, label))
  clipboard.setData('text/html', htmlOf(runs, base, label, (color) => resolveColor(layout(), color)))
  clipboard.setData(OWN_TYPE, ownOf(runs))
}
