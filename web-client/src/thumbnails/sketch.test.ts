import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../document/model'
import { readSketch, runsIn, sampleOf, type SketchElement } from './sketch'

const STARTERS = join(import.meta.dirname, '../../../server/src/templates/starters')

describe.each(readdirSync(STARTERS).filter(name => name.endsWith('.json')))('the starter %s', name => {
  const starter = JSON.parse(readFileSync(join(STARTERS, name), 'utf8')) as { id: string; name: object; description: object; layout: unknown }
  const sketch = readSketch(starter.layout)
  const elements = sketch.pages.flatMap(page => page.elements)

  it('has a name and a description in five languages', () => {
    expect(`${starter.id}.json`).toBe(name)
    expect(Object.keys(starter.name)).toEqual(LANGUAGES)
    expect(Object.keys(starter.description)).toEqual(LANGUAGES)
  })

  it.each(LANGUAGES)('has every text, label and sample in %s', language => {
    for (const element of elements.filter(one => one.type === 'text' || one.type === 'seal')) {
      expect.soft(element.texts[language]?.length, element.id).toBeGreaterThan(0)
    }
    for (const field of sketch.fields.values()) {
      expect.soft(field.label[language], field.key).toBeTruthy()
      expect.soft(sampleOf(sketch, field.key, language), field.key).not.toContain('‹')
    }
  })

  it('declares the fields that it uses, and uses those that it declares', () => {
    const used = (element: SketchElement): string[] => [
      ...(element.type === 'field' ? [element.field] : []),
      ...LANGUAGES.flatMap(language => (element.texts[language] ?? []).flatMap(run => (typeof run.insert === 'string' ? [] : [run.insert.field]))),
    ]
    expect([...new Set(elements.flatMap(used))].sort()).toEqual([...sketch.fields.keys()].sort())
  })

  it('keeps everything on its page', () => {
    for (const page of sketch.pages) {
      for (const { id, at, size } of page.elements) {
        expect.soft(at[0] >= 0 && at[1] >= 0 && at[0] + size[0] <= page.size[0] && at[1] + size[1] <= page.size[1], id).toBe(true)
      }
    }
  })
})

it('reads anything as at least one empty page', () => {
  for (const odd of [null, 3, 'x', [], {}, { pages: 'no' }, { pages: [3, null] }]) {
    expect(readSketch(odd).pages).toEqual([{ id: 'page', size: [210, 297], background: '#ffffff', elements: [] }])
  }
})

it('leaves out what is odd and keeps the rest', () => {
  const { pages } = readSketch({
    styles: [{ id: 's', kind: 'color', value: '#112233' }],
    pages: [{ id: 'p', size: [100, 'x'], elements: [
      { id: 'a', type: 'rectangle', at: [1, Number.NaN], fill: 'style:s', stroke: 'url(http://x)', opacity: 7 },
      { id: 'b', type: 'rectangle', hidden: true }, 'nonsense',
    ] }],
  })
  expect(pages[0]?.size).toEqual([210, 297])
  expect(pages[0]?.elements.map(({ id, at, fill, stroke, opacity }) => ({ id, at, fill, stroke, opacity }))).toEqual([
    { id: 'a', at: [0, 0], fill: '#112233', stroke: '#1b1d22', opacity: 1 },
  ])
})

it('shows a text that a language lacks in the next language of the layout', () => {
  const sketch = readSketch({ languages: ['fr', 'de'], pages: [{ elements: [{ id: 'a', type: 'text', texts: { de: [{ insert: 'Diplom' }], fr: [], it: [{ insert: '' }] } }] }] })
  const texts = sketch.pages[0]?.elements[0]?.texts ?? {}
  expect(runsIn(sketch, texts, 'it').map(run => run.insert)).toEqual(['Diplom'])
})
