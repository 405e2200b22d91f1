/** Drawing tools: a box or a line is drawn out, or a click puts one of a usual size. */
import type { Field, NewElement, Pair } from '../document/model'
import type { Drawing } from '../canvas/state'
import { minus, plus, rectBetween, roundPair, round } from '../kernels/plane'
import { snapPoint } from '../kernels/snap'
import { lineBetween, steadyLine } from '../kernels/transform'
import { middleOfView } from './actions'
import { clear, inMillimetres, step } from './gesture'
import { wandered, type PointerInput, type Tool, type ToolContext } from './machine'
import { linesFor, millimetres, onPage, SNAP_REACH, turnToPage } from './where'

/** What a click without a drag makes, in millimetres. */
const USUAL_SIZE: Readonly<Record<Drawing['kind'], Pair>> = {
  text: [80, 10],
  rectangle: [40, 25],
  ellipse: [30, 30],
  polygon: [30, 30],
  star: [30, 30],
  line: [60, 0],
  image: [60, 45],
  qr: [28, 28],
  signature: [60, 18],
  seal: [36, 36],
  field: [70, 8],
}

/** How a new element looks until somebody decides otherwise: ink on paper. */
const LOOKS: Readonly<Record<Drawing['kind'], Partial<NewElement>>> = {
  text: { textSize: 14 },
  rectangle: { fill: '#e9e4d8', stroke: 'none' },
  ellipse: { fill: '#e9e4d8', stroke: 'none' },
  polygon: { fill: '#e9e4d8', stroke: 'none', sides: 6 },
  star: { fill: '#8a6a2f', stroke: 'none', sides: 5, inner: 0.45 },
  line: { stroke: '#1b1d22', strokeWidth: 0.35 },
  image: {},
  qr: {},
  signature: {},
  seal: { fill: 'none', stroke: '#9e2b25', design: 'rosette' },
  field: { textSize: 14 },
}

/** Put about the pointer by a click, not below it. */
const CENTRED: ReadonlySet<Drawing['kind']> = new Set(['rectangle', 'ellipse', 'polygon', 'star', 'image', 'qr', 'seal'])
/** Always as wide as high. */
const SQUARE: ReadonlySet<Drawing['kind']> = new Set(['qr', 'seal'])
/** What is smaller could not be read, in millimetres. */
const LEAST: Readonly<Partial<Record<Drawing['kind'], number>>> = { text: 5, field: 5, qr: 8, signature: 8, seal: 8, image: 2 }

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
          to = shaped(kind, from, next.at, pointer.shift || SQUARE.has(kind))
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

/** Puts one of a usual size in the middle of what is seen, for whoever draws without a pointer. Whether a drawing tool is in hand. */
export function drawInMiddle(ctx: ToolContext): boolean {
  const { tool } = ctx.state.get()
  if (tool === 'select' || tool === 'hand' || tool === 'path' || tool === 'comment' || !ctx.mayEdit()) return false
  const field = tool === 'field' ? nextField(ctx) : undefined
  if (tool === 'field' && !field) {
    ctx.needsField()
    return true
  }
  const { page, at } = middleOfView(ctx)
  const usual = USUAL_SIZE[tool]
  ctx.state.set({ page })
  finish(ctx, tool, roundPair(CENTRED.has(tool) ? at : minus(at, [usual[0] / 2, usual[1] / 2])), null, field)
  return true
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
  const { page, scope, language } = ctx.state.get()
  const usual = USUAL_SIZE[kind]
  const start: Pair = to === null && CENTRED.has(kind) ? minus(from, [usual[0] / 2, usual[1] / 2]) : from
  const end = to ?? plus(start, usual)
  const box = rectBetween(start, end)
  const least = LEAST[kind] ?? 0.5
  const at = roundPair([box.x, box.y])
  const size: Pair = [round(Math.max(box.width, least)), round(Math.max(box.height, least))]
  if (kind === 'image') {
    // Nothing is written before there is a picture.
    ctx.state.set({ tool: 'select', picking: { kind: 'place', page, at, size, drawn: to !== null } })
    return
  }
  const id = step(ctx, () => ctx.draft.commands.create({
    type: kind === 'star' ? 'polygon' : kind, parent: page, ...LOOKS[kind], ...(kind === 'line' ? lineBetween(start, end) : { at, size }),
    ...(field ? { field: field.key } : {}), ...(kind === 'seal' ? { text: { language, value: ctx.organisation } } : {}),
  }))
  if (scope !== null) ctx.state.set({ scope: null })
  ctx.state.set({ tool: 'select', selection: [id], ...(kind === 'text' ? { editing: id } : {}) })
}
