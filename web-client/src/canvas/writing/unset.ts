/** A text that the browser sets by itself: its words and where its fields are, without lines. */
import type { FieldChip, TextRun } from '../../document/model'
import type { SetText } from '../../text'

/** Words and fields in order. */
export function unset(runs: readonly TextRun[], label: (chip: FieldChip) => string): SetText {
  let text = ''
  let start = 0
  const origins = runs.map(({ insert }) => {
    const words = typeof insert === 'string' ? insert : label(insert)
    const length = typeof insert === 'string' ? insert.length : 1
    const origin = { from: text.length, to: text.length + words.length, source: { start, length }, ...(typeof insert === 'string' ? {} : { field: insert.field }) }
    text += words
    start += length
    return origin
  })
  return { lines: [], height: 0, limit: 0, size: 0, waiting: false, overflows: false, told: [], text, origins }
}
