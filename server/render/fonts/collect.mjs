// Copies the faces named by fonts.json, their licences and the manifest itself into files/, where the server takes them from.
//
//   node collect.mjs           copies; fails when a file is not the one that the manifest describes
//   node collect.mjs --bless   reads the files and writes their hashes and figures into the manifest first
//
// A face is added by its family, category, weight, italic, package and path; --bless fills in the rest. Order matters: pictures
// name a face by its index.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'

const here = dirname(fileURLToPath(import.meta.url))
const manifestFile = join(here, 'fonts.json')
const files = join(here, 'files')

/** fsSelection bit 7: the typographic figures count, not those of hhea. */
const USE_TYPO_METRICS = 1 << 7

/** The figures that line heights are made of, from the font's own tables. */
function figures(bytes) {
  const table = (tag) => {
    for (let at = 12; at < 12 + bytes.readUInt16BE(4) * 16; at += 16) {
      if (bytes.toString('latin1', at, at + 4) === tag) return bytes.readUInt32BE(at + 8)
    }
    throw new Error(`no table ${tag}`)
  }
  const units = bytes.readUInt16BE(table('head') + 18)
  const os2 = table('OS/2')
  const typo = (bytes.readUInt16BE(os2 + 62) & USE_TYPO_METRICS) !== 0
  const at = typo ? os2 + 68 : table('hhea') + 4
  return { units, ascent: bytes.readInt16BE(at), descent: -bytes.readInt16BE(at + 2) }
}

/** What the manifest should say of a face. */
function described(face) {
  const folder = join(here, 'node_modules', face.package)
  const bytes = readFileSync(join(folder, face.path))
  const licence = readFileSync(join(folder, 'LICENSE_FONT'), 'utf8')
  if (!licence.includes('SIL Open Font License, Version 1.1')) throw new Error(`${face.package}: not under the OFL 1.1`)
  // Only the notice above the licence's own text names a reserved name; the text itself explains the term.
  const notice = licence.slice(0, licence.indexOf('SIL Open Font License'))
  const { family, category, weight, italic, path } = face
  const name = face.package.split('/')[1]
  const entry = {
    family,
    category,
    weight,
    italic,
    file: `${name}-${weight}${italic ? 'i' : ''}.ttf`,
    package: face.package,
    path,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...figures(bytes),
    licence: 'OFL-1.1',
    reserved: /reserved font name/i.test(notice),
  }
  return { entry, bytes, licence, licenceFile: `${name}.txt` }
}

/** One face a line, so that a change shows as what it is. */
function written({ fallback, faces }) {
  const lines = faces.map((face) => `    ${JSON.stringify(face)}`)
  return `{\n  "fallback": ${JSON.stringify(fallback)},\n  "faces": [\n${lines.join(',\n')}\n  ]\n}\n`
}

const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
const faces = manifest.faces.map(described)
if (process.argv.includes('--bless')) {
  writeFileSync(manifestFile, written({ ...manifest, faces: faces.map(({ entry }) => entry) }))
} else {
  manifest.faces.forEach((face, index) => {
    if (JSON.stringify(face) !== JSON.stringify(faces[index].entry)) {
      console.error(`${face.package}/${face.path} is not what fonts.json describes; after a change that is meant: node collect.mjs --bless`)
      process.exit(1)
    }
  })
}

rmSync(files, { recursive: true, force: true })
mkdirSync(join(files, 'licences'), { recursive: true })
for (const { entry, bytes, licence, licenceFile } of faces) {
  writeFileSync(join(files, entry.file), bytes)
  // Beside it, as the server sends it to a browser: packed once, and smaller by half.
  writeFileSync(join(files, `${entry.file}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))
  writeFileSync(join(files, 'licences', licenceFile), licence)
}
// Last, so that it is there only when everything else is.
copyFileSync(manifestFile, join(files, 'fonts.json'))
