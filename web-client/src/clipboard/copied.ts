/** Words on the clipboard: as plain text, as a page for other programs, and as they are for texts of this one. */
import type { FieldChip, InsertedRun, RunStyle } from '../document/model'
import { isFieldKey, MOST_TEXT_RUNS } from '../document/schema'

/** The type under which words are put on the clipboard with their fields and shared styles. */
export const OWN_TYPE = 'application/x-imprimatur-text'
/** As much as a text can hold, with looks. */
const LONGEST_OWN = 4_000_000

/** What a field shows while there is no recipient. */
export type Shown = (chip: FieldChip) => string

/** Words without looks; fields as what they show. */
export const plainOf = (runs: readonly InsertedRun[], shown: Shown): string =>
  runs.map(({ insert }) => (typeof insert === 'string' ? insert : shown(insert))).join('')

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Words as a page. `base` is how they look where they have no look of their own; `colour` resolves shared colours. */
export function htmlOf(runs: readonly InsertedRun[], base: RunStyle, shown: Shown, colour: (color: string) => string): string {
  const paragraphs: string[] = ['']
  for (const { insert, attributes } of runs) {
    const style = escaped(cssOf({ ...base, ...attributes }, colour))
    const text = typeof insert === 'string' ? insert : shown(insert)
    text.split('\n').forEach((line, index) => {
      if (index > 0) paragraphs.push('')
      if (line !== '') paragraphs[paragraphs.length - 1] += `<span style="${style}">${escaped(line)}</span>`
    })
  }
  return paragraphs.map((paragraph) => `<p style="margin:0;white-space:pre-wrap">${paragraph === '' ? '<br>' : paragraph}</p>`).join('')
}

function cssOf({ family, weight, italic, size, color, spacing }: RunStyle, colour: (color: string) => string): string {
  return [
    family === undefined ? '' : `font-family:'${family.replaceAll(/['\\;]/g, '')}'`,
    weight === undefined ? '' : `font-weight:${weight.toString()}`,
    italic === true ? 'font-style:italic' : '',
    size === undefined ? '' : `font-size:${size.toString()}pt`,
    color === undefined ? '' : `color:${colour(color)}`,
    spacing === undefined || spacing === 0 ? '' : `letter-spacing:${spacing.toString()}pt`,
  ].filter((part) => part !== '').join(';')
}

/** Runs as they are put on the clipboard for texts of this program. */
export const ownOf = (runs: readonly InsertedRun[]): string => JSON.stringify({ version: 1, runs })

/** What this program put on the clipboard; `null` when it is none. It may come from a later version or a stranger: only what is known is taken. */
export function runsFromOwn(data: string): InsertedRun[] | null {
  if (data === '' || data.length > LONGEST_OWN) return null
  let read: unknown
  try {
    read = JSON.parse(data)
  } catch {
    // Somebody else's under this name.
    return null
  }
  const list: unknown = typeof read === 'object' && read !== null ? Reflect.get(read, 'runs') : undefined
  if (!Array.isArray(list)) return null
  const runs = list.slice(0, MOST_TEXT_RUNS).flatMap((one: unknown): InsertedRun[] => {
    if (typeof one !== 'object' || one === null) return []
    const insert: unknown = Reflect.get(one, 'insert')
    const attributes: unknown = Reflect.get(one, 'attributes')
    // Commands write only what of a look is in range.
    const look = typeof attributes === 'object' && attributes !== null ? (attributes as RunStyle) : {}
    if (typeof insert === 'string') return [{ insert, attributes: look }]
    if (typeof insert !== 'object' || insert === null || !isFieldKey(Reflect.get(insert, 'field'))) return []
    return [{ insert: insert as FieldChip, attributes: look }]
  })
  return runs.length === 0 ? null : runs
}
