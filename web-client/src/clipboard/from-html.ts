/**
 * What word processors and web pages put on the clipboard, as runs: paragraphs, bold, italic, sizes, colours and families that there are
 * survive; lists become lines with bullets; everything else is dropped. The page is parsed into a document that runs nothing and loads
 * nothing, and only words and looks are taken out of it.
 */
import type { InsertedRun, RunStyle } from '../document/model'
import { MOST_TEXT_UNITS } from '../document/schema'
import { colorOf, declarationsOf, pointsOf, rulesOf, type Declarations, type Rules } from './css'
import { Paragraphs } from './paragraphs'

/** A page of a word processor takes some tens of KB; what is larger is read as plain text. */
export const LONGEST_HTML = 4_000_000
/** Nodes of a page that are visited, and how deep. */
const MOST_NODES = 100_000
const DEEPEST = 256

/** What a reader of foreign pages needs to know. */
export interface Reading {
  /** The families that there are. */
  readonly families: readonly string[]
  /** Parses without running or loading anything. */
  readonly parse: (html: string) => Document
}

/** The page's own parser: an inert document. */
export const inert = (html: string): Document => new DOMParser().parseFromString(html, 'text/html')

const DROPPED = new Set([
  'script', 'style', 'head', 'title', 'meta', 'link', 'img', 'picture', 'svg', 'math', 'object', 'embed', 'iframe', 'frame', 'video', 'audio', 'canvas', 'template',
  'noscript', 'input', 'textarea', 'select', 'button', 'map', 'area', 'xml', 'v:shape', 'v:imagedata',
])
const BLOCKS = new Set([
  'p', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'caption', 'blockquote', 'pre', 'article',
  'td', 'th', 'section', 'header', 'footer', 'main', 'aside', 'nav', 'address', 'figure', 'figcaption', 'form', 'fieldset', 'hr', 'center', 'body',
])
/** What stands between their parts is never words. */
const TABLES = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr'])
const BOLD = new Set(['b', 'strong', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])
const ITALIC = new Set(['i', 'em', 'cite', 'dfn', 'var', 'address'])
/** Sizes of `<font size>` in points. */
const FONT_SIZES = [7.5, 10, 12, 13.5, 18, 24, 36]

const NO_LOOK: RunStyle = Object.freeze({})

interface Inherited {
  readonly look: RunStyle
  readonly spaces: boolean
  /** In a cell of a table, whose row is one line: blocks and lines in it would tear it apart. */
  readonly cell: boolean
  readonly depth: number
  readonly lists: readonly { ordered: boolean; letters: boolean; count: number }[]
}

/** Reads a page; `null` when it is too large or holds no words. */
export function runsFromHtml(html: string, reading: Reading): InsertedRun[] | null {
  if (html.length > LONGEST_HTML) return null
  const page = reading.parse(html)
  const sheets = [...page.getElementsByTagName('style')].map((sheet) => sheet.textContent ?? '')
  const rules = rulesOf(sheets)
  const reader = new Reader(reading.families, rules, bodySizeOf(html, rules))
  for (const node of page.body?.childNodes ?? []) reader.visit(node, { look: NO_LOOK, spaces: false, cell: false, depth: 0, lists: [] })
  const runs = reader.paragraphs.runs()
  return runs.length === 0 ? null : runs
}

/** The size that a program writes at everything is no look of the words. */
function bodySizeOf(html: string, rules: Rules): number | undefined {
  const normal = rules.get('p.msonormal')?.get('font-size') ?? rules.get('p')?.get('font-size')
  if (normal !== undefined) return pointsOf(normal)
  return /docs-internal-guid/.test(html) ? 11 : undefined
}

class Reader {
  readonly paragraphs = new Paragraphs(MOST_TEXT_UNITS)
  private nodes = 0

  constructor(
    private readonly families: readonly string[], private readonly rules: Rules, private readonly bodySize: number | undefined,
  ) {}

  visit(node: Node, inherited: Inherited): void {
    this.nodes += 1
    if (this.nodes > MOST_NODES || inherited.depth > DEEPEST || this.paragraphs.full) return
    if (node.nodeType === 3) this.paragraphs.words(node.textContent ?? '', inherited.look, inherited.spaces)
    else if (node.nodeType === 1) this.element(node as Element, inherited)
  }

