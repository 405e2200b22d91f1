/** What one element is drawn with, in its own coordinates: millimetres from its box's top left. */
import type { Element, Pair } from '../document/model'
import { QR_VERIFICATION } from '../document/schema'
import { imageItems } from './image'
import { inkOf } from './ink'
import type { Item } from './items'
import { qrItems, qrSays } from './qr'
import type { Scenery } from './scenery'
import { sealItems } from './seal'
import { closed, ellipse, pathItem, polygonCorners, rectangle, stretched } from './shapes'
import { signatureItems } from './signature'
import { textItem } from './text-item'
import { fill, frameOf, inLanguage, runsToSet, saidBy, shownText } from './words'
import type { Run, SetText } from '../text'

/** The text of an element as it is set: its runs in the language that is shown, or a field's value. `undefined` for what is no text. */
export function setTextOf(element: Element, size: Pair, scenery: Scenery): SetText | undefined {
  const { typography } = element
  if (!typography) return undefined
  const frame = frameOf(typography, size, scenery.layout)
  return scenery.typesetter.set(element.field ? fieldRuns(element, scenery) : runsOf(element, scenery), frame)
}

function runsOf(element: Element, scenery: Scenery): Run[] {
  const { typography } = element
  return typography ? runsToSet(shownText(element, scenery.language, scenery.layout.languages).runs, typography, scenery) : []
}

function fieldRuns(element: Element, scenery: Scenery): Run[] {
  const { field, typography } = element
  if (!field || !typography || field.key === '') return []
  const fallback = field.fallback[scenery.language]
  const chip = { field: field.key, ...(field.format === undefined ? {} : { format: field.format }), ...(fallback === undefined ? {} : { fallback }) }
  return runsToSet([{ insert: chip }], typography, scenery)
}

/** The picture that an element of a field of type image shows; `undefined` for every other element. */
function fieldPicture(element: Element, scenery: Scenery): { readonly asset: string | undefined } | undefined {
  const key = element.field?.key
  if (key === undefined || key === '') return undefined
  const filling = fill(scenery, { field: key })
  return 'image' in filling ? { asset: filling.image } : undefined
}

/** The picture that an element shows, when it shows one. */
export function assetOf(element: Element, scenery: Scenery): string | undefined {
  return (element.image ?? element.signature ?? element.seal)?.asset ?? fieldPicture(element, scenery)?.asset
}

/** The words of a seal: its runs without their styles. */
const sealWords = (element: Element, scenery: Scenery): string =>
  shownText(element, scenery.language, scenery.layout.languages).runs.map((run) => saidBy(run, scenery) ?? '').join('')

/** An element's items; those of a group are its children's, and not asked for here. `size` is the box as it is drawn, which a gesture may have changed. */
export function elementItems(element: Element, size: Pair, scenery: Scenery): Item[] {
  const { layout } = scenery
  const fillInk = inkOf(layout, element.fill, 'none')
  const stroke = inkOf(layout, element.stroke)
  const looks = { fill: fillInk, stroke, strokeWidth: element.strokeWidth, dash: element.strokeDash }
  const picture = (asset: string | undefined): Pair | undefined => (asset === undefined ? undefined : scenery.pictureSize(asset))
  switch (element.type) {
    case 'rectangle':
      return [pathItem(rectangle(size, element.radius), looks)]
    case 'ellipse':
      return [pathItem(ellipse(size), looks)]
    case 'line':
      return [pathItem(`M 0 0 L ${size[0].toString()} ${size[1].toString()}`, { ...looks, fill: 'none' })]
    case 'polygon':
      return [pathItem(closed(polygonCorners(size, element.polygon?.sides ?? 5, element.polygon?.inner)), looks)]
    case 'path': {
      const d = stretched(element.path?.d ?? '', element.path?.box, size)
      return d === undefined ? [] : [pathItem(d, looks, 'evenodd')]
    }
    case 'text': case 'field': {
      const image = fieldPicture(element, scenery)
      if (image) return imageItems(image.asset, picture(image.asset), [0, 0, ...size], 'contain')
      const set = setTextOf(element, size, scenery)
      return set ? textItem(set) : []
    }
    case 'image':
      return imageItems(element.image?.asset, picture(element.image?.asset), [0, 0, ...size], element.image?.fit ?? 'contain')
    case 'qr': {
      const { content = QR_VERIFICATION, level = 'M', ground = '#ffffff' } = element.qr ?? {}
      const says = qrSays(content, level, scenery.verification)
      return qrItems(says.text, says.level, size, fillInk, inkOf(layout, ground, '#ffffff'))
    }
    case 'signature':
      return signatureItems(size, {
        ink: stroke, signer: inLanguage(element.signature?.signer ?? {}, scenery), role: inLanguage(element.signature?.role ?? {}, scenery),
        asset: element.signature?.asset, pictureSize: picture(element.signature?.asset),
      }, scenery.typesetter)
    case 'seal': {
      const asset = element.seal?.asset
      if (asset !== undefined) return imageItems(asset, picture(asset), [0, 0, ...size], 'contain')
      return sealItems(size, { design: element.seal?.design, ink: stroke, ground: fillInk, words: sealWords(element, scenery) }, scenery.typesetter)
    }
    case 'group': case 'unknown':
      return []
  }
}
