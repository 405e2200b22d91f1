/** What lies over the pages in pixels: frames, handles, guides, the marquee and what is being drawn. */
import { useSyncExternalStore } from 'react'
import type { Element, Pair } from '../document/model'
import { outermost, selectionBox, turnedBox, turnedCorners, type TurnedBox } from '../kernels/frame'
import { handleAt, HANDLES } from '../kernels/hit'
import { plus, rectBetween } from '../kernels/plane'
import { lineEnds } from '../kernels/transform'
import { scaleOf, toWindow, type Viewport } from '../kernels/viewport'
import { mayEdit, useAccess, useEditor, useEditorState, useLayout } from './context'
import { pageOrigin, sceneInFlight } from './scene'
import { PathPoints, PenPath } from './PathOverlay'
import { closed, polygonCorners } from '../scene/shapes'
import type { Drawing } from './state'
import { sameList } from './store'

/** Looks elements up as they are drawn, and draws the component again whenever that changes. */
export function useDrawn(): (id: string) => Element | undefined {
  const { draft, previews } = useEditor()
  useLayout()
  useSyncExternalStore(previews.subscribeAny, previews.count)
  return sceneInFlight(draft.view, previews)
}

/** A point of a page in the window. */
export const pageToWindow = (viewport: Viewport, origin: Pair, point: Pair): Pair => toWindow(viewport, plus(origin, point))

/** The outline of a turned box in the window, as SVG writes points. */
export const outline = (viewport: Viewport, origin: Pair, box: TurnedBox): string =>
  turnedCorners(box).map((corner) => pageToWindow(viewport, origin, corner).map((it) => it.toFixed(1)).join(',')).join(' ')

/** Everything of one's own over the pages. */
export function Overlay() {
  return (
    <svg className="desk-overlay" aria-hidden>
      <Hovered />
      <Frames />
      <Guides />
      <Marquee />
      <Drawn />
      <PenPath />
      <PathPoints />
    </svg>
  )
}

function Hovered() {
  const { draft } = useEditor()
  const hovered = useEditorState((state) => (state.gesturing || state.editing !== null ? null : state.hovered))
  const viewport = useEditorState((state) => state.viewport)
  const chosen = useEditorState((state) => hovered !== null && state.selection.includes(hovered))
  const look = useDrawn()
  const element = hovered === null ? undefined : look(hovered)
  if (!element || chosen || hovered === null) return null
  return <Outline id={hovered} viewport={viewport} origin={pageOrigin(draft.view.layout(), element.page)} className="frame-hovered" />
}

/** The outline of an element: its box, or a line's own stretch. */
export function Outline({ id, viewport, origin, className, style }: {
  readonly id: string; readonly viewport: Viewport; readonly origin: Pair; readonly className: string; readonly style?: React.CSSProperties
}) {
  const { draft, previews } = useEditor()
  const look = sceneInFlight(draft.view, previews)
  if (look(id)?.type === 'line') {
    const [from, to] = lineEnds(look, id).map((end) => pageToWindow(viewport, origin, end))
    return <line className={className} style={style} x1={from?.[0]} y1={from?.[1]} x2={to?.[0]} y2={to?.[1]} />
  }
  return <polygon className={className} style={style} points={outline(viewport, origin, turnedBox(look, id))} />
}

function Frames() {
  const { draft } = useEditor()
  const selection = useEditorState((state) => state.selection, sameList)
  const viewport = useEditorState((state) => state.viewport)
  const editing = useEditorState((state) => state.editing)
  const measure = useEditorState((state) => state.measure)
  const gesturing = useEditorState((state) => state.gesturing)
  const shaping = useEditorState((state) => state.shaping !== null)
  const may = mayEdit(useAccess())
  const look = useDrawn()
  const chosen = selection.filter((id) => look(id))
  const first = chosen[0] === undefined ? undefined : look(chosen[0])
  if (!first || editing !== null || shaping) return null
  const origin = pageOrigin(draft.view.layout(), first.page)
  const box = selectionBox(look, chosen)
  if (!box) return null
  const free = outermost(look, chosen).filter((id) => look(id)?.locked === false)
  const line = chosen.length === 1 && first.type === 'line'
  const grips = may && free.length > 0
  return (
    <g data-testid="selection-frame">
      {chosen.length > 1 && chosen.map((id) => <Outline key={id} id={id} viewport={viewport} origin={origin} className="frame-member" />)}
      {line
        ? <Outline id={first.id} viewport={viewport} origin={origin} className="frame" />
        : <polygon className={free.length === 0 ? 'frame frame-locked' : 'frame'} points={outline(viewport, origin, box)} />}
      {grips && line && lineEnds(look, first.id).map((end, index) => {
        const [x, y] = pageToWindow(viewport, origin, end)
        return <circle key={index} className="handle" cx={x} cy={y} r={4.5} data-handle={index === 0 ? 'from' : 'to'} />
      })}
      {grips && !line && <Handles box={box} viewport={viewport} origin={origin} />}
      {measure !== null && gesturing && <Measure box={box} viewport={viewport} origin={origin} text={measure} />}
    </g>
  )
}

