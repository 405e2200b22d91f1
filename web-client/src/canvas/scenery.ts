/** What the canvas, page pictures and thumbnails draw a layout with. */
import { useMemo } from 'react'
import type { Element, Language, Pair } from '../document/model'
import { writeValue } from '../format'
import { elementItems } from '../scene/element'
import type { Item } from '../scene/items'
import type { Scenery } from '../scene/scenery'
import { typesetter, useFaces } from '../text'
import { pictureSize, usePicturesVersion } from './pictures'

/** The address that the code of a draft leads to: there is no certificate yet. */
export const verificationAddress = (): string => `${location.origin}/v/sample`

type Parts = Scenery['layout']

/** A layout in a language, drawn with samples; another one whenever a picture or a face has come. */
export function useScenery({ languages, fields, styles }: Parts, language: Language): Scenery {
  const key = `${usePicturesVersion().toString()} ${useFaces().toString()}`
  return useMemo(() => sceneryOf({ languages, fields, styles }, language, key), [languages, fields, styles, language, key])
}

/** Sceneries are compared by identity: all elements of a page share one. */
let last: { readonly layout: Parts; readonly language: Language; readonly key: string; readonly scenery: Scenery } | undefined

function sceneryOf(layout: Parts, language: Language, key: string): Scenery {
  const same = last !== undefined && last.language === language && last.key === key
    && last.layout.languages === layout.languages && last.layout.fields === layout.fields && last.layout.styles === layout.styles
  if (last !== undefined && same) return last.scenery
  const scenery: Scenery = {
    layout, language, verification: verificationAddress(), pictureSize,
    write: writeValue, typesetter,
  }
  last = { layout, language, key, scenery }
  return scenery
}

/** An element that did not change is not composed again: the same snapshot in the same box and scenery gives the same items. */
const remembered = new WeakMap<Element, { readonly size: Pair; readonly scenery: Scenery; readonly items: readonly Item[] }>()

/** An element's items. */
export function itemsOf(element: Element, size: Pair, scenery: Scenery): readonly Item[] {
  const known = remembered.get(element)
  if (known && known.size[0] === size[0] && known.size[1] === size[1] && known.scenery === scenery) return known.items
  const items = elementItems(element, size, scenery)
  remembered.set(element, { size, scenery, items })
  return items
}

