import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { textScenery } from '../canvas/text-scenery'
import { fill, shownText } from '../scene/words'
import { LANGUAGES, type Element } from '../document/model'
import { layoutFromJson } from './from-json'

const STARTERS = join(import.meta.dirname, '../../../server/src/templates/starters')

describe.each(readdirSync(STARTERS).filter(name => name.endsWith('.json')))('the starter %s', name => {
  const starter = JSON.parse(readFileSync(join(STARTERS, name), 'utf8')) as { id: string; name: object; description: object; layout: { pages: { elements: { id: string }[] }[] } }
  const layout = layoutFromJson(starter.layout)
  const elements = [...layout.elements.values()]

  it('has a name and a description in five languages', () => {
    expect(`${starter.id}.json`).toBe(name)
    expect(Object.keys(starter.name)).toEqual(LANGUAGES)
    expect(Object.keys(starter.description)).toEqual(LANGUAGES)
  })

  it('is read whole, in the order in which it is written', () => {
    expect(layout.pages[0]?.children).toEqual(starter.layout.pages[0]?.elements.map(element => element.id))
    expect(elements.filter(element => element.type === 'unknown')).toEqual([])
  })

  it.each(LANGUAGES)('has every text, label and sample in %s', language => {
    for (const element of elements.filter(one => one.texts !== undefined)) expect.soft(shownText(element, language, []).language, element.id).toBe(language)
    for (const field of layout.fields) {
      expect.soft(field.label[language], field.key).toBeTruthy()
      expect.soft(fill(textScenery({ ...layout, languages: [] }, language), { field: field.key }), field.key).not.toEqual({ text: `«${field.label[language] ?? field.key}»` })
    }
  })

  it('declares the fields that it uses, and uses those that it declares', () => {
    const used = (element: Element): string[] => [
      ...(element.field ? [element.field.key] : []),
      ...Object.values(element.texts ?? {}).flatMap(runs => runs.flatMap(run => (typeof run.insert === 'string' ? [] : [run.insert.field]))),
    ]
    expect([...new Set(elements.flatMap(used))].sort()).toEqual(layout.fields.map(field => field.key).sort())
  })

  it('keeps everything on its page, or in what is cut off around it', () => {
    const check = (ids: readonly string[], from: readonly [number, number], [width, height]: readonly [number, number], bleed: number): void => {
      for (const id of ids) {
        const element = layout.elements.get(id)
        if (element === undefined) throw new Error(id)
        const [x, y] = [from[0] + element.at[0], from[1] + element.at[1]]
        expect.soft(x >= -bleed && y >= -bleed && x + element.size[0] <= width + bleed && y + element.size[1] <= height + bleed, id).toBe(true)
        check(element.children, [x, y], [width, height], bleed)
      }
    }
    for (const { children, size, bleed } of layout.pages) check(children, [0, 0], size, bleed)
  })
})

it('reads anything as at least one empty page', () => {
  for (const odd of [null, 3, 'x', [], {}, { pages: 'no' }, { pages: [3, null, {}] }, { pages: [{ id: 'p', elements: [{ id: 'a' }, 'x'] }] }]) {
    const { pages, elements } = layoutFromJson(odd)
    expect(pages.map(page => page.size)).toEqual([[210, 297]])
    expect(elements.size).toBe(0)
  }
})

it('puts what a group holds below it, and leaves out what is odd', () => {
  const { elements } = layoutFromJson({
    pages: [{ id: 'p', size: [210, 297], elements: [
      { id: 'g', type: 'group', elements: [{ id: 'a', type: 'text', at: [1, 'x'], texts: { de: [{ insert: 'Diplom', attributes: { weight: 700 } }, { insert: '' }, 3] } }] },
    ] }],
  })
  expect(elements.get('g')?.children).toEqual(['a'])
  expect(elements.get('a')?.at).toEqual([0, 0])
  expect(elements.get('a')?.texts?.de).toEqual([{ insert: 'Diplom', attributes: { weight: 700 } }])
})
