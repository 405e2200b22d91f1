/**
 * A layout's JSON, read as tolerantly as `crdt/SCHEMA.md` asks: what is odd is left out, what is absent takes its default.
 * Enough of it to draw a picture; the editor reads the live document instead.
 */
import { LANGUAGES, type Language, type Pair, type TextRun, type Typography } from '../document/model'

export interface SketchElement {
  readonly id: string
  readonly type: string
  readonly at: Pair
  readonly size: Pair
  readonly rotation: number
  readonly opacity: number
  readonly fill: string
  readonly stroke: string
  readonly strokeWidth: number
  readonly strokeDash: readonly number[]
  readonly radius: number
  readonly typography: Typography
  readonly texts: Readonly<Partial<Record<Language, readonly TextRun[]>>>
  readonly field: string
  readonly fallback: Readonly<Record<string, string>>
  readonly elements: readonly SketchElement[]
}

export interface SketchPage { readonly id: string; readonly size: Pair; readonly background: string; readonly elements: readonly SketchElement[] }
export interface SketchField { readonly key: string; readonly label: Readonly<Record<string, string>>; readonly sample: Readonly<Record<string, string>> }
export interface Sketch {
  readonly languages: readonly Language[]
  readonly pages: readonly SketchPage[]
  readonly fields: ReadonlyMap<string, SketchField>
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])
const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise)
const number = (value: unknown, otherwise: number): number => (typeof value === 'number' && Number.isFinite(value) ? value : otherwise)
const strings = (value: unknown): Record<string, string> =>
  isObject(value) ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : {}

function pair(value: unknown, otherwise: Pair): Pair {
  if (!Array.isArray(value) || value.length !== 2) return otherwise
  const [x, y]: unknown[] = value
  return typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y) ? [x, y] : otherwise
}

const choice = <T extends string>(value: unknown, among: readonly T[], otherwise: T): T => among.find(one => one === value) ?? otherwise

const COLOR = /^#([0-9a-f]{6}|[0-9a-f]{8})$/i

/** Resolves `style:<id>`; what is no colour takes the default. */
function color(value: unknown, shared: ReadonlyMap<string, string>, otherwise: string): string {
  if (typeof value !== 'string') return otherwise
  const own = value.startsWith('style:') ? shared.get(value.slice('style:'.length)) : value
  return own === 'none' || (own !== undefined && COLOR.test(own)) ? own : otherwise
}

/** What shapes look like when nobody said. */
const INK = '#1b1d22'
const STROKED = new Set(['rectangle', 'ellipse', 'polygon', 'path', 'line'])

function readElement(json: Json, shared: ReadonlyMap<string, string>): SketchElement {
  const type = text(json['type'], '')
  const fit = pair(json['fit'], [0, 0])
  return {
    id: text(json['id'], ''),
    type,
    at: pair(json['at'], [0, 0]),
    size: pair(json['size'], [0, 0]),
    rotation: number(json['rotation'], 0),
    opacity: Math.min(1, Math.max(0, number(json['opacity'], 1))),
    fill: color(json['fill'], shared, 'none'),
    stroke: color(json['stroke'], shared, STROKED.has(type) ? INK : 'none'),
    strokeWidth: Math.max(0, number(json['strokeWidth'], 0.25)),
    strokeDash: Array.isArray(json['strokeDash']) ? json['strokeDash'].filter((one): one is number => typeof one === 'number' && one >= 0) : [],
    radius: Math.max(0, number(json['radius'], 0)),
    typography: {
      family: text(json['family'], 'Inter'),
      weight: number(json['weight'], 400),
      italic: json['italic'] === true,
      textSize: number(json['textSize'], 12),
      color: color(json['color'], shared, INK),
      spacing: number(json['spacing'], 0),
      lineHeight: number(json['lineHeight'], 1.3),
      align: choice(json['align'], ['start', 'center', 'end', 'justify'], 'start'),
      valign: choice(json['valign'], ['top', 'middle', 'bottom'], 'top'),
      ...(fit[0] > 0 && fit[1] >= fit[0] && { fit }),
    },
    texts: Object.fromEntries(LANGUAGES.map(language => [language, readRuns(isObject(json['texts']) ? json['texts'][language] : undefined, shared)])),
    field: text(json['field'], ''),
    fallback: strings(json['fallback']),
    elements: readElements(json['elements'], shared),
  }
}

function readElements(value: unknown, shared: ReadonlyMap<string, string>): SketchElement[] {
  return objects(value).filter(json => json['hidden'] !== true).map(json => readElement(json, shared))
}

function readRuns(value: unknown, shared: ReadonlyMap<string, string>): TextRun[] {
  return objects(value).flatMap((run): TextRun[] => {
    const insert = run['insert']
    const style = isObject(run['attributes']) ? run['attributes'] : {}
    const attributes = {
      ...(typeof style['family'] === 'string' && { family: style['family'] }),
      ...(typeof style['weight'] === 'number' && { weight: style['weight'] }),
      ...(typeof style['italic'] === 'boolean' && { italic: style['italic'] }),
      ...(typeof style['size'] === 'number' && { size: style['size'] }),
      ...(typeof style['spacing'] === 'number' && { spacing: style['spacing'] }),
      ...(style['color'] !== undefined && { color: color(style['color'], shared, INK) }),
    }
    if (typeof insert === 'string') return [{ insert, attributes }]
    if (!isObject(insert) || typeof insert['field'] !== 'string') return []
    return [{ insert: { field: insert['field'], ...(typeof insert['fallback'] === 'string' && { fallback: insert['fallback'] }) }, attributes }]
  })
}

/** Reads what `GET /api/drafts/{id}/layout` gives. Never fails; nothing readable is one empty A4 page. */
export function readSketch(layout: unknown): Sketch {
  const json = isObject(layout) ? layout : {}
  const shared = new Map(objects(json['styles']).map(style => [text(style['id'], ''), text(style['value'], '')]))
  const pages = objects(json['pages']).map((page): SketchPage => ({
    id: text(page['id'], 'page'),
    size: pair(page['size'], [210, 297]),
    background: color(page['background'], shared, '#ffffff'),
    elements: readElements(page['elements'], shared),
  }))
  const fields = objects(json['fields']).map((field): [string, SketchField] => {
    const key = text(field['key'], '')
    return [key, { key, label: strings(field['label']), sample: strings(field['sample']) }]
  })
  const languages = Array.isArray(json['languages']) ? LANGUAGES.filter(language => Array.isArray(json['languages']) && json['languages'].includes(language)) : []
  return {
    languages: languages.length > 0 ? languages : LANGUAGES,
    pages: pages.length > 0 ? pages : [{ id: 'page', size: [210, 297], background: '#ffffff', elements: [] }],
    fields: new Map(fields),
  }
}

/** A field's sample in a language, else its label in angle marks, as the canvas shows it. */
export function sampleOf(sketch: Sketch, key: string, language: Language): string {
  const field = sketch.fields.get(key)
  return field?.sample[language] ?? field?.sample['*'] ?? `‹${field?.label[language] ?? key}›`
}

/** The runs that are shown in a language: its own, else those of the next language of the layout that has some. */
export function runsIn(sketch: Sketch, texts: SketchElement['texts'], language: Language): readonly TextRun[] {
  for (const one of [language, ...sketch.languages]) {
    const runs = texts[one]
    if (runs?.some(run => run.insert !== '')) return runs
  }
  return []
}
