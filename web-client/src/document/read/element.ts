/**
 * One element of the document as a frozen snapshot, without what depends on other elements.
 */
import type { Element, ElementType, ImageFit, QrLevel, Typography } from '../model'
import { isOrder } from '../order'
import {
  DEFAULT_TYPOGRAPHY, ELEMENT_TYPES, IMAGE_FITS, LARGEST_POSITION_MM, LARGEST_SIZE_MM, POLYGON_SIDES, QR_GROUND, QR_LEVELS, QR_OFFLINE, QR_TEXT, QR_VERIFICATION,
  TYPES_WITH_TEXTS, TYPES_WITH_TYPOGRAPHY, defaultPaint, isFieldKey, isId,
} from '../schema'
import { ownRunStyle, readTexts, type TextStyles } from './texts'
import {
  byLanguage, flag, freeze, keysOf, lookup, number, paint, pair, plain, position, size, text, word, type Lookup,
} from './values'

/** An element as its own map says; `page` and `children` come from the others. */
export type OwnElement = Omit<Element, 'page' | 'children'> & {
  /** Whether a shared style has a part in how it looks. */
  readonly styled: boolean
}

const COMMON_KEYS = [
  'type', 'parent', 'order', 'at', 'size', 'rotation', 'opacity', 'fill', 'stroke', 'strokeWidth', 'strokeDash',
  'name', 'locked', 'hidden', 'alt',
]
const TYPOGRAPHY_KEYS = [
  'family', 'weight', 'italic', 'textSize', 'color', 'spacing', 'lineHeight', 'align', 'valign', 'fit', 'style',
]

/** Reads one entry of `elements`; `undefined` when it cannot be part of a layout. */
export function readElement(id: string, entry: unknown, styles: TextStyles): OwnElement | undefined {
  const get = lookup(entry)
  if (!isId(id) || get === undefined) return undefined
  const typeName = text(get('type'))
  const parent = text(get('parent'))
  const order = get('order')
  if (typeName === undefined || !isId(parent)) return undefined
  const known = word<ElementType>(typeName, ELEMENT_TYPES)
  const colors = defaultPaint(typeName)
  const element: { -readonly [K in keyof OwnElement]: OwnElement[K] } = {
    id,
    type: known ?? 'unknown',
    typeName,
    parent,
    // What has no key stands behind everything that has one.
    order: isOrder(order) ? order : '',
    at: position(get('at')) ?? [0, 0],
    size: size(get('size'), known === 'line') ?? [0, 0],
    rotation: number(get('rotation'), -36_000, 36_000) ?? 0,
    opacity: number(get('opacity'), 0, 1) ?? 1,
    fill: paint(get('fill')) ?? colors.fill,
    stroke: paint(get('stroke')) ?? colors.stroke,
    strokeWidth: number(get('strokeWidth'), 0, 1_000) ?? 0.25,
    strokeDash: dash(get('strokeDash')),
    locked: flag(get('locked')) ?? false,
    hidden: flag(get('hidden')) ?? false,
    alt: byLanguage(get('alt')),
    extra: {},
    styled: isId(get('style')),
  }
  const name = text(get('name'))
  if (name !== undefined && name !== '') element.name = name
  const handled = new Set(COMMON_KEYS)
  if (TYPES_WITH_TYPOGRAPHY.has(typeName)) {
    element.typography = readTypography(get, styles)
    const style = get('style')
    if (isId(style) && styles(style) !== undefined) element.style = style
    for (const key of TYPOGRAPHY_KEYS) handled.add(key)
  }
  if (TYPES_WITH_TEXTS.has(typeName)) {
    const { texts, styled } = readTexts(get('texts'), styles)
    element.texts = texts
    element.styled ||= styled
    handled.add('texts')
  }
  const own = known === undefined ? undefined : OF_TYPE[known]
  if (own !== undefined) {
    Object.assign(element, own.read(get))
    for (const key of own.keys) handled.add(key)
  }
  element.extra = rest(entry, handled)
  return freeze(element)
}

