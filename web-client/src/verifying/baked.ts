import { unpacked } from './base'
import { DOCUMENT_CHARACTERS } from './json'

/** Open Badges 3.0, section 5.3: pictures that hold their credential. */
const KEYWORD = 'openbadgecredential'
const CHUNKS = 10_000

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** The credential in a PNG's `iTXt`; null: there is none. */
export async function bakedIntoPng(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 8
  for (let count = 0; count < CHUNKS && at + 12 <= bytes.length; count += 1) {
    const length = view.getUint32(at)
    const end = at + 8 + length
    if (end + 4 > bytes.length) return null
    if (text(bytes.subarray(at + 4, at + 8)) === 'iTXt') {
      const found = await international(bytes.slice(at + 8, end))
      if (found !== null) return found
    }
    at = end + 4
  }
  return null
}

/** Keyword, whether and how it is packed, language, keyword in that, text: PNG, section 11.3.3.4. */
async function international(chunk: Uint8Array<ArrayBuffer>): Promise<string | null> {
  const keyword = chunk.indexOf(0)
  const language = chunk.indexOf(0, keyword + 3)
  const translated = chunk.indexOf(0, language + 1)
  if (keyword < 0 || language < 0 || translated < 0 || text(chunk.subarray(0, keyword)) !== KEYWORD) return null
  const said = chunk.slice(translated + 1)
  if (chunk[keyword + 1] !== 1) return said.length > DOCUMENT_CHARACTERS ? null : text(said)
  const bytes = await unpacked(said, 'deflate', DOCUMENT_CHARACTERS)
  return bytes === null ? null : text(bytes)
}

/** The credential in an SVG; null: there is none. Nothing of the picture is run: it is read as a document that stands nowhere. */
export function bakedIntoSvg(source: string): string | null {
  const document = new DOMParser().parseFromString(source, 'image/svg+xml')
  const found = Array.from(document.getElementsByTagName('*')).find(({ localName, namespaceURI }) => localName === 'credential' && /openbadges|imsglobal/.test(namespaceURI ?? ''))
  const said = found?.textContent?.trim() ?? ''
  return said.startsWith('{') && said.length <= DOCUMENT_CHARACTERS ? said : null
}
