/** Text as SVG draws it: lines set by measured widths, each stretch at its own place. */
import type { Element, Language, Layout, Pair, TextRun } from '../../document/model'
import { setText, type SetText } from '../../kernels/wrap'
import { measure, useFontVersion } from '../measure'
import { sampleOf, shownText, stretchesOf } from '../texts'
import type { PaintProps } from './Paint'

interface Remembered {
  readonly width: number
  readonly height: number
  readonly language: Language
  readonly layout: Layout['fields']
  readonly styles: Layout['styles']
  readonly fonts: number
  readonly set: SetText
}

/** An element that did not change is not set again: the same snapshot in the same box gives the same lines. */
const remembered = new WeakMap<Element, Remembered>()

function setOf(element: Element, runs: readonly TextRun[], size: Pair, layout: Layout, language: Language, fonts: number): SetText {
  const typography = element.typography
  if (!typography) return { lines: [], height: 0, overflows: false }
  const known = remembered.get(element)
  if (known && known.width === size[0] && known.height === size[1] && known.language === language
    && known.layout === layout.fields && known.styles === layout.styles && known.fonts === fonts) return known.set
  const set = setText(stretchesOf(runs, typography, layout, language), typography, size[0], size[1], measure)
  remembered.set(element, { width: size[0], height: size[1], language, layout: layout.fields, styles: layout.styles, fonts, set })
  return set
}

/** A text element in a language, or in the language that stands in for it. */
export function RunsText({ element, size, layout, language, marks }: PaintProps) {
  const fonts = useFontVersion()
  const shown = shownText(element, language, layout.languages)
  const set = setOf(element, shown.runs, size, layout, language, fonts)
  return (
    <>
      {marks && <TextBoxMarks size={size} missing={shown.missing} empty={shown.runs.length === 0} overflows={set.overflows} language={language} />}
      <g opacity={marks && shown.missing ? 0.5 : undefined}>
        <Lines set={set} marks={marks} />
      </g>
    </>
  )
}

/** A field element, with its sample. */
export function FieldText({ element, size, layout, language, marks }: PaintProps) {
  const fonts = useFontVersion()
  const key = element.field?.key ?? ''
  const runs: TextRun[] = [{ insert: sampleOf(key, layout.fields, language, layout.languages) }]
  const set = setOf(element, runs, size, layout, language, fonts)
  return (
    <>
      {marks && <rect className="mark-field" width={size[0]} height={size[1]} rx={0.6} />}
      <Lines set={set} marks={false} />
    </>
  )
}

/** Lines of set text. */
export function Lines({ set, marks }: { readonly set: SetText; readonly marks: boolean }) {
  return set.lines.map((line, row) => (
    <g key={row}>
      {line.stretches.map((it, index) => (
        <g key={index}>
          {marks && it.field !== undefined && (
            <path className="mark-chip" d={`M${it.x.toString()} ${(line.y + it.face.size * 0.24).toString()} h${it.width.toString()}`} />
          )}
          <text
            x={it.x} y={line.y} fill={it.face.color} fontSize={it.face.size} fontWeight={it.face.weight}
            fontFamily={`"${it.face.family.replaceAll('"', '')}", Inter, sans-serif`}
            fontStyle={it.face.italic ? 'italic' : undefined}
            letterSpacing={it.face.spacing === 0 ? undefined : it.face.spacing}
          >
            {it.text}
          </text>
        </g>
      ))}
    </g>
  ))
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
