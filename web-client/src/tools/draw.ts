/** Drawing tools: a box or a line is drawn out, or a click puts one of a usual size. */
import type { Field, NewElement, Pair } from '../document/model'
import type { Drawing } from '../canvas/state'
import { minus, plus, rectBetween, roundPair, round } from '../kernels/plane'
import { snapPoint } from '../kernels/snap'
import { lineBetween, steadyLine } from '../kernels/transform'
import { clear, inMillimetres } from './gesture'
import { wandered, type PointerInput, type Tool, type ToolContext } from './machine'
import { linesFor, millimetres, onPage, SNAP_REACH, turnToPage } from './where'

/** What a click without a drag makes, in millimetres. */
const USUAL_SIZE: Readonly<Record<Drawing['kind'], Pair>> = {
  text: [80, 10],
  rectangle: [40, 25],
  ellipse: [30, 30],
  line: [60, 0],
  field: [70, 8],
}

/** How a new element looks until somebody decides otherwise: ink on paper. */
const LOOKS: Readonly<Record<Drawing['kind'], Partial<NewElement>>> = {
  text: { textSize: 14 },
  rectangle: { fill: '#e9e4d8', stroke: 'none' },
  ellipse: { fill: '#e9e4d8', stroke: 'none' },
  line: { stroke: '#1b1d22', strokeWidth: 0.35 },
  field: { textSize: 14 },
}

/** The declared field to place next: the first one that no element shows yet. */
function nextField(ctx: ToolContext): Field | undefined {
  const { fields, elements } = ctx.draft.view.layout()
  const shown = new Set([...elements.values()].flatMap((element) => element.field?.key ?? []))
  return fields.find((field) => !shown.has(field.key)) ?? fields[0]
}

/** A tool that draws one kind of element. */
export function drawing(kind: Drawing['kind']): Tool {
  return {
    cursor(ctx) {
      ctx.state.set({ hovered: null })
      return kind === 'text' ? 'text' : 'crosshair'
    },
    down(ctx, pressed) {
      if (!ctx.mayEdit()) return null
      const field = kind === 'field' ? nextField(ctx) : undefined
      if (kind === 'field' && !field) {
        ctx.needsField()
        return null
      }
      turnToPage(ctx, pressed)
      const lines = linesFor(ctx, [])
      const snapped = (pointer: PointerInput): { at: Pair; guides: ReturnType<typeof snapPoint>['guides'] } => {
        const at = onPage(ctx, pointer)
        if (pointer.mod) return { at: roundPair(at), guides: [] }
        const snap = snapPoint(at, lines, millimetres(ctx, SNAP_REACH))
        return { at: roundPair(plus(at, snap.by)), guides: snap.guides }
      }
      const from = snapped(pressed).at
      let to: Pair | null = null
      return {
        name: 'drawing',
        move(pointer) {
          if (to === null && !wandered(pressed, pointer)) return
          const next = snapped(pointer)
          to = shaped(kind, from, next.at, pointer.shift)
          const box = rectBetween(from, to)
          ctx.state.set({
            drawing: { kind, from, to },
            guides: pointer.shift ? [] : next.guides,
            measure: kind === 'line'
              ? inMillimetres(Math.hypot(box.width, box.height))
              : `${inMillimetres(box.width)} × ${inMillimetres(box.height)}`,
          })
        },
        up() {
          clear(ctx, 'draw')
          finish(ctx, kind, from, to, field)
        },
        cancel: () => clear(ctx, 'draw'),
      }
    },
  }
}

/** Shift makes squares, circles and steady lines. */
function shaped(kind: Drawing['kind'], from: Pair, to: Pair, steady: boolean): Pair {
  if (!steady) return to
  if (kind === 'line') return steadyLine(from, to)
  const by = minus(to, from)
  const side = Math.max(Math.abs(by[0]), Math.abs(by[1]))
  return plus(from, [side * (by[0] < 0 ? -1 : 1), side * (by[1] < 0 ? -1 : 1)])
}

function finish(ctx: ToolContext, kind: Drawing['kind'], from: Pair, to: Pair | null, field: Field | undefined): void {
  const { page, scope } = ctx.state.get()
  const usual = USUAL_SIZE[kind]
  const centred = kind === 'rectangle' || kind === 'ellipse'
  const start: Pair = to === null && centred ? minus(from, [usual[0] / 2, usual[1] / 2]) : from
  const end = to ?? plus(start, usual)
  const box = rectBetween(start, end)
  const least = kind === 'text' || kind === 'field' ? 5 : 0.5
  const geometry = kind === 'line'
    ? lineBetween(start, end)
    : { at: roundPair([box.x, box.y]), size: [round(Math.max(box.width, least)), round(Math.max(box.height, least))] as Pair }
  const { commands, history } = ctx.draft
  history.close()
  const id = commands.create({ type: kind, parent: page, ...LOOKS[kind], ...geometry, ...(field ? { field: field.key } : {}) })
  history.close()
  if (scope !== null) ctx.state.set({ scope: null })
  ctx.state.set({ tool: 'select', selection: [id], ...(kind === 'text' ? { editing: id } : {}) })
}
