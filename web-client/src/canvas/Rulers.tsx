/** Rulers in millimetres along the desk; their zero is the current page's corner. */
import { useEditor, useEditorState, useLayoutPart } from './context'
import { useDrawn } from './Overlay'
import { pageOrigin, pagePlaces } from './scene'
import { sameList } from './store'
import { boundsOf } from '../kernels/frame'
import { scaleOf, ticks, toWindow } from '../kernels/viewport'

/** How wide a ruler is, in pixels. */
export const RULER = 20

/** Both rulers and the corner between them. */
export function Rulers() {
  const { draft } = useEditor()
  const viewport = useEditorState((state) => state.viewport)
  const size = useEditorState((state) => state.window, sameList)
  const page = useEditorState((state) => state.page)
  const selection = useEditorState((state) => state.selection, sameList)
  const places = useLayoutPart(pagePlaces)
  const look = useDrawn()
  const scale = scaleOf(viewport)
  const zero = toWindow(viewport, pageOrigin(draft.view.layout(), page))
  const place = places.get(page)
  const bounds = boundsOf(look, selection.filter((id) => look(id)?.page === page))
  const span = (axis: 0 | 1): { at: number; length: number } | null =>
    bounds ? { at: zero[axis] + (axis === 0 ? bounds.x : bounds.y) * scale, length: (axis === 0 ? bounds.width : bounds.height) * scale } : null
  return (
    <div className="rulers" aria-hidden>
      <svg className="ruler ruler-x" width={size[0]} height={RULER}>
        {place && <rect className="ruler-page" x={zero[0]} width={place.width * scale} height={RULER} />}
        <Span span={span(0)} upright={false} />
        {ticks(zero[0], scale, size[0]).map(({ at, value, major }) => (
          <g key={value} transform={`translate(${at.toFixed(2)} 0)`}>
            <line y1={major ? 9 : 15} y2={RULER} />
            {major && <text x={3} y={10}>{value}</text>}
          </g>
        ))}
      </svg>
      <svg className="ruler ruler-y" width={RULER} height={size[1]}>
        {place && <rect className="ruler-page" y={zero[1]} width={RULER} height={place.height * scale} />}
        <Span span={span(1)} upright />
        {ticks(zero[1], scale, size[1]).map(({ at, value, major }) => (
          <g key={value} transform={`translate(0 ${at.toFixed(2)})`}>
            <line x1={major ? 9 : 15} x2={RULER} />
            {major && <text transform="translate(10 -3) rotate(-90)" textAnchor="start">{value}</text>}
          </g>
        ))}
      </svg>
      <div className="ruler-corner">mm</div>
    </div>
  )
}

function Span({ span, upright }: { readonly span: { at: number; length: number } | null; readonly upright: boolean }) {
  if (!span) return null
  return upright
    ? <rect className="ruler-span" y={span.at} width={RULER} height={Math.max(span.length, 1)} />
    : <rect className="ruler-span" x={span.at} width={Math.max(span.length, 1)} height={RULER} />
}
