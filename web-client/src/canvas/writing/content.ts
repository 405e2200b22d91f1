/**
 * A text in a node that can be typed into: plain words, fields as what they show, and places as offsets. It is what keyboards, input
 * methods, clipboards and screen readers work on; how it looks does not matter here.
 */
import type { FieldChip, TextRun } from '../../document/model'
import { CHIP_CHARACTER } from '../../document/read/texts'

const FILLER = 'filler'

type Piece = { readonly words: string } | { readonly field: string; readonly label: string }

function piecesOf(runs: readonly TextRun[], label: (chip: FieldChip) => string): Piece[] {
  const pieces: Piece[] = []
  for (const { insert } of runs) {
    if (typeof insert !== 'string') pieces.push({ field: insert.field, label: label(insert) })
    else if (insert !== '') {
      const last = pieces.at(-1)
      if (last !== undefined && 'words' in last) pieces[pieces.length - 1] = { words: last.words + insert }
      else pieces.push({ words: insert })
    }
  }
  return pieces
}

/** Makes a node hold a text; what stands there already is left alone, so that nobody who listens loses their place. */
export function writeContent(root: HTMLElement, runs: readonly TextRun[], label: (chip: FieldChip) => string): void {
  const pieces = piecesOf(runs, label)
  const last = pieces.at(-1)
  const filled = last === undefined || !('words' in last) || last.words.endsWith('\n')
  const nodes = [...root.childNodes]
  const fits = nodes.length === pieces.length + (filled ? 1 : 0)
    && pieces.every((piece, index) => holds(nodes[index], piece)) && (!filled || isFiller(nodes.at(-1)))
  if (fits) {
    pieces.forEach((piece, index) => update(nodes[index], piece))
    return
  }
  root.replaceChildren(...pieces.map((piece) => make(piece)), ...(filled ? [filler()] : []))
}

function holds(node: Node | undefined, piece: Piece): boolean {
  return 'words' in piece ? node?.nodeType === Node.TEXT_NODE : node !== undefined && isChip(node)
}

function update(node: Node | undefined, piece: Piece): void {
  if (node instanceof Text && 'words' in piece) {
    const [before, after] = [node.data, piece.words]
    if (before === after) return
    const shorter = Math.min(before.length, after.length)
    let start = 0
    while (start < shorter && before[start] === after[start]) start += 1
    let end = 0
    while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
    node.replaceData(start, before.length - start - end, after.slice(start, after.length - end))
  } else if (node instanceof HTMLElement && 'field' in piece) {
    node.dataset['field'] = piece.field
    if (node.textContent !== piece.label) node.textContent = piece.label
  }
}

function make(piece: Piece): Node {
  if ('words' in piece) return document.createTextNode(piece.words)
  const span = document.createElement('span')
  span.contentEditable = 'false'
  span.className = 'chip'
  span.dataset['field'] = piece.field
  span.textContent = piece.label
  return span
}

/** Without it there is no line to stand on behind a field or the end of a line. */
function filler(): Node {
  const br = document.createElement('br')
  br.dataset[FILLER] = ''
  return br
}

const isChip = (node: Node | undefined): boolean => node instanceof HTMLElement && node.dataset['field'] !== undefined
const isFiller = (node: Node | undefined): boolean => node instanceof HTMLElement && node.dataset[FILLER] !== undefined

/** The plain characters of a node; a field is one {@link CHIP_CHARACTER}. */
export function readContent(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? ''
  if (isChip(node)) return CHIP_CHARACTER
  if (isFiller(node)) return ''
  if (node instanceof HTMLBRElement) return '\n'
  return [...node.childNodes].map(readContent).join('')
}

function offsetOf(root: Node, node: Node, offset: number): number {
  let count = 0
  const visit = (at: Node): boolean => {
    if (at === node) {
      if (at.nodeType === Node.TEXT_NODE) count += offset
      else for (const child of [...at.childNodes].slice(0, offset)) count += readContent(child).length
      return true
    }
    if (at.nodeType === Node.TEXT_NODE || isChip(at) || isFiller(at) || at instanceof HTMLBRElement) {
      if (at.contains(node)) return true
      count += readContent(at).length
      return false
    }
    return [...at.childNodes].some(visit)
  }
  visit(root)
  return count
}

/** The page's selection within a node: where it began, and where it ends; `null` when it is elsewhere. */
export function readSelection(root: HTMLElement): readonly [number, number] | null {
  const selection = document.getSelection()
  if (!selection?.anchorNode || !selection.focusNode || !root.contains(selection.anchorNode) || !root.contains(selection.focusNode)) return null
  return [offsetOf(root, selection.anchorNode, selection.anchorOffset), offsetOf(root, selection.focusNode, selection.focusOffset)]
}

function pointAt(root: Node, offset: number): readonly [Node, number] {
  let left = offset
  const nodes = [...root.childNodes]
  for (const [index, child] of nodes.entries()) {
    if (isFiller(child)) return [root, index]
    const length = readContent(child).length
    if (child.nodeType === Node.TEXT_NODE && left <= length) return [child, left]
    if (left === 0) return [root, index]
    left -= length
  }
  return [root, nodes.length]
}

/** Selects a stretch of a node, the second end being where the caret is. */
export function writeSelection(root: HTMLElement, anchor: number, caret: number): void {
  document.getSelection()?.setBaseAndExtent(...pointAt(root, anchor), ...pointAt(root, caret))
}

/** Where the page's own caret stands in the window; `null` when nothing is laid out. */
export function caretRect(root: HTMLElement, caret: number): DOMRect | null {
  const range = document.createRange()
  const [node, offset] = pointAt(root, caret)
  range.setStart(node, offset)
  range.collapse(true)
  const rects = range.getClientRects()
  const own = rects[rects.length - 1]
  if (own !== undefined) return own
  const beside = node.nodeType === Node.TEXT_NODE ? null : node.childNodes[Math.min(offset, node.childNodes.length - 1)]
  return beside instanceof HTMLElement ? beside.getBoundingClientRect() : null
}