function Handles({ box, viewport, origin }: { readonly box: TurnedBox; readonly viewport: Viewport; readonly origin: Pair }) {
  const scale = scaleOf(viewport)
  return HANDLES.map((handle) => {
    const side = handle[0] === 0 || handle[1] === 0
    const [length, across] = handle[0] === 0 ? [box.width, box.height] : [box.height, box.width]
    // On a flat frame they would lie over what it holds; its sides can be pulled all the same.
    if (side && (length * scale < 44 || across * scale < 26)) return null
    const [x, y] = pageToWindow(viewport, origin, handleAt(box, handle))
    const size = side ? 7 : 9
    return (
      <rect
        key={handle.join(' ')} className="handle" data-handle={handle.join(' ')}
        x={x - size / 2} y={y - size / 2} width={size} height={size} rx={side ? 3.5 : 2}
        transform={box.angle === 0 ? undefined : `rotate(${box.angle.toString()} ${x.toString()} ${y.toString()})`}
      />
    )
  })
}

/** The size or the angle, on a small tag below the frame. */
function Measure({ box, viewport, origin, text }: { readonly box: TurnedBox; readonly viewport: Viewport; readonly origin: Pair; readonly text: string }) {
  const corners = turnedCorners(box).map((corner) => pageToWindow(viewport, origin, corner))
  const x = corners.reduce((sum, corner) => sum + corner[0], 0) / 4
  const y = Math.max(...corners.map((corner) => corner[1])) + 10
  const width = text.length * 6.6 + 14
  return (
    <g className="measure" transform={`translate(${(x - width / 2).toString()} ${y.toString()})`}>
      <rect width={width} height={20} rx={4} />
      <text x={width / 2} y={14} textAnchor="middle">{text}</text>
    </g>
  )
}

function Guides() {
  const { draft } = useEditor()
  const guides = useEditorState((state) => state.guides)
  const viewport = useEditorState((state) => state.viewport)
  const page = useEditorState((state) => state.page)
  const origin = pageOrigin(draft.view.layout(), page)
  return guides.map(({ axis, at, from, to }) => {
    const a = pageToWindow(viewport, origin, axis === 'x' ? [at, from] : [from, at])
    const b = pageToWindow(viewport, origin, axis === 'x' ? [at, to] : [to, at])
    return <line key={`${axis}${at.toString()}`} className="guide" x1={a[0]} y1={a[1]} x2={b[0]} y2={b[1]} />
  })
}

function Marquee() {
  const { draft } = useEditor()
  const marquee = useEditorState((state) => state.marquee)
  const viewport = useEditorState((state) => state.viewport)
  const page = useEditorState((state) => state.page)
  if (!marquee) return null
  const [x, y] = pageToWindow(viewport, pageOrigin(draft.view.layout(), page), [marquee.x, marquee.y])
  const scale = scaleOf(viewport)
  return <rect className="marquee" x={x} y={y} width={marquee.width * scale} height={marquee.height * scale} />
}

/** What is drawn out in its own shape; all else shows its box. */
const OWN_OUTLINE: ReadonlySet<Drawing['kind']> = new Set(['line', 'ellipse', 'polygon', 'star'])

function Drawn() {
  const { draft } = useEditor()
  const drawing = useEditorState((state) => state.drawing)
  const measure = useEditorState((state) => state.measure)
  const viewport = useEditorState((state) => state.viewport)
  const page = useEditorState((state) => state.page)
  if (!drawing) return null
  const origin = pageOrigin(draft.view.layout(), page)
  const box = rectBetween(drawing.from, drawing.to)
  const from = pageToWindow(viewport, origin, drawing.from)
  const to = pageToWindow(viewport, origin, drawing.to)
  const [x, y] = pageToWindow(viewport, origin, [box.x, box.y])
  const scale = scaleOf(viewport)
  const size = { width: box.width * scale, height: box.height * scale }
  const frame: TurnedBox = { centre: [box.x + box.width / 2, box.y + box.height / 2], width: box.width, height: box.height, angle: 0 }
  return (
    <>
      {drawing.kind === 'line' && <line className="drawn" x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} />}
      {drawing.kind === 'ellipse' && <ellipse className="drawn" cx={x + size.width / 2} cy={y + size.height / 2} rx={size.width / 2} ry={size.height / 2} />}
      {(drawing.kind === 'polygon' || drawing.kind === 'star') && (
        <path className="drawn" transform={`translate(${x.toString()} ${y.toString()})`} d={closed(polygonCorners([size.width, size.height], drawing.kind === 'star' ? 5 : 6, drawing.kind === 'star' ? 0.45 : undefined))} />
      )}
      {!OWN_OUTLINE.has(drawing.kind) && <rect className="drawn" x={x} y={y} {...size} />}
      {measure !== null && <Measure box={frame} viewport={viewport} origin={origin} text={measure} />}
    </>
  )
}
