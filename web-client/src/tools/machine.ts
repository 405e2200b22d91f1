/**
 * The tools' machine: it is idle, or in the one state of a gesture.
 *
 * A tool answers a press with a state; the state hears of the pointer until it is done or cancelled. Gestures write nothing before they
 * end, so cancelling is dropping what was shown.
 */
import type { OpenDraft, Pair } from '../document/model'
import type { Previews } from '../canvas/previews'
import type { EditorState, ToolName } from '../canvas/state'
import type { Store } from '../canvas/store'
import { distance } from '../kernels/plane'

/** The pointer: where it is in the window (pixels) and what is held down. */
export interface PointerInput {
  readonly window: Pair
  readonly shift: boolean
  readonly alt: boolean
  /** Control, or Command on a Mac: no snapping. */
  readonly mod: boolean
  readonly button: number
  readonly touch: boolean
}

/** What tools work on. */
export interface ToolContext {
  readonly draft: OpenDraft
  readonly state: Store<EditorState>
  readonly previews: Previews
  /** The name of the organisation: what a new seal says. */
  readonly organisation: string
  /** Whether the layout may be changed. */
  mayEdit(): boolean
  /** Whether words may be written, also when nothing else may be changed. */
  mayType(): boolean
  /** Whether something may be said about it. */
  mayComment(): boolean
  /** Says that a field must be declared before one can be placed. */
  needsField(): void
  goto(next: ToolState | null): void
}

/** A state of a gesture. Its factory is its `enter`. */
export interface ToolState {
  readonly name: string
  move?(pointer: PointerInput): void
  up?(pointer: PointerInput): void
  /** Drops what was shown; the machine is idle afterwards. */
  cancel?(): void
}

/** A tool of the bar. */
export interface Tool {
  readonly down: (ctx: ToolContext, pointer: PointerInput) => ToolState | null
  /** The CSS cursor under an idle pointer. */
  readonly cursor: (ctx: ToolContext, pointer: PointerInput) => string
  readonly doubleClick?: (ctx: ToolContext, pointer: PointerInput) => void
}

/** Pixels that a pointer wanders within a click. */
const CLICK_SLACK = 3

/** Whether a pointer has left where it was pressed. */
export const wandered = (from: PointerInput, to: PointerInput): boolean =>
  distance(from.window, to.window) > (from.touch ? 3 * CLICK_SLACK : CLICK_SLACK)

/** Runs the tools of one editor. */
export class Machine {
  readonly ctx: ToolContext
  readonly #tools: Readonly<Record<ToolName, Tool>>
  #current: ToolState | null = null
  #last: PointerInput | null = null

  constructor(ctx: Omit<ToolContext, 'goto'>, tools: Readonly<Record<ToolName, Tool>>) {
    this.ctx = { ...ctx, goto: (next) => this.goto(next) }
    this.#tools = tools
  }

  /** The name of the state, `idle` between gestures. */
  get at(): string {
    return this.#current?.name ?? 'idle'
  }

  goto(next: ToolState | null): void {
    this.#current = next
    this.ctx.state.set({ gesturing: next !== null })
  }

  down(pointer: PointerInput): void {
    this.cancel()
    this.#last = pointer
    const panning = pointer.button === 1
    const tool = panning ? this.#tools.hand : this.#tools[this.ctx.state.get().tool]
    this.goto(tool.down(this.ctx, pointer))
  }

  move(pointer: PointerInput): void {
    this.#last = pointer
    this.#current?.move?.(pointer)
  }

  up(pointer: PointerInput): void {
    const state = this.#current
    if (!state) return
    this.goto(null)
    state.up?.(pointer)
  }

  doubleClick(pointer: PointerInput): void {
    this.#tools[this.ctx.state.get().tool].doubleClick?.(this.ctx, pointer)
  }

  /** Shift, Alt or Control went down or up during a gesture. */
  keys(held: { readonly shift: boolean; readonly alt: boolean; readonly mod: boolean }): void {
    if (this.#current && this.#last) this.move({ ...this.#last, ...held })
  }

  /** Ends a gesture with everything as it was. Returns whether there was one. */
  cancel(): boolean {
    const state = this.#current
    if (!state) return false
    this.goto(null)
    state.cancel?.()
    return true
  }

  cursor(pointer: PointerInput): string {
    return this.#tools[this.ctx.state.get().tool].cursor(this.ctx, pointer)
  }
}
