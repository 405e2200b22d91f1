/** Where changed elements stand on a page of a layout, so that pictures can mark them. */
import type { Layout, Pair } from '../../../document/model'
import { turnedBox } from '../../../kernels/frame'
import type { ChangeBody } from '../../../protocol/generated'

/** A box on a page, turned about its centre. */
export interface Box {
  readonly at: Pair
  readonly size: Pair
  readonly angle: number
}

/** A box around something that changed. */
export interface Mark extends Box {
  readonly id: string
  readonly how: ChangeBody['how']
}

/** Thinner than this a line could not be seen or hit. */
const LEAST_MM = 1.5

/** The box of an element of a layout, never too thin to be seen. */
export function boxOf(layout: Layout, element: string): Box {
  const { centre, width, height, angle } = turnedBox((id) => layout.elements.get(id), element)
  const size: Pair = [Math.max(width, LEAST_MM), Math.max(height, LEAST_MM)]
  return { at: [centre[0] - size[0] / 2, centre[1] - size[1] / 2], size, angle }
}

/** Marks for the changed elements that a layout has on a page. */
export function marksOn(layout: Layout, page: string, changes: readonly ChangeBody[]): Mark[] {
  return changes.flatMap((change): Mark[] => {
    const element = layout.elements.get(change.id)
    if (change.thing !== 'element' || element === undefined || element.page !== page) return []
    return [{ id: change.id, how: change.how, ...boxOf(layout, change.id) }]
  })
}

/** Pages of both sides by their ids: in the order after, what is gone at the end. */
export function pagesOf(before: Layout | null, after: Layout | null): string[] {
  return [...new Set([...(after?.pages ?? []), ...(before?.pages ?? [])].map((page) => page.id))]
}
