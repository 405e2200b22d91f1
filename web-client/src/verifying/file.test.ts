import { deflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { bakedIntoPng } from './baked'
import { FILE_BYTES, readFile } from './file'

/** A PDF of these objects, with its table; the first is its root. */
function pdf(...objects: readonly (string | Buffer)[]): Blob {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const places: number[] = []
  const length = (): number => parts.reduce((sum, part) => sum + part.length, 0)
  objects.forEach((object, place) => {
    places.push(length())
    parts.push(Buffer.from(`${place + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n'))
  })
  const start = length()
  const rows = places.map(place => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  parts.push(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`))
  return new Blob([new Uint8Array(Buffer.concat(parts))])
}

const stream = (bytes: Buffer, more = ''): Buffer => Buffer.concat([Buffer.from(`<< /Type /EmbeddedFile /Length ${bytes.length} ${more} >>\nstream\n`), bytes, Buffer.from('\nendstream')])
const CATALOGUE = '<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 3 0 R >> >>'
const PAGES = '<< /Type /Pages /Kids [] /Count 0 >>'
const enclosing = (bytes: Buffer, more = ''): Blob => pdf(CATALOGUE, PAGES, '<< /Names [(credential.json) 4 0 R] >>', '<< /Type /Filespec /F (credential.json) /UF (credential.json) /EF << /F 5 0 R >> >>', stream(bytes, more))

it('finds the credential in a PDF', async () => {
  const text = '{"name":"Zoë"}'
  expect(await readFile(enclosing(Buffer.from(text)))).toEqual({ kind: 'credential', text })
  expect(await readFile(enclosing(deflateSync(Buffer.from(text)), '/Filter /FlateDecode'))).toEqual({ kind: 'credential', text })
})

it.each<[string, Blob]>([
  ['nothing enclosed', pdf('<< /Type /Catalog /Pages 2 0 R >>', PAGES)],
  ['no JSON enclosed', enclosing(Buffer.from('<xml/>'))],
  ['more than a credential can be', enclosing(Buffer.from(`{"a":"${'x'.repeat(300_000)}"}`))],
  ['what unpacks to sixty megabytes', enclosing(deflateSync(Buffer.from(`{"a":"${' '.repeat(60_000_000)}"}`)), '/Filter /FlateDecode')],
  ['names that lead to themselves', pdf(CATALOGUE, PAGES, '<< /Kids [3 0 R 3 0 R] >>')],
  ['a root that is itself its names', pdf('<< /Type /Catalog /Pages 1 0 R /Names 1 0 R /EmbeddedFiles 1 0 R >>')],
  ['brackets without an end', new Blob([`%PDF-1.7\n1 0 obj\n${'['.repeat(200_000)}`])],
  ['a length that is a lie', pdf(CATALOGUE, PAGES, '<< /Names [(a) 4 0 R] >>', '<< /Type /Filespec /EF << /F 5 0 R >> >>', '<< /Length 99999999999 >>\nstream\nx\nendstream')],
  ['only its first line', new Blob(['%PDF-1.7'])],
  ['noise', new Blob(['%PDF-1.7\n', new Uint8Array(Array.from({ length: 50_000 }, (_, place) => (place * 2_654_435_761) % 251))])],
])('a PDF with %s gives nothing, and soon', async (_, file) => {
  const held = await readFile(file)
  expect(held.kind).toBe('nothing')
  if (held.kind === 'nothing') expect(['pdf_empty', 'pdf_broken']).toContain(held.why)
})

it('cuts PDFs off anywhere', async () => {
  const whole = new Uint8Array(await enclosing(Buffer.from('{"name":"Zoë"}')).arrayBuffer())
  for (let length = 10; length < whole.length; length += 37) {
    const held = await readFile(new Blob([whole.slice(0, length)]))
    // What is mended by its reader may hold all of it; nothing else comes out.
    expect(held.kind === 'nothing' || held.text === '{"name":"Zoë"}').toBe(true)
  }
})

it.each<[string, Blob, string]>([
  ['nothing', new Blob([]), 'empty'],
  ['too much', new Blob([new Uint8Array(FILE_BYTES + 1)]), 'large'],
  ['what is no text', new Blob([new Uint8Array([0xff, 0xfe, 0x00])]), 'unknown'],
  ['a text', new Blob(['Dear Sir or Madam']), 'unknown'],
  ['a page', new Blob(['<!doctype html><html>']), 'unknown'],
  ['much JSON', new Blob([`{"a":"${'x'.repeat(300_000)}"}`]), 'large'],
])('says what it cannot use: %s', async (_, file, why) => {
  expect(await readFile(file)).toEqual({ kind: 'nothing', why })
})

it('finds the credential that a PNG holds', async () => {
  const chunk = (type: string, said: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(said.length)
    head.write(type, 4)
    return Buffer.concat([head, said, Buffer.alloc(4)])
  }
  const png = (...chunks: readonly Buffer[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', Buffer.alloc(13)), ...chunks]))
  const plain = Buffer.from('openbadgecredential\0\0\0\0\0{"a":"ë"}')
  const zipped = Buffer.concat([Buffer.from('openbadgecredential\0\u0001\0\0\0'), deflateSync(Buffer.from('{"a":1}'))])
  expect(await bakedIntoPng(png(chunk('iTXt', plain)))).toBe('{"a":"ë"}')
  expect(await bakedIntoPng(png(chunk('iTXt', Buffer.from('Comment\0\0\0\0\0hello')), chunk('iTXt', zipped)))).toBe('{"a":1}')
  expect(await bakedIntoPng(png(chunk('tEXt', plain)))).toBe(null)
  const lie = png(chunk('iTXt', plain))
  lie.set([0xff, 0xff, 0xff, 0xff], 8 + 25)
  expect(await bakedIntoPng(lie)).toBe(null)
  const bomb = Buffer.concat([Buffer.from('openbadgecredential\0\u0001\0\0\0'), deflateSync(Buffer.alloc(50_000_000))])
  expect(await bakedIntoPng(png(chunk('iTXt', bomb)))).toBe(null)
})
