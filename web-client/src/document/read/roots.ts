/**
 * Pages, fields, shared styles and `meta` of the document.
 */
import type * as Y from 'yjs'
import { LANGUAGES, type Field, type Language, type Page, type Pair, type SharedStyle, type TextLook } from '../model'
import { compareOrder, isOrder } from '../order'
import { A4, FALLBACK_ORDER, FALLBACK_PAGE, LETTER, ROOT, isFieldKey, isId } from '../schema'
import { ownRunStyle, type TextStyles } from './texts'
import { byLanguage, color, flag, freeze, lookup, number, size, strings, text, word, type Lookup } from './values'

/** A page without its list of children. */
export type OwnPage = Omit<Page, 'children'>

/** Where entries without a readable key stand: before all others, by their id. */
const ORDER_OF_THE_UNORDERED = ''

/** The pages in order; never empty (a layout without any has one A4 page). */
export function readPages(doc: Y.Doc): OwnPage[] {
  const pages: OwnPage[] = []
  for (const [id, entry] of doc.getMap(ROOT.pages).entries()) {
    const get = lookup(entry)
    const read = get === undefined ? undefined : size(get('size'))
    if (isId(id) && get !== undefined && read !== undefined) pages.push(readPage(id, read, get))
  }
  if (pages.length === 0) pages.push(readPage(FALLBACK_PAGE, A4, (key) => (key === 'order' ? FALLBACK_ORDER : undefined)))
  return pages.sort((a, b) => compareOrder(a.order, b.order) || compareOrder(a.id, b.id))
}

/** The smallest side of a page that can still be shown and drawn on. */
const SMALLEST_PAGE_MM = 1

function readPage(id: string, written: Pair, get: Lookup): OwnPage {
  const pageSize: Pair = [Math.max(SMALLEST_PAGE_MM, written[0]), Math.max(SMALLEST_PAGE_MM, written[1])]
  const order = get('order')
  const name = text(get('name'))
  return freeze({
    id,
    size: pageSize,
    order: isOrder(order) ? order : ORDER_OF_THE_UNORDERED,
    ...(name === undefined || name === '' ? {} : { name }),
    background: color(get('background')) ?? '#ffffff',
    bleed: number(get('bleed'), 0, 100) ?? 0,
    format: formatOf(pageSize),
    orientation: pageSize[0] > pageSize[1] ? 'landscape' as const : 'portrait' as const,
  })
}

/** The name of a paper size, whichever way up. */
function formatOf(pageSize: Pair): Page['format'] {
  const [short, long] = pageSize[0] < pageSize[1] ? pageSize : [pageSize[1], pageSize[0]]
  if (short === A4[0] && long === A4[1]) return 'A4'
  if (short === LETTER[0] && long === LETTER[1]) return 'Letter'
  return 'custom'
}

/** The declared fields in order. */
export function readFields(doc: Y.Doc): Field[] {
  const fields: Field[] = []
  for (const [key, entry] of doc.getMap(ROOT.fields).entries()) {
    const get = lookup(entry)
    if (!isFieldKey(key) || get === undefined) continue
    const order = get('order')
    fields.push(freeze({
      key,
      label: byLanguage(get('label')),
      type: word(get('type'), ['text', 'date', 'number', 'image'] as const) ?? 'text',
      required: flag(get('required')) ?? false,
      sample: strings(get('sample'), [...LANGUAGES, '*']),
      order: isOrder(order) ? order : ORDER_OF_THE_UNORDERED,
    }))
  }
  return fields.sort((a, b) => compareOrder(a.order, b.order) || compareOrder(a.key, b.key))
}

/** The shared styles in order, and what the text styles among them give. */
export function readStyles(doc: Y.Doc): { styles: SharedStyle[]; textStyles: TextStyles } {
  const styles: SharedStyle[] = []
  const values = new Map<string, TextLook>()
  for (const [id, entry] of doc.getMap(ROOT.styles).entries()) {
    const get = lookup(entry)
    if (!isId(id) || get === undefined) continue
    const kind = word(get('kind'), ['text', 'color'] as const)
    if (kind === undefined) continue
    const order = get('order')
    // A shared colour cannot be another shared colour: chains could be circles.
    const own = color(get('value'))
    const value = kind === 'color' && own !== undefined && own.startsWith('#') ? own : undefined
    const look = kind === 'text' ? readLook(get) : undefined
    styles.push(freeze({
      id, kind,
      name: text(get('name')) ?? '',
      ...(value === undefined ? {} : { value }),
      ...(look === undefined ? {} : { look }),
      order: isOrder(order) ? order : ORDER_OF_THE_UNORDERED,
    }))
    if (look !== undefined) values.set(id, look)
  }
  styles.sort((a, b) => compareOrder(a.order, b.order) || compareOrder(a.id, b.id))
  return { styles, textStyles: (id) => values.get(id) }
}

function readLook(get: Lookup): TextLook {
  const lineHeight = number(get('lineHeight'), 0.1, 10)
  // The server's reader takes the size of a shared style by the name that runs use.
  return { ...ownRunStyle(get, 'size'), ...ownRunStyle(get, 'textSize'), ...(lineHeight === undefined ? {} : { lineHeight }) }
}

/** The languages of the layout in the order of falling back; all five when the document does not say. */
export function readLanguages(doc: Y.Doc): readonly Language[] {
  const value: unknown = doc.getMap(ROOT.meta).get('languages')
  if (!Array.isArray(value)) return LANGUAGES
  const read = knownLanguages(value)
  return read.length === 0 ? LANGUAGES : read
}

function knownLanguages(value: readonly unknown[]): Language[] {
  const known = value.filter((one): one is Language => LANGUAGES.some((language) => language === one))
  return [...new Set(known)]
}
