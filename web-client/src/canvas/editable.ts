/** The text in an editable node: written from runs, read back as plain characters, and the caret as an offset into them. */
import type { Language, Layout, TextRun, Typography } from '../document/model'
import { CHIP_CHARACTER } from '../document/read/texts'
import { facesOf, fieldText } from './texts'

const FILLER = 'filler'

/** Fills a node with runs; sizes in pixels by `scale` (pixels a millimetre), or without their looks when it is `null`. */
export function writeRuns(
  node: HTMLElement, runs: readonly TextRun[], typography: Typography | undefined, layout: Layout, language: Language, scale: number | null,
): void {
  const faces = typography && scale !== null ? facesOf(runs, typography, layout) : []
  const made = runs.flatMap((run, index) => {
    const face = faces[index]
    const span = document.createElement('span')
    if (face && run.attributes && scale !== null) {
      span.style.fontFamily = `"${face.family.replaceAll('"', '')}", Inter, sans-serif`
      span.style.fontWeight = face.weight.toString()
      span.style.fontStyle = face.italic ? 'italic' : 'normal'
      span.style.fontSize = `${(face.size * scale).toString()}px`
      span.style.color = face.color
      span.style.letterSpacing = `${(face.spacing * scale).toString()}px`
    }
    if (typeof run.insert === 'string') span.textContent = run.insert
    else {
      span.contentEditable = 'false'
      span.className = 'chip'
      span.dataset['field'] = run.insert.field
      span.textContent = fieldText(run.insert.field, layout, language, run.insert.format)
    }
    return [span]
  })
  const last = runs.at(-1)?.insert
  const needsFiller = runs.length === 0 || (typeof last === 'string' && (last === '' || last.endsWith('\n'))) || (last !== undefined && typeof last !== 'string')
  const filler = document.createElement('br')
  filler.dataset[FILLER] = ''
  node.replaceChildren(...made, ...(needsFiller ? [filler] : []))
}

const isChip = (node: Node): boolean => node instanceof HTMLElement && node.dataset['field'] !== undefined
const isFiller = (node: Node): boolean => node instanceof HTMLElement && node.dataset[FILLER] !== undefined

/** How many characters a node stands for. */
function lengthOf(node: Node): number {
  return readText(node).length
}

/** The plain characters of a node. */
export function readText(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return (node.textContent ?? '').replaceAll('\u00a0', ' ')
  if (isChip(node)) return CHIP_CHARACTER
  if (isFiller(node)) return ''
  if (node instanceof HTMLBRElement) return '\n'
  return [...node.childNodes].map(readText).join('')
}

/** The offset of a point of the page's selection within a node. */
function offsetOf(root: Node, node: Node, offset: number): number {
  let count = 0
  const visit = (at: Node): boolean => {
    if (at === node) {
      if (at.nodeType === Node.TEXT_NODE) count += offset
      else for (const child of [...at.childNodes].slice(0, offset)) count += lengthOf(child)
      return true
    }
    if (at.nodeType === Node.TEXT_NODE || isChip(at) || isFiller(at) || at instanceof HTMLBRElement) {
      if (at.contains(node)) return true
      count += lengthOf(at)
      return false
    }
    return [...at.childNodes].some(visit)
  }
  visit(root)
  return count
}

/** The selected range in a node as offsets; `null` when the selection is elsewhere. */
export function readSelection(root: HTMLElement): readonly [number, number] | null {
  const selection = document.getSelection()
  if (!selection?.anchorNode || !selection.focusNode || !root.contains(selection.anchorNode) || !root.contains(selection.focusNode)) return null
  const a = offsetOf(root, selection.anchorNode, selection.anchorOffset)
  const b = offsetOf(root, selection.focusNode, selection.focusOffset)
  return a <= b ? [a, b] : [b, a]
}

/** The point of the page at an offset within a node. */
function pointAt(root: Node, offset: number): readonly [Node, number] {
  let left = offset
  for (const child of root.childNodes) {
    if (isFiller(child)) return [root, [...root.childNodes].indexOf(child)]
    const length = lengthOf(child)
    if (left <= length && !isChip(child)) {
      if (child.nodeType === Node.TEXT_NODE) return [child, left]
      if (child.childNodes.length > 0) return pointAt(child, left)
    }
    if (left < length) return [root, [...root.childNodes].indexOf(child)]
    left -= length
  }
  return [root, root.childNodes.length]
}

/** Selects a range of a node by offsets. */
export function writeSelection(root: HTMLElement, from: number, to: number): void {
  document.getSelection()?.setBaseAndExtent(...pointAt(root, from), ...pointAt(root, to))
}

/** Puts plain characters at the caret; the browser's own would put nodes that stand for nothing. */
export function insertPlain(root: HTMLElement, text: string): void {
  const selection = document.getSelection()
  if (!selection || selection.rangeCount === 0) return
  const range = selection.getRangeAt(0)
  range.deleteContents()
  const inserted = document.createTextNode(text)
  range.insertNode(inserted)
  if (readText(root).endsWith('\n') && !root.querySelector(':scope > br[data-filler]')) {
    const filler = document.createElement('br')
    filler.dataset[FILLER] = ''
    root.append(filler)
  }
  selection.collapse(inserted, text.length)
  root.dispatchEvent(new InputEvent('input', { bubbles: true }))
}
