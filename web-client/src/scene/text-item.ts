/** Set text as an item. */
import type { SetText } from '../text'
import type { TextItem } from './items'

/** Lines and runs that have glyphs, moved down by micropoints; nothing without any. */
export function textItem(set: SetText, down = 0): TextItem[] {
  const lines = set.lines.flatMap(({ runs }) => {
    const drawn = runs.filter((run) => run.glyphs.length > 0).map(({ face, size, color, x, y, glyphs }) => ({
      face, size_mpt: size, color, x, y: y + down,
      glyphs: down === 0 ? glyphs : glyphs.map((glyph) => ({ ...glyph, y: glyph.y + down })),
    }))
    return drawn.length > 0 ? [{ runs: drawn }] : []
  })
  return lines.length > 0 ? [{ kind: 'text', lines }] : []
}
