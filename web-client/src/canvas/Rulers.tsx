/** Rulers in millimetres along the desk; their zero is the current page's corner. */
import { useEditor, useEditorState, useLayoutPart } from './context'
import { useDrawn } from './Overlay'
import { pageOrigin, pagePlaces } from './scene'
import { sameList } from './store'
import { boundsOf } from '../kernels/frame'
import { scaleOf, ticks, toWindow } from '../kernels/viewport'

/** How wide a ruler is, in pixels. */
const RULER = 20

/** Both rulers and the corner between them. */
export function Rulers() {
  const { draft } = useEditor()
  const viewport = useEditorState((state) => state.viewport)
  const size = useEditorState((state) => state.window, sameList)
  const page = useEditorState((state) => state.page)
  const places = useLayoutPart(pagePlaces)
  const scale = scaleOf(viewport)
  const zero = toWindow(viewport, pageOrigin(draft.view.layout(), page))
  const place = places.get(page)
  return (
    <div className="rulers" aria-hidden>
      <svg className="ruler ruler-x" width={size[0]} height={RULER}>
        {place && <rect className="ruler-page" x={zero[0]} width={place.width * scale} height={RULER} />}
        <Span axis={0} zero={zero[0]} scale={scale} />
        {ticks(zero[0], scale, size[0]).map(({ at, value, major }) => (
          <g key={value} transform={`translate(${at.toFixed(2)} 0)`}>
            <line y1={major ? 9 : 15} y2={RULER} />
            {major && <text x={3} y={10}>{value}</text>}
          </g>
        ))}
      </svg>
      <svg className="ruler ruler-y" width={RULER} height={size[1]}>
        {place && <rect className="ruler-page" y={zero[1]} width={RULER} height={place.height * scale} />}
        <Span axis={1} zero={zero[1]} scale={scale} />
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

/** The stretch of the selection, the only part of a ruler that moves along with a gesture. */
function Span({ axis, zero, scale }: { readonly axis: 0 | 1; readonly zero: number; readonly scale: number }) {
  const page = useEditorState((state) => state.page)
  const selection = useEditorState((state) => state.selection, sameList)
  const look = useDrawn()
  const bounds = boundsOf(look, selection.filter((id) => look(id)?.page === page))
  if (!bounds) return null
  const at = zero + (axis === 0 ? bounds.x : bounds.y) * scale
  const length = Math.max((axis === 0 ? bounds.width : bounds.height) * scale, 1)
  return axis === 0
    ? <rect className="ruler-span" x={at} width={length} height={RULER} />
    : <rect className="ruler-span" y={at} width={RULER} height={length} />
}