  private element(element: Element, inherited: Inherited): void {
    const tag = element.tagName.toLowerCase()
    if (DROPPED.has(tag)) return
    const style = this.styleOf(element, tag)
    if (style.get('display') === 'none' || style.get('visibility') === 'hidden' || style.get('mso-hide') === 'all') return
    if (tag === 'br') {
      if (inherited.cell) this.paragraphs.gap()
      else if (endsItsBlock(element)) this.paragraphs.stand()
      else this.paragraphs.line()
      return
    }
    if ((style.get('mso-list') ?? '').toLowerCase() === 'ignore') {
      this.paragraphs.mark(wordBullet(element, inherited.cell))
      return
    }
    const look = this.lookOf(element, tag, style, inherited.look)
    const white = style.get('white-space')
    const spaces = inherited.cell ? false : tag === 'pre' ? true : white === undefined ? inherited.spaces : white.startsWith('pre') || white === 'break-spaces'
    const inside: Inherited = { ...inherited, look, spaces, depth: inherited.depth + 1 }
    if (tag === 'o:p' || style.get('mso-spacerun') === 'yes') this.wordSpaces(element, tag, inside)
    else if ((tag === 'td' || tag === 'th') && !inside.cell) this.cell(element, inside)
    else if (BLOCKS.has(tag)) this.block(element, tag, style, inside)
    else this.children(element, inside)
  }

  private children(element: Element, inside: Inherited): void {
    for (const child of element.childNodes) this.visit(child, inside)
  }

  private block(element: Element, tag: string, style: Declarations, inside: Inherited): void {
    this.bound(inside)
    if (tag === 'ul' || tag === 'ol') {
      const letters = inLetters(style) || /^a$/i.test(element.getAttribute('type') ?? '')
      const start = Number(element.getAttribute('start') ?? '1')
      const list = { ordered: tag === 'ol', letters, count: Number.isInteger(start) ? start - 1 : 0 }
      this.children(element, { ...inside, lists: [...inside.lists, list] })
    } else if (tag === 'li') {
      const list = inside.lists.at(-1)
      if (list !== undefined) list.count += 1
      this.paragraphs.mark(`${inside.cell ? '' : '    '.repeat(Math.max(inside.lists.length - 1, 0))}${list?.ordered === true ? `${numbered(list.count, list.letters || inLetters(style))}. ` : '• '}`)
      this.children(element, inside)
      this.paragraphs.unmark()
    } else if (TABLES.has(tag)) {
      for (const child of element.children) this.visit(child, inside)
    } else {
      // A paragraph without words is an empty line.
      if (tag === 'p' && !inside.cell && (element.textContent ?? '').trim() === '' && !holdsPicture(element)) this.paragraphs.stand()
      this.children(element, inside)
    }
    this.bound(inside)
  }

  /** A block begins or ends. */
  private bound({ cell }: Inherited): void {
    if (cell) this.paragraphs.gap()
    else this.paragraphs.block()
  }

  private cell(element: Element, inside: Inherited): void {
    if (element.previousElementSibling !== null) this.paragraphs.words('\t', inside.look, true)
    this.children(element, { ...inside, spaces: false, cell: true })
    this.paragraphs.endCell()
  }

  /** Word fills empty paragraphs, and several spaces beside each other, with spaces that do not break. */
  private wordSpaces(element: Element, tag: string, inside: Inherited): void {
    const text = (element.textContent ?? '').replaceAll(/\u00a0|\r\n?|\n/g, ' ')
    if (tag !== 'o:p') this.paragraphs.words(text, inside.look, !inside.cell)
    else if (text.trim() !== '') this.children(element, inside)
  }

  private styleOf(element: Element, tag: string): Declarations {
    const classes = (element.getAttribute('class') ?? '').toLowerCase().split(/\s+/, 20).filter((name) => name !== '')
    const names = [tag, ...classes.map((name) => `.${name}`), ...classes.map((name) => `${tag}.${name}`)]
    const found = new Map<string, string>()
    for (const name of names) for (const [key, value] of this.rules.get(name) ?? []) found.set(key, value)
    for (const [key, value] of declarationsOf(element.getAttribute('style') ?? '')) found.set(key, value)
    return found
  }

