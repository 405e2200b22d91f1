/** The one way from a clipboard to runs: one's own words first, then a page, then plain text. */
import type { InsertedRun, Layout } from '../document/model'
import { MOST_TEXT_UNITS } from '../document/schema'
import { OWN_TYPE, runsFromOwn } from './copied'
import { runsFromHtml, type Reading } from './from-html'

/** What a clipboard holds of text. */
export interface ClipboardText { getData(type: string): string }

/** Words with looks laid over what stands where they are put (`own` false), or exactly as they are. */
export interface PastedText { readonly runs: readonly InsertedRun[]; readonly own: boolean }

/** Reads the words of a clipboard; `null` when there are none. `plain` leaves looks and fields aside. */
export function pastedText(clipboard: ClipboardText, plain: boolean, reading: Reading): PastedText | null {
  if (!plain) {
    const own = runsFromOwn(clipboard.getData(OWN_TYPE))
    if (own !== null) return { runs: own, own: true }
    const html = clipboard.getData('text/html')
    const runs = html === '' ? null : runsFromHtml(html, reading)
    if (runs !== null) return { runs, own: false }
  }
  const words = clipboard.getData('text/plain').slice(0, MOST_TEXT_UNITS).toWellFormed().replaceAll(/\r\n?/g, '\n')
  return words === '' ? null : { runs: [{ insert: words, attributes: {} }], own: false }
}

/** Looks without shared colours and styles that a layout does not have: words of another draft bring them along. */
export function atHome(runs: readonly InsertedRun[], styles: Layout['styles']): InsertedRun[] {
  const known = (id: string, kind: 'text' | 'color'): boolean => styles.some((style) => style.id === id && style.kind === kind)
  return runs.map(({ insert, attributes }) => {
    if (attributes === undefined) return { insert }
    const { style, color, ...rest } = attributes
    return {
      insert,
      attributes: {
        ...rest,
        ...(typeof style === 'string' && known(style, 'text') ? { style } : {}),
        ...(typeof color === 'string' && (!color.startsWith('style:') || known(color.slice('style:'.length), 'color')) ? { color } : {}),
      },
    }
  })
}
