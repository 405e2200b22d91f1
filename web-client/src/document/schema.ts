/**
 * Names and defaults of the shared document; `crdt/SCHEMA.md` says what they mean and `crdt/src/schema.rs` holds the same.
 */

/** The root types of the document. */
export const ROOT = { meta: 'meta', pages: 'pages', elements: 'elements', fields: 'fields', styles: 'styles' } as const

/** The id of the page that stands in for a layout without any readable page. */
export const FALLBACK_PAGE = 'page'

/** Where that page stands, should it be written; others can be put on both sides of it. */
export const FALLBACK_ORDER = 'V'

/** A4, upright, in millimetres. */
export const A4: readonly [number, number] = [210, 297]

/** US Letter, upright, in millimetres. */
export const LETTER: readonly [number, number] = [215.9, 279.4]

/** The greatest width or height, in millimetres. */
export const LARGEST_SIZE_MM = 5000

/** The greatest distance of a position from its origin, in millimetres. */
export const LARGEST_POSITION_MM = 100_000

/** UTF-16 units of a text in one language, as much as is set and printed (`server/render/TEXT.md`, T7); more is not put in. */
export const MOST_TEXT_UNITS = 50_000

/** As many runs as a layout may hold in one text. */
export const MOST_TEXT_RUNS = 2_000

/** How deep groups may stand in each other; what is deeper is not part of the layout. */
export const DEEPEST_GROUPS = 32

/** The element types of the schema. */
export const ELEMENT_TYPES = [
  'text', 'image', 'rectangle', 'ellipse', 'polygon', 'line', 'path', 'qr', 'signature', 'seal', 'field', 'group',
] as const

/** Types whose content is shared text in every language. */
export const TYPES_WITH_TEXTS: ReadonlySet<string> = new Set(['text', 'seal'])

/** Keys whose values are shared maps of plain values. */
export const SHARED_MAPS: ReadonlySet<string> = new Set(['alt', 'fallback', 'label', 'role', 'sample', 'signer'])

/** Types that are set in a typography of their own. */
export const TYPES_WITH_TYPOGRAPHY: ReadonlySet<string> = new Set(['text', 'field'])

/** Corners of a polygon that says nothing else. */
export const POLYGON_SIDES = 5

/** How a picture may fill its box, the default first. */
export const IMAGE_FITS = ['contain', 'cover', 'fill'] as const

/** The levels of a QR code. */
export const QR_LEVELS = ['L', 'M', 'Q', 'H'] as const

/** The content of a QR code that says nothing else: the certificate's public address. */
export const QR_VERIFICATION = 'verification'

/** The content of a QR code that holds the whole certificate behind its public address: it can be checked without the server. */
export const QR_OFFLINE = 'offline'

/** Begins the content of a QR code that says words of its own. */
export const QR_TEXT = 'text:'

/** What lies beneath a QR code that says nothing else. */
export const QR_GROUND = '#ffffff'

const ID = /^[A-Za-z0-9_-]{1,40}$/
const FIELD_KEY = /^[a-z][a-z0-9_]{0,59}$/

/** Whether a string may be the id of a page, element or style. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value)
}

/** Whether a string may be the key of a field. */
export function isFieldKey(value: unknown): value is string {
  return typeof value === 'string' && FIELD_KEY.test(value)
}

const ID_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** A new id: 16 random characters, so that two people never make the same. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let id = ''
  // 256 is no multiple of 62; the slight lean towards the first digits does no harm at 95 bits.
  for (const byte of bytes) id += ID_ALPHABET[byte % 62]
  return id
}

/** What a text is set in when neither it nor its shared style says. */
export const DEFAULT_TYPOGRAPHY = {
  family: 'Inter', weight: 400, italic: false, textSize: 12, color: '#1b1d22', spacing: 0, lineHeight: 1.3,
  align: 'start', valign: 'top',
} as const

const INK = '#1b1d22'

/** Fill and stroke of a type when the element has none of its own. */
export function defaultPaint(type: string): { fill: string; stroke: string } {
  switch (type) {
    case 'rectangle': case 'ellipse': case 'polygon': case 'line': case 'path': case 'signature':
      return { fill: 'none', stroke: INK }
    case 'qr': case 'seal':
      return { fill: INK, stroke: 'none' }
    default:
      return { fill: 'none', stroke: 'none' }
  }
}
