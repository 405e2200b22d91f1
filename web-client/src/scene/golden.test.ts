/** The scenes that the server and the page agreed on (`tests/golden/scenes`): what one draws, the other draws too. */
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Language, Pair } from '../document/model'
import { writeValue } from '../format'
import { metricsOf, setText } from '../text'
import { testShaper } from '../text/testing'
import { layoutFromJson } from '../thumbnails/from-json'
import { pagePicture } from './page'
import type { Scenery } from './scenery'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const FOLDER = path.join(ROOT, 'tests/golden/scenes')
/** Numbers of both sides agree to this; the files hold seven decimals. */
const TOLERANCE = 1e-6

/** What only the page's items say: a role for its nodes, and which characters a glyph stands for. */
const OWN: ReadonlySet<string> = new Set(['role', 'cluster'])

interface Golden {
  readonly starter?: string
  readonly layout?: unknown
  readonly verification: string
  readonly pictures: Readonly<Record<string, Pair>>
  readonly cases: readonly { readonly page: number; readonly language: Language; readonly values?: Readonly<Record<string, string>>; readonly scene: unknown }[]
}

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
const shaper = await testShaper()
const typesetter: Scenery['typesetter'] = { set: (runs, frame) => setText(shaper, runs, frame), unitsAnEm: (face) => metricsOf(face).units }

/** The first place where two scenes differ. */
function difference(at: string, ours: unknown, golden: unknown): string | undefined {
  if (typeof ours === 'number' && typeof golden === 'number') return Math.abs(ours - golden) <= TOLERANCE ? undefined : `${at}: ${ours.toString()} instead of ${golden.toString()}`
  if (typeof ours === 'string' && typeof golden === 'string' && at.endsWith('/d')) {
    const [one, other] = [ours.split(' '), golden.split(' ')]
    if (one.length !== other.length) return `${at}: ${one.length.toString()} instead of ${other.length.toString()} parts`
    const index = one.findIndex((part, i) => part !== other[i] && !(Math.abs(Number(part) - Number(other[i])) <= TOLERANCE))
    return index < 0 ? undefined : `${at}: ${one[index] ?? ''} instead of ${other[index] ?? ''} as part ${index.toString()}`
  }
  if (typeof ours === 'object' && typeof golden === 'object' && ours !== null && golden !== null) {
    const keys = new Set([...Object.keys(ours), ...Object.keys(golden)].filter((key) => !OWN.has(key)))
    for (const key of keys) {
      const found = difference(`${at}/${key}`, Reflect.get(ours, key), Reflect.get(golden, key))
      if (found !== undefined) return found
    }
    return undefined
  }
  return ours === golden ? undefined : `${at}: ${JSON.stringify(ours)} instead of ${JSON.stringify(golden)}`
}

const files = readdirSync(FOLDER)

describe('scenes', () => {
  it('are there, starters and generated ones', () => {
    expect(files.filter((name) => name.startsWith('starter-')).length).toBeGreaterThan(1)
    expect(files.filter((name) => name.startsWith('generated-')).length).toBe(50)
  })
  it.each(files)('%s', (name) => {
    const golden = json(path.join(FOLDER, name)) as Golden
    const given = golden.starter === undefined ? golden.layout : (json(path.join(ROOT, `server/src/templates/starters/${golden.starter}.json`)) as { layout: unknown }).layout
    const layout = layoutFromJson(given)
    for (const { page: index, language, values, scene } of golden.cases) {
      const page = layout.pages[index]
      if (!page) throw new RangeError(`no page ${index.toString()}`)
      const scenery: Scenery = {
        layout, language, write: writeValue, typesetter, verification: golden.verification, pictureSize: (asset) => golden.pictures[asset],
        ...(values === undefined ? {} : { values }),
      }
      expect(difference('', pagePicture(page, layout, scenery), scene), `${language}, page ${index.toString()}`).toBe(undefined)
    }
  })
})