/** What single types hold beyond the common keys. */
const OF_TYPE: Readonly<Partial<Record<ElementType, { readonly keys: readonly string[]; readonly read: (get: Lookup) => Partial<Element> }>>> = {
  rectangle: { keys: ['radius'], read: (get) => ({ radius: number(get('radius'), 0, LARGEST_SIZE_MM) ?? 0 }) },
  field: { keys: ['field', 'format', 'fallback'], read: (get) => ({ field: readField(get) }) },
  polygon: {
    keys: ['sides', 'inner'],
    read: (get) => {
      const sides = number(get('sides'), 3, 100)
      return { polygon: { sides: Number.isInteger(sides) && sides !== undefined ? sides : POLYGON_SIDES, ...some('inner', number(get('inner'), 0, 1)) } }
    },
  },
  path: {
    keys: ['d', 'box'],
    read: (get) => {
      const d = text(get('d'))
      const box = pair(get('box'))
      const fair = box?.every((length) => length >= 0 && length <= LARGEST_POSITION_MM) === true
      return { path: { d: d !== undefined && PATH.test(d) ? d : '', ...(fair ? { box } : {}) } }
    },
  },
  image: { keys: ['asset', 'fit'], read: (get) => ({ image: { ...readAsset(get), fit: word<ImageFit>(get('fit'), IMAGE_FITS) ?? 'contain' } }) },
  qr: {
    keys: ['content', 'level', 'ground'],
    read: (get) => {
      const content = text(get('content'))
      const says = content === QR_VERIFICATION || content === QR_OFFLINE || (content?.startsWith(QR_TEXT) === true && content.length > QR_TEXT.length)
      return {
        qr: {
          content: says && content !== undefined ? content : QR_VERIFICATION,
          level: word<QrLevel>(get('level'), QR_LEVELS) ?? 'M',
          ground: paint(get('ground')) ?? QR_GROUND,
        },
      }
    },
  },
  signature: { keys: ['signer', 'role', 'asset'], read: (get) => ({ signature: { signer: byLanguage(get('signer')), role: byLanguage(get('role')), ...readAsset(get) } }) },
  seal: { keys: ['design', 'asset'], read: (get) => ({ seal: { ...some('design', text(get('design'))), ...readAsset(get) } }) },
}

/** What the server takes for a path as well. */
const PATH = /^[MLCQZ0-9.\-+e, ]*$/

const readAsset = (get: Lookup): { asset?: string } => some('asset', text(get('asset')))

/** A key only where there is a value for it. */
function some<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : { [key]: value } as { [P in K]?: V }
}

function dash(value: unknown): readonly number[] {
  if (!Array.isArray(value) || value.length > 20) return []
  return value.every((part) => number(part, 0, LARGEST_SIZE_MM) !== undefined) ? [...(value as number[])] : []
}

function readField(get: Lookup): NonNullable<Element['field']> {
  const key = get('field')
  const format = text(get('format'))
  return {
    key: isFieldKey(key) ? key : '',
    ...(format === undefined ? {} : { format }),
    fallback: byLanguage(get('fallback')),
  }
}

/** Own keys over those of the shared style over the defaults. */
function readTypography(get: Lookup, styles: TextStyles): Typography {
  const style = get('style')
  const shared = isId(style) ? styles(style) : undefined
  const looks = { ...shared, ...ownRunStyle(get, 'textSize') }
  const fit = pair(get('fit'))
  return {
    family: looks.family ?? DEFAULT_TYPOGRAPHY.family,
    weight: looks.weight ?? DEFAULT_TYPOGRAPHY.weight,
    italic: looks.italic ?? DEFAULT_TYPOGRAPHY.italic,
    textSize: looks.size ?? DEFAULT_TYPOGRAPHY.textSize,
    color: looks.color ?? DEFAULT_TYPOGRAPHY.color,
    spacing: looks.spacing ?? DEFAULT_TYPOGRAPHY.spacing,
    lineHeight: number(get('lineHeight'), 0.1, 10) ?? shared?.lineHeight ?? DEFAULT_TYPOGRAPHY.lineHeight,
    align: word(get('align'), ['start', 'center', 'end', 'justify'] as const) ?? DEFAULT_TYPOGRAPHY.align,
    valign: word(get('valign'), ['top', 'middle', 'bottom'] as const) ?? DEFAULT_TYPOGRAPHY.valign,
    ...(fit !== undefined && fit[0] >= 0.1 && fit[1] <= 2_000 && fit[0] <= fit[1] ? { fit } : {}),
  }
}

function rest(entry: unknown, handled: ReadonlySet<string>): Readonly<Record<string, unknown>> {
  const get = lookup(entry)
  return Object.fromEntries(keysOf(entry).filter((key) => !handled.has(key)).map((key) => [key, plain(get?.(key))]))
}
