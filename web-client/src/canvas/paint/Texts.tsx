/** Texts and field elements: their outlines, and the marks of the tool. */
import { memo } from 'react'
import type { Language, Pair, Typography } from '../../document/model'
import { textItem } from '../../scene/text-item'
import { shownText } from '../../scene/words'
import { millimetres, useFaces, type SetLine, type SetText } from '../../text'
import { POINTS_A_MILLIMETRE } from '../../kernels/viewport'
import { setOnCanvas } from '../text-scenery'
import { Glyphs } from './Glyphs'
import type { PaintProps } from './Paint'

/** A text element in a language, or in the language that stands in for it. */
export function RunsText({ element, size, layout, language, marks }: PaintProps) {
  useFaces()
  const shown = shownText(element, language, layout.languages)
  const set = setOnCanvas(element, size, layout, language)
  if (!set || !element.typography) return null
  return (
    <>
      {marks && <TextBoxMarks size={size} missing={shown.missing} empty={shown.runs.length === 0} overflows={set.overflows} language={language} />}
      <g className={marks && shown.missing ? 'lent' : undefined}>
        {set.waiting && <Waiting size={size} typography={element.typography} characters={shown.runs.reduce((sum, { insert }) => sum + (typeof insert === 'string' ? insert.length : 12), 0)} />}
        {marks && <Chips set={set} />}
        <SetLines set={set} />
      </g>
    </>
  )
}

/** A field element, with its sample. */
export function FieldText({ element, size, layout, language, marks }: PaintProps) {
  useFaces()
  const set = setOnCanvas(element, size, layout, language)
  if (!set || !element.typography) return null
  return (
    <>
      {marks && <rect className="mark-field" width={size[0]} height={size[1]} rx={0.6} />}
      {marks && set.overflows && <path className="mark-overflow" d={`M0 ${size[1].toString()} h${size[0].toString()}`} />}
      {set.waiting && <Waiting size={size} typography={element.typography} characters={12} />}
      <SetLines set={set} />
    </>
  )
}

/** A set text keeps its identity while it says the same. */
const SetLines = memo(function SetLines({ set }: { readonly set: SetText }) {
  const [item] = textItem(set)
  return item && <Glyphs lines={item.lines} />
})

/** The widest line of a text that waits for its faces, as a part of its box, and how high its bars are, as a part of its size. */
const BAR_WIDTH = 0.9
const BAR_HEIGHT = 0.42
/** A character's width, as a part of the size: nearly right, for a text that is not there. */
const CHARACTER_WIDTH = 0.5
const MOST_BARS = 40

/** Bars where lines will be, never words in a face that is not theirs. */
function Waiting({ size: [width, height], typography, characters }: { readonly size: Pair; readonly typography: Typography; readonly characters: number }) {
  const size = (typography.fit?.[0] ?? typography.textSize) / POINTS_A_MILLIMETRE
  const step = size * typography.lineHeight
  const room = width * BAR_WIDTH
  const needed = Math.max(characters * size * CHARACTER_WIDTH, size)
  const count = Math.max(1, Math.min(Math.ceil(needed / Math.max(room, size)), Math.floor(height / step), MOST_BARS))
  const spare = height - count * step
  const down = typography.valign === 'middle' ? spare / 2 : typography.valign === 'bottom' ? spare : 0
  return Array.from({ length: count }, (_, row) => {
    const long = Math.min(room, Math.max(needed - row * room, size))
    const x = typography.align === 'center' ? (width - long) / 2 : typography.align === 'end' ? width - long : 0
    return <rect key={row} className="text-waiting" data-faces="waiting" x={x} y={down + row * step + (step - size * BAR_HEIGHT) / 2} width={long} height={size * BAR_HEIGHT} rx={size * 0.08} />
  })
}

/** How far below the baseline a merge field's mark runs, as a part of its line's height. */
const CHIP_DEPTH = 0.18

/** A line below what stands for a merge field, on every line that it is on. */
const Chips = memo(function Chips({ set }: { readonly set: SetText }) {
  const fields = set.origins.filter((origin) => origin.field !== undefined && origin.to > origin.from)
  if (fields.length === 0) return null
  return set.lines.flatMap((line, row) => fields.flatMap((field, index) => {
    const span = spanOf(line, field.from, field.to)
    if (!span) return []
    const y = millimetres(line.baseline + (line.bottom - line.top) * CHIP_DEPTH)
    return [<path key={`${row.toString()} ${index.toString()}`} className="mark-chip" d={`M${millimetres(span[0]).toString()} ${y.toString()} H${millimetres(span[1]).toString()}`} />]
  }))
})

/** From where to where characters stand on a line. */
function spanOf(line: SetLine, from: number, to: number): readonly [number, number] | undefined {
  if (line.to <= from || line.from >= to) return undefined
  const clusters = line.clusters.filter((it) => it.from < to && it.to > from)
  if (clusters.length === 0) return undefined
  return [Math.min(...clusters.map((it) => it.x)), Math.max(...clusters.map((it) => it.x + it.width))]
}

function TextBoxMarks({ size, missing, empty, overflows, language }: {
  readonly size: Pair; readonly missing: boolean; readonly empty: boolean; readonly overflows: boolean; readonly language: Language
}) {
  return (
    <>
      <rect className={missing ? 'mark-missing' : empty ? 'mark-empty' : 'mark-none'} width={size[0]} height={size[1]} />
      {missing && (
        <g className="mark-tag" transform={`translate(${Math.max(size[0] - 6, 0).toString()} -4)`}>
          <rect width={6} height={3.6} rx={0.6} />
          <text x={3} y={2.65} textAnchor="middle">{language.toUpperCase()}</text>
        </g>
      )}
      {overflows && <path className="mark-overflow" d={`M0 ${size[1].toString()} h${size[0].toString()}`} />}
    </>
  )
}
