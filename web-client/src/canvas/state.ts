/** What one person's editor shows and has chosen; none of it is in the document. */
import type { Language, Pair } from '../document/model'
import type { PathPoint, Strand } from '../kernels/bezier'
import type { Rect } from '../kernels/plane'
import type { Guide } from '../kernels/snap'
import type { Viewport } from '../kernels/viewport'
import type { AnchorBody } from '../protocol/generated'
import { Store } from './store'
import type { Writing } from './writing/writing'

/** The tools of the bar. */
export const TOOLS = [
  'select', 'text', 'rectangle', 'ellipse', 'polygon', 'star', 'line', 'path', 'image', 'qr', 'signature', 'seal', 'field', 'comment', 'hand',
] as const
export type ToolName = (typeof TOOLS)[number]

/** A new element while it is drawn out. */
export interface Drawing {
  readonly kind: Exclude<ToolName, 'select' | 'path' | 'comment' | 'hand'>
  readonly from: Pair
  readonly to: Pair
}

/** A path while its points are being put down, on the current page. */
export interface Penning {
  readonly points: readonly PathPoint[]
  /** Where the next point would come. */
  readonly to: Pair | null
}

/** A path whose points are being edited, in its own coordinates. */
export interface Shaping {
  readonly id: string
  /** The outline while a point is pulled; `null`: as the document has it. */
  readonly strands: readonly Strand[] | null
  readonly chosen: { readonly strand: number; readonly point: number } | null
}

/** What a picture is being chosen for: a new image in a box, or an element that has one. */
export type Picking =
  | { readonly kind: 'place'; readonly page: string; readonly at: Pair; readonly size: Pair; /** Drawn by hand: it keeps its size. */ readonly drawn: boolean }
  | { readonly kind: 'fill'; readonly id: string }

/** The state of an editor. Lengths in millimetres of the current page, but for the viewport and the window. */
export interface EditorState {
  readonly tool: ToolName
  readonly selection: readonly string[]
  /** The group that was entered by a double click; clicks choose among its children. */
  readonly scope: string | null
  /** The page that the panels and the status line speak of. */
  readonly page: string
  readonly language: Language
  /** The text that is being typed into. */
  readonly editing: string | null
  /** The caret and selection in that text. */
  readonly writing: Writing | null
  readonly viewport: Viewport
  /** The size of the window onto the desk, in pixels. */
  readonly window: Pair
  /** Whether the view follows the page's size until somebody zooms. */
  readonly fitted: boolean
  readonly marquee: Rect | null
  readonly guides: readonly Guide[]
  readonly drawing: Drawing | null
  readonly pen: Penning | null
  readonly shaping: Shaping | null
  readonly picking: Picking | null
  /** What the frame says while a gesture is in flight: a size, an angle. */
  readonly measure: string | null
  /** Whether fields and missing texts are marked. */
  readonly marks: boolean
  readonly hovered: string | null
  readonly gesturing: boolean
  /** Whose view this one follows, by client id. */
  readonly following: number | null
  /** Words that are being chosen to say something about. */
  readonly quoting: { readonly element: string; readonly language: Language; readonly from: number; readonly to: number } | null
  /** What a discussion is about to be pinned to. */
  readonly commenting: AnchorBody | null
  /** The discussion that is open, by its id. */
  readonly thread: string | null
}

/** An editor's state before the layout is there. */
export const freshState = (language: Language): Store<EditorState> =>
  new Store<EditorState>({
    tool: 'select',
    selection: [],
    scope: null,
    page: '',
    language,
    editing: null,
    writing: null,
    viewport: { zoom: 1, offset: [0, 0] },
    window: [0, 0],
    fitted: true,
    marquee: null,
    guides: [],
    drawing: null,
    pen: null,
    shaping: null,
    picking: null,
    measure: null,
    marks: true,
    hovered: null,
    gesturing: false,
    following: null,
    quoting: null,
    commenting: null,
    thread: null,
  })
