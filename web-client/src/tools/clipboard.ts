/** Copying within the page: what was copied is made again from how it was, even when the original is gone. */
import { CHIP_CHARACTER, textValue } from '../document/read/texts'
import { LANGUAGES, type Element, type ElementPatch, type Language, type NewElement, type Pair } from '../document/model'
import { outermost } from '../kernels/frame'
import { plus, times } from '../kernels/plane'
import { COPY_OFFSET } from './actions'
import type { ToolContext } from './machine'
import { scene } from './where'

/** What was copied: elements as they were, outermost ones first named. */
interface Copied {
  readonly ids: readonly string[]
  readonly elements: ReadonlyMap<string, Element>
  readonly page: string
  pasted: number
}

let copied: Copied | null = null

/** Keeps the selection for pasting. Returns how many elements it holds. */
export function copy(ctx: ToolContext): number {
  const look = scene(ctx)
  const ids = outermost(look, ctx.state.get().selection)
  const first = look(ids[0] ?? '')
  if (!first) return 0
  const elements = new Map<string, Element>()
  const keep = (id: string): void => {
    const element = look(id)
    if (!element) return
    elements.set(id, element)
    element.children.forEach(keep)
  }
  ids.forEach(keep)
  copied = { ids, elements, page: first.page, pasted: 0 }
  return ids.length
}

/** Puts what was copied onto the current page, each time a little further down when it is the page it came from. */
export function paste(ctx: ToolContext): void {
  if (!copied || !ctx.mayEdit()) return
  const { ids, elements } = copied
  const { page } = ctx.state.get()
  copied.pasted += 1
  const offset = page === copied.page ? times(COPY_OFFSET, copied.pasted) : ([0, 0] as Pair)
  const { commands, history, view } = ctx.draft
  history.close()
  const alive = ids.every((id) => view.element(id) === elements.get(id) && view.element(id)?.parent === page)
  const made = alive
    ? commands.duplicate(ids, offset)
    : ids.flatMap((id) => {
      const element = elements.get(id)
      return element ? [remake(ctx, elements, element, page, offset)] : []
    })
  history.close()
  ctx.state.set({ selection: made, scope: null })
}

function remake(ctx: ToolContext, elements: ReadonlyMap<string, Element>, element: Element, parent: string, offset: Pair): string {
  const { commands } = ctx.draft
  const id = commands.create(asNew(element, parent, offset))
  for (const language of LANGUAGES) remakeText(ctx, id, element, language)
  for (const [language, value] of Object.entries(element.alt)) commands.setAlt(id, language as Language, value)
  for (const child of element.children) {
    const inside = elements.get(child)
    if (inside) remake(ctx, elements, inside, id, [0, 0])
  }
  return id
}

function remakeText(ctx: ToolContext, id: string, element: Element, language: Language): void {
  const runs = element.texts?.[language] ?? []
  if (runs.length === 0) return
  const { commands } = ctx.draft
  commands.setText(id, language, textValue(runs).replaceAll(CHIP_CHARACTER, ''))
  let at = 0
  for (const { insert } of runs) {
    if (typeof insert === 'string') at += insert.length
    else {
      commands.insertField(id, language, at, insert)
      at += 1
    }
  }
}

function asNew(element: Element, parent: string, offset: Pair): NewElement {
  const { typography, field } = element
  const patch: ElementPatch = {
    at: plus(element.at, offset), size: element.size, rotation: element.rotation, opacity: element.opacity,
    fill: element.fill, stroke: element.stroke, strokeWidth: element.strokeWidth, strokeDash: element.strokeDash,
    locked: element.locked, hidden: element.hidden,
    ...(element.name === undefined ? {} : { name: element.name }),
    ...(element.radius === undefined ? {} : { radius: element.radius }),
    ...typography,
    ...(field === undefined ? {} : { field: field.key, ...(field.format === undefined ? {} : { format: field.format }) }),
  }
  return { ...patch, type: element.type === 'unknown' ? 'rectangle' : element.type, parent }
}
