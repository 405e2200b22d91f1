/**
 * Pages, fields, shared styles and `meta` of the document.
 */
import * as Y from 'yjs'
import { LANGUAGES, type Field, type Language, type Page, type Pair, type SharedStyle } from '../model'
import { compareOrder, isOrder } from '../order'
import { A4, FALLBACK_ORDER, FALLBACK_PAGE, LETTER, ROOT, isFieldKey, isId } from '../schema'
import { ownRunStyle, type TextStyleValues, type TextStyles } from './texts'
import { byLanguage, color, flag, freeze, number, size, strings, text, word } from './values'

/** A page without its list of children. */
export type OwnPage = Omit<Page, 'children'>

/** Where entries without a readable key stand: after none, by their id. */
const ORDER_OF_THE_UNORDERED = ''

/** The pages in order; never empty (a layout without any has one A4 page). */
export function readPages(doc: Y.Doc): OwnPage[] {
  const pages: OwnPage[] = []
  for (const [id, entry] of doc.getMap(ROOT.pages).entries()) {
    if (!isId(id) || !(entry instanceof Y.Map)) continue
    pages.push(readPage(id, (key) => entry.get(key) as unknown))
  }
  if (pages.length === 0) pages.push(readPage(FALLBACK_PAGE, (key) => (key === 'order' ? FALLBACK_ORDER : undefined)))
  return pages.sort((a, b) => compareOrder(a.order, b.order) || compareOrder(a.id, b.id))
}

function readPage(id: string, get: (key: string) => unknown): OwnPage {
  const read = size(get('size'))
  const pageSize = read !== undefined && read[0] > 0 && read[1] > 0 ? read : A4
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
export function formatOf(pageSize: Pair): Page['format'] {
  const [short, long] = pageSize[0] < pageSize[1] ? pageSize : [pageSize[1], pageSize[0]]
  if (short === A4[0] && long === A4[1]) return 'A4'
  if (short === LETTER[0] && long === LETTER[1]) return 'Letter'
  return 'custom'
}

/** The declared fields in order. */
export function readFields(doc: Y.Doc): Field[] {
  const fields: Field[] = []
  for (const [key, entry] of doc.getMap(ROOT.fields).entries()) {
    if (!isFieldKey(key) || !(entry instanceof Y.Map)) continue
    const order: unknown = entry.get('order')
    fields.push(freeze({
      key,
      label: byLanguage(entry.get('label')),
      type: word(entry.get('type'), ['text', 'date', 'number', 'image'] as const) ?? 'text',
      required: flag(entry.get('required')) ?? false,
      sample: strings(entry.get('sample'), [...LANGUAGES, '*']),
      order: isOrder(order) ? order : ORDER_OF_THE_UNORDERED,
    }))
  }
  return fields.sort((a, b) => compareOrder(a.order, b.order) || compareOrder(a.key, b.key))
}

/** The shared styles in order, and what the text styles among them give. */
export function readStyles(doc: Y.Doc): { styles: SharedStyle[]; textStyles: TextStyles } {
  const styles: SharedStyle[] = []
  const values = new Map<string, TextStyleValues>()
  for (const [id, entry] of doc.getMap(ROOT.styles).entries()) {
    if (!isId(id) || !(entry instanceof Y.Map)) continue
    const kind = word(entry.get('kind'), ['text', 'color'] as const)
    if (kind === undefined) continue
    const order: unknown = entry.get('order')
    // A shared colour cannot be another shared colour: chains could be circles.
    const own = color(entry.get('value'))
    const value = kind === 'color' && own !== undefined && own.startsWith('#') ? own : undefined
    styles.push(freeze({
      id, kind,
      name: text(entry.get('name')) ?? '',
      ...(value === undefined ? {} : { value }),
      order: isOrder(order) ? order : ORDER_OF_THE_UNORDERED,
    }))
    if (kind === 'text') {
      const lineHeight = number(entry.get('lineHeight'), 0.1, 100)
      const looks = ownRunStyle((key) => entry.get(key) as unknown, 'textSize')
      values.set(id, { ...looks, ...(lineHeight === undefined ? {} : { lineHeight }) })
    }
  }
  styles.sort((a, b) => compareOrder(a.order, b.order) || compareOrder(a.id, b.id))
  return { styles, textStyles: (id) => values.get(id) }
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
