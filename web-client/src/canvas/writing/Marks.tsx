/** The caret, what is selected, and what is being composed, over the outlines of a text; in the text's own millimetres. */
import { caretAt, rectsOf, type SetText } from '../../text'

/** How much of a caret's line its line in the picture takes. */
const CARET_OVER = 0.04

/** The rectangles of a stretch. */
export function Stretch({ set, from, to, className, color }: {
  readonly set: SetText; readonly from: number; readonly to: number; readonly className: string; readonly color?: string
}) {
  return (
    <g className={className} style={color === undefined ? undefined : { fill: color }}>
      {rectsOf(set, from, to).map((it, index) => <rect key={index} x={it.x} y={it.top} width={it.width} height={it.height} />)}
    </g>
  )
}

/** A caret. */
export function CaretMark({ set, index, upstream = false, className, color }: {
  readonly set: SetText; readonly index: number; readonly upstream?: boolean; readonly className: string; readonly color?: string
}) {
  const caret = caretAt(set, index, upstream)
  const over = (caret.bottom - caret.top) * CARET_OVER
  return (
    <line
      className={className} style={color === undefined ? undefined : { stroke: color }}
      x1={caret.x} x2={caret.x} y1={caret.top - over} y2={caret.bottom + over}
    />
  )
}

/** The line below words that are being composed. */
export function ComposedMark({ set, from, to }: { readonly set: SetText; readonly from: number; readonly to: number }) {
  return rectsOf(set, from, to).map((it, index) => {
    const y = it.top + it.height * 0.96
    return <line key={index} className="composed-mark" x1={it.x} x2={it.x + it.width} y1={y} y2={y} />
  })
}
