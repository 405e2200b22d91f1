/** A path while the pen draws it, and the points of one that is being edited. In pixels, over the pages. */
import type { Pair } from '../document/model'
import { mapped, pathOf, type PathPoint, type Strand } from '../kernels/bezier'
import { applyPose, pagePose } from '../kernels/frame'
import type { Viewport } from '../kernels/viewport'
import { strandsIn } from '../tools/shape-path'
import { useEditor, useEditorState, useElement } from './context'
import { pageToWindow } from './Overlay'
import { pageOrigin, sceneOf } from './scene'

/** Half of a point's square, and the radius of a handle, in pixels. */
const POINT = 4
const HANDLE = 3.5

/** What the pen has drawn so far, and where its next stretch would run. */
export function PenPath() {
  const { draft } = useEditor()
  const pen = useEditorState((state) => state.pen)
  const viewport = useEditorState((state) => state.viewport)
  const page = useEditorState((state) => state.page)
  if (!pen) return null
  const { points, to } = pen
  const origin = pageOrigin(draft.view.layout(), page)
  const place = (point: Pair): Pair => pageToWindow(viewport, origin, point)
  const drawn = mapped([{ points, closed: false }], place)
  const last = drawn[0]?.points.at(-1)
  const next: Strand[] = last && to ? [{ points: [last, { at: place(to) }], closed: false }] : []
  return (
    <g data-testid="pen-path">
      <path className="pen-line" d={pathOf(drawn)} />
      <path className="pen-next" d={pathOf(next)} />
      {drawn[0]?.points.map((point, index) => <Point key={index} point={point} chosen={index === points.length - 1} handles={index === points.length - 1} />)}
    </g>
  )
}

/** The outline with its points, and the handles of the chosen one. */
export function PathPoints() {
  const shaping = useEditorState((state) => state.shaping)
  return shaping === null ? null : <PointsOf id={shaping.id} strands={shaping.strands} chosen={shaping.chosen} />
}

function PointsOf({ id, strands, chosen }: { readonly id: string; readonly strands: readonly Strand[] | null; readonly chosen: { readonly strand: number; readonly point: number } | null }) {
  const { draft } = useEditor()
  const element = useElement(id)
  const viewport: Viewport = useEditorState((state) => state.viewport)
  if (element?.type !== 'path') return null
  const pose = pagePose(sceneOf(draft.view), id)
  const origin = pageOrigin(draft.view.layout(), element.page)
  const shown = mapped(strands ?? strandsIn(element), (point) => pageToWindow(viewport, origin, applyPose(pose, point)))
  return (
    <g data-testid="path-points">
      <path className="pen-line" d={pathOf(shown)} />
      {shown.flatMap(({ points }, strand) => points.map((point, index) => {
        const held = chosen?.strand === strand && chosen.point === index
        return <Point key={`${strand.toString()} ${index.toString()}`} point={point} chosen={held} handles={held} />
      }))}
    </g>
  )
}

function Point({ point: { at, before, after }, chosen, handles }: { readonly point: PathPoint; readonly chosen: boolean; readonly handles: boolean }) {
  return (
    <>
      {handles && [before, after].map((handle, index) => handle && (
        <g key={index}>
          <line className="pen-arm" x1={at[0]} y1={at[1]} x2={handle[0]} y2={handle[1]} />
          <circle className="handle" cx={handle[0]} cy={handle[1]} r={HANDLE} />
        </g>
      ))}
      <rect className={chosen ? 'pen-point pen-point-chosen' : 'pen-point'} x={at[0] - POINT} y={at[1] - POINT} width={2 * POINT} height={2 * POINT} rx={1} />
    </>
  )
}
