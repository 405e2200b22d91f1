import { DOCUMENT_CHARACTERS } from './json'
import { bakedIntoPng, bakedIntoSvg } from './baked'

/** Bytes of a file at most: a certificate as PDF has some hundred thousand. */
export const FILE_BYTES = 20 * 1024 * 1024

/** What was found in a file. */
export type Held =
  | { readonly kind: 'credential'; readonly text: string }
  /** A code on a picture. */
  | { readonly kind: 'code'; readonly text: string }
  /** `pdf_empty`, `picture_empty`: it can be read, and holds none. */
  | { readonly kind: 'nothing'; readonly why: 'large' | 'empty' | 'pdf_empty' | 'pdf_locked' | 'pdf_broken' | 'picture_empty' | 'picture_broken' | 'unknown' }

const begins = (bytes: Uint8Array, ...first: readonly number[]): boolean => first.every((byte, place) => bytes[place] === byte)
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const

/** Looks for a credential in a file, by what it holds and not by what it is called. Nothing leaves the browser. */
export async function readFile(file: Blob): Promise<Held> {
  if (file.size > FILE_BYTES) return { kind: 'nothing', why: 'large' }
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (bytes.length === 0) return { kind: 'nothing', why: 'empty' }
  // Some programs write a line before it; readers look for it in the first bytes.
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1_024))
  if (head.includes('%PDF-')) return readPdf(bytes)
  if (begins(bytes, ...PNG)) {
    const baked = await bakedIntoPng(bytes)
    return baked === null ? readPicture(file) : { kind: 'credential', text: baked }
  }
  if (begins(bytes, 0xff, 0xd8, 0xff) || /^(GIF8|RIFF....WEBP|BM)/s.test(head) || /^....ftyp(avif|heic|mif1)/s.test(head)) return readPicture(file)
  const text = textOf(bytes)
  if (text === null) return { kind: 'nothing', why: 'unknown' }
  if (text.trimStart().startsWith('<')) {
    if (!/<svg[\s>]/i.test(text.slice(0, 4_096))) return { kind: 'nothing', why: 'unknown' }
    const baked = bakedIntoSvg(text)
    return baked === null ? readPicture(new Blob([text], { type: 'image/svg+xml' })) : { kind: 'credential', text: baked }
  }
  if (!text.trimStart().startsWith('{')) return { kind: 'nothing', why: 'unknown' }
  return text.length > DOCUMENT_CHARACTERS ? { kind: 'nothing', why: 'large' } : { kind: 'credential', text }
}

function textOf(bytes: Uint8Array): string | null {
  try { return new TextDecoder('utf-8', { fatal: true }).decode(bytes) } catch { return null }
}

async function readPdf(bytes: Uint8Array<ArrayBuffer>): Promise<Held> {
  const { credentialIn } = await import('./pdf')
  return credentialIn(bytes)
}

async function readPicture(picture: Blob): Promise<Held> {
  const { codeIn } = await import('./code')
  return codeIn(picture)
}