  private lookOf(element: Element, tag: string, style: Declarations, inherited: RunStyle): RunStyle {
    const look: { -readonly [K in keyof RunStyle]: RunStyle[K] | undefined } = { ...inherited }
    if (BOLD.has(tag)) look.weight = 700
    if (ITALIC.has(tag)) look.italic = true
    if (tag === 'font') {
      const size = FONT_SIZES[Number(element.getAttribute('size') ?? '0') - 1]
      if (size !== undefined) look.size = size
      this.wearColor(look, element.getAttribute('color') ?? undefined)
      this.wearFamily(look, element.getAttribute('face') ?? undefined)
    }
    const weight = weightOf(style.get('font-weight'))
    if (weight !== undefined) look.weight = weight === 400 ? undefined : weight
    const slant = style.get('font-style')
    if (slant !== undefined) look.italic = /^(?:italic|oblique)/.test(slant) ? true : undefined
    const size = pointsOf(style.get('font-size') ?? '')
    if (size !== undefined) look.size = size === this.bodySize ? undefined : size
    this.wearColor(look, style.get('color'))
    this.wearFamily(look, style.get('font-family'))
    const worn = Object.entries(look).filter(([, value]) => value !== undefined)
    const next = Object.fromEntries(worn) as RunStyle
    // The same look keeps its identity, so that neighbours in it join.
    return sameLook(next, inherited) ? inherited : next
  }

  private wearColor(look: { color?: string | undefined }, value: string | undefined): void {
    const color = value === undefined ? undefined : colorOf(value)
    // Black is what ink is anywhere; here the text has its own.
    if (color !== undefined) look.color = color === '#000000' ? undefined : color
  }

  private wearFamily(look: { family?: string | undefined }, value: string | undefined): void {
    const first = value?.split(',')[0]?.replaceAll(/["']/g, '').trim().toLowerCase()
    if (first === undefined || first === '') return
    look.family = this.families.find((family) => family.toLowerCase() === first)
  }
}

const sameLook = (a: RunStyle, b: RunStyle): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key as keyof RunStyle] === value)

function weightOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (value === 'normal') return 400
  if (value === 'bold' || value === 'bolder') return 700
  const number = Number(value)
  return number >= 100 && number <= 900 ? number : undefined
}

/** Whether a `<br>` only closes the line that its block ends anyway. */
function endsItsBlock(element: Element): boolean {
  for (let node: Node | null = element; node !== null; node = node.parentNode) {
    for (let next = node.nextSibling; next !== null; next = next.nextSibling) {
      if (next.nodeType === 1 || (next.nodeType === 3 && (next.textContent ?? '').trim() !== '')) return false
    }
    const parent: Node | null = node.parentNode
    if (parent === null || parent.nodeType !== 1 || (BLOCKS.has((parent as Element).tagName.toLowerCase()))) return true
  }
  return true
}

const holdsPicture = (element: Element): boolean => element.querySelector('img') !== null

/** Word's bullet or number before a line of a list. */
function wordBullet(element: Element, cell: boolean): string {
  const sign = (element.textContent ?? '').replaceAll(/[\s\u00a0]+/g, ' ').trim()
  const line = element.parentElement?.closest('p,div,h1,h2,h3,h4,h5,h6')
  const level = Number(/level(\d)/.exec(line?.getAttribute('style') ?? '')?.[1] ?? '1')
  return `${cell ? '' : '    '.repeat(Math.max(level - 1, 0))}${/^\(?[0-9a-z]{1,5}[.)]$/i.test(sign) ? sign : '•'} `
}

const inLetters = (style: Declarations): boolean => /alpha|latin/.test(style.get('list-style-type') ?? '')

/** The number of a list's item, or its letter. */
function numbered(count: number, letters: boolean): string {
  return letters && count >= 1 && count <= 26 ? String.fromCharCode(96 + count) : count.toString()
}
