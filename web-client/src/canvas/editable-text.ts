/**
 * A node that one language of a text is typed into.
 *
 * What is typed is written a few times a second, so that others see it grow; what others type meanwhile is merged in, and the
 * caret stays with its words.
 */
import { useCallback, useLayoutEffect, useRef, type ClipboardEvent, type KeyboardEvent, type RefObject } from 'react'
import type { Element, Language, TextRun } from '../document/model'
import { textValue } from '../document/read/texts'
import { applySplice, carry, rebase, spliceBetween } from '../kernels/splice'
import { useEditor, useLayoutPart } from './context'
import { insertPlain, readSelection, readText, writeRuns, writeSelection } from './editable'

const NONE: readonly TextRun[] = []

/** What an editable node needs. */
export interface EditableText {
  /** Writes what was typed since the last time, at once. */
  readonly commit: () => void
  readonly props: {
    readonly onInput: () => void
    readonly onCompositionStart: () => void
    readonly onCompositionEnd: () => void
    readonly onPaste: (event: ClipboardEvent) => void
    readonly onKeyDown: (event: KeyboardEvent) => void
    readonly onKeyUp: () => void
    readonly onPointerUp: () => void
  }
}

/**
 * Keeps a node and a text alike. `scale` is pixels a millimetre for a node that shows the text's own looks; `null` leaves looks to the
 * style sheet.
 */
export function useEditableText(node: RefObject<HTMLElement | null>, element: Element, language: Language, scale: number | null): EditableText {
  const { draft, state } = useEditor()
  const layout = useLayoutPart((it) => it)
  const runs = element.texts?.[language] ?? NONE
  const { typography } = element
  /** The text as it was when node and document last agreed. */
  const base = useRef(textValue(runs))
  const composing = useRef(false)
  const fresh = useRef(true)

  const noteCaret = useCallback(() => {
    const selection = node.current && readSelection(node.current)
    if (selection) state.set({ caret: selection[1] })
  }, [node, state])

  const markEmpty = useCallback(() => {
    node.current?.toggleAttribute('data-empty', readText(node.current) === '')
  }, [node])

  const commit = useCallback(() => {
    if (!node.current || composing.current) return
    const typed = readText(node.current)
    if (typed === base.current) return
    const standing = textValue(draft.view.element(element.id)?.texts?.[language] ?? NONE)
    const own = spliceBetween(base.current, typed, readSelection(node.current)?.[1])
    const merged = applySplice(standing, rebase(own, spliceBetween(base.current, standing)))
    base.current = merged
    draft.commands.setText(element.id, language, merged)
  }, [draft, element.id, language, node])

  // Runs after every change of the text, one's own included, and when the looks change.
  useLayoutEffect(() => {
    const root = node.current
    if (!root || composing.current) return
    const write = (what: readonly TextRun[], selection: readonly [number, number] | null): void => {
      writeRuns(root, what, typography, layout, language, scale)
      if (selection) writeSelection(root, ...selection)
      markEmpty()
    }
    const said = textValue(runs)
    if (fresh.current) {
      fresh.current = false
      base.current = said
      write(runs, null)
      return
    }
    const typed = readText(root)
    const selection = document.activeElement === root ? readSelection(root) : null
    if (typed !== base.current && said !== base.current) {
      // Something arrived while something was typed: first join the two.
      const other = spliceBetween(base.current, said)
      commit()
      write(draft.view.element(element.id)?.texts?.[language] ?? NONE, selection && [carry(selection[0], other), carry(selection[1], other)])
    } else if (typed === base.current) {
      const other = spliceBetween(base.current, said)
      base.current = said
      write(runs, selection && [carry(selection[0], other), carry(selection[1], other)])
    }
  }, [runs, typography, layout, language, scale, commit, draft, element.id, node, markEmpty])

  // Whatever takes the node away, a keyboard's way back included: what was typed is written while the node still stands.
  useLayoutEffect(() => commit, [commit])

  const later = useCallback(() => draft.typing(commit), [draft, commit])

  return {
    commit,
    props: {
      onInput: () => {
        markEmpty()
        noteCaret()
        if (!composing.current) later()
      },
      onCompositionStart: () => {
        composing.current = true
      },
      onCompositionEnd: () => {
        composing.current = false
        later()
      },
      onPaste: (event) => {
        event.preventDefault()
        if (node.current) insertPlain(node.current, event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n'))
      },
      onKeyDown: (event) => {
        event.stopPropagation()
        const mod = event.ctrlKey || event.metaKey
        const key = event.key.toLowerCase()
        if (event.key === 'Enter' && !composing.current) {
          event.preventDefault()
          if (node.current) insertPlain(node.current, '\n')
        } else if (mod && (key === 'z' || key === 'y')) {
          event.preventDefault()
          commit()
          if (key === 'y' || event.shiftKey) draft.history.redo()
          else draft.history.undo()
        }
      },
      onKeyUp: noteCaret,
      onPointerUp: noteCaret,
    },
  }
}
