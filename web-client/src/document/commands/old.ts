/**
 * Elements of an older layout as they are copied: pasting makes them anew, beside what stands.
 */
import { ownBox, turnedBox } from '../../kernels/frame'
import { centreOf, minus } from '../../kernels/plane'
import type { Copied, CopiedElement, CopiedValue, Layout } from '../model'
import { ordersBetween } from '../order'
import { SHARED_MAPS } from '../schema'
import { isObject, objects, runsOf, valuesOf, type Json } from './restore'

/** An element of a layout's JSON, with all that stands in it; `layout` is the same, read. */
export function copyFrom(json: Json, layout: Layout, id: string): Copied | undefined {
  const found = objects(json['pages']).map((page) => find(page, id)).find((element) => element !== undefined)
  const element = layout.elements.get(id)
  if (found === undefined || element === undefined) return undefined
  const scene = (one: string): ReturnType<typeof layout.elements.get> => layout.elements.get(one)
  const { centre, angle } = turnedBox(scene, id)
  const top = { element: taken(found, id), at: minus(centre, centreOf(ownBox(scene, id))), rotation: angle }
  return { page: element.page, tops: [top] }
}

function find(parent: Json, id: string): Json | undefined {
  for (const element of objects(parent['elements'])) {
    const found = element['id'] === id ? element : find(element, id)
    if (found !== undefined) return found
  }
  return undefined
}

function taken(element: Json, id: string): CopiedElement {
  const inside = objects(element['elements'])
  const orders = ordersBetween(null, null, inside.length)
  const values = Object.entries(valuesOf(element)).map(([key, value]): [string, CopiedValue] => [key, takenValue(key, value)])
  return {
    id,
    values: Object.fromEntries(values),
    inside: inside.flatMap((one, index) => (typeof one['id'] === 'string' ? [ordered(taken(one, one['id']), orders[index])] : [])),
  }
}

/** The order of a list says what `order` says in the document. */
function ordered(element: CopiedElement, order: string | undefined): CopiedElement {
  return { ...element, values: { ...element.values, order: { plain: order } } }
}

function takenValue(key: string, value: unknown): CopiedValue {
  if (key === 'texts' && isObject(value)) {
    return { map: Object.fromEntries(Object.entries(value).map(([language, delta]) => [language, { text: runsOf(delta) }])) }
  }
  if (SHARED_MAPS.has(key) && isObject(value)) {
    return { map: Object.fromEntries(Object.entries(value).map(([language, words]) => [language, { plain: words }])) }
  }
  return { plain: value }
}
