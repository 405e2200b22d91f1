import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import * as Y from 'yjs'
import { layoutFromJson } from '../thumbnails/from-json'
import { copyFrom } from './commands/old'
import type { Json } from './commands/restore'
import type { Element, Layout } from './model'
import { textValue } from './read/texts'
import { ROOT } from './schema'
import { documentJson, exchange, peer, peers, type Peer } from './testing/peers'

const ROOM = join(import.meta.dirname, '../../..')
const STARTERS = join(ROOM, 'server/src/templates/starters')
const starters = readdirSync(STARTERS).filter((name) => name.endsWith('.json')).map((name): [string, Json] => {
  const { layout } = JSON.parse(readFileSync(join(STARTERS, name), 'utf8')) as { layout: Json }
  return [name, layout]
})
const golden = JSON.parse(readFileSync(join(ROOM, 'tests/golden/documents/v1-yjs.canonical'), 'utf8')) as Json

/** What a layout says, whichever keys its orders have. */
function said(layout: Layout): unknown {
  const unordered = <T extends { order: string }>({ order: _order, ...rest }: T): Omit<T, 'order'> => rest
  return {
    languages: layout.languages,
    pages: layout.pages.map(unordered),
    elements: Object.fromEntries([...layout.elements].map(([id, element]) => [id, unordered(element)])),
    fields: layout.fields.map(unordered),
    styles: layout.styles.map(unordered),
  }
}

const text = (id: string, words: string): Json => ({ id, type: 'text', at: [10, 10], size: [50, 10], texts: { de: [{ insert: words }] } })
const box = (id: string, more: Json = {}): Json => ({ id, type: 'rectangle', at: [0, 0], size: [9, 9], ...more })
const on = (...elements: Json[]): Json => ({ schema: 1, languages: ['de', 'fr'], pages: [{ id: 'p1', size: [210, 297], elements }], fields: [], styles: [] })

function start(layout: Json, count = 2): Peer[] {
  const all = peers(count)
  all[0]?.commands.restore(layout)
  exchange(all)
  return all
}

describe('restoring a version', () => {
  it.each(starters)('says what %s says, over any other, and is one step to undo', (_name, layout) => {
    const one = peer()
    for (const [, other] of starters) {
      one.commands.restore(other)
      const before = said(one.view.layout())
      expect(before).toEqual(said(layoutFromJson(other)))
      if (!one.commands.restore(layout)) continue
      expect(said(one.view.layout())).toEqual(said(layoutFromJson(layout)))
      expect(one.history.undo()).toBe('done')
      expect(said(one.view.layout())).toEqual(before)
      expect(one.history.redo()).toBe('done')
      expect(said(one.view.layout())).toEqual(said(layoutFromJson(layout)))
    }
  })

  it('writes nothing where nothing differs', () => {
    const one = peer()
    for (const [, layout] of [...starters, ['golden', golden] as const]) {
      expect(one.commands.restore(layout)).toBe(true)
      one.outgoing.length = 0
      expect(one.commands.restore(layout)).toBe(false)
      expect(one.outgoing).toEqual([])
    }
  })

  it('brings back what this page does not know, where it stood', () => {
    const one = peer()
    one.commands.restore(golden)
    const written = documentJson(one.doc) as Record<'elements' | 'pages', Record<string, Record<string, unknown>>>
    const known = JSON.stringify(golden)
    for (const word of ['glow', 'shade', 'underline']) if (known.includes(word)) expect(JSON.stringify(written), word).toContain(word)
    expect(JSON.stringify(written)).not.toContain('"extra"')
  })

  it('leaves alone what nobody asked to change', () => {
    const [a, b] = start(on(box('r'), text('t', 'Diplom'))) as [Peer, Peer]
    const old = on(box('r'), text('t', 'Diplom'))
    a.commands.set(new Map([['r', { at: [5, 5] }]]))
    exchange([a, b])
    // While one restores, another paints the same element and types into a text that does not differ.
    a.commands.restore(old)
    b.commands.set(new Map([['r', { fill: '#aa0000' }]]))
    b.commands.setText('t', 'de', 'Diplom!')
    exchange([a, b])
    expect(documentJson(a.doc)).toEqual(documentJson(b.doc))
    expect(a.view.element('r')).toMatchObject({ at: [0, 0], fill: '#aa0000' })
    expect(textValue(a.view.element('t')?.texts?.de ?? [])).toBe('Diplom!')
  })

  it('is seen by others as an edit, and undone by its author alone', () => {
    const [a, b] = start(on(box('r'), text('t', 'Diplom'))) as [Peer, Peer]
    b.commands.set(new Map([['r', { at: [30, 30] }]]))
    b.commands.setText('t', 'de', 'Urkunde')
    exchange([a, b])
    const live = said(b.view.layout())
    a.commands.restore(on(box('r'), text('t', 'Diplom')))
    exchange([a, b])
    expect(b.view.element('r')?.at).toEqual([0, 0])
    expect(textValue(b.view.element('t')?.texts?.de ?? [])).toBe('Diplom')
    expect(a.history.undo()).toBe('done')
    exchange([a, b])
    expect(said(b.view.layout())).toEqual(live)
    expect(documentJson(a.doc)).toEqual(documentJson(b.doc))
  })

  it('puts siblings in order and writes few keys for it', () => {
    const ids = ['a', 'b', 'c', 'd', 'e']
    const [a] = start(on(...ids.map((id) => box(id)))) as [Peer]
    const orders = (): string[] => ids.map((id) => a.view.element(id)?.order ?? '')
    const before = orders()
    a.commands.restore(on(...['e', 'a', 'b', 'n', 'c', 'd'].map((id) => box(id))))
    expect(a.view.layout().pages[0]?.children).toEqual(['e', 'a', 'b', 'n', 'c', 'd'])
    expect(orders().filter((order, index) => order !== before[index])).toHaveLength(1)
    a.commands.restore(on(...[...ids].reverse().map((id) => box(id))))
    expect(a.view.layout().pages[0]?.children).toEqual([...ids].reverse())
  })

  it('changes the type and the parent of an element that keeps its id', () => {
    const [a] = start(on(box('x'), text('t', 'Diplom'))) as [Peer]
    a.commands.restore(on({ id: 'x', type: 'group', at: [1, 1], size: [0, 0], elements: [text('t', 'Diplom')] }))
    expect(a.view.element('x')).toMatchObject({ type: 'group', children: ['t'] })
    expect(a.view.element('t')?.parent).toBe('x')
  })

  it('takes away what belongs to no page, so that it does not come back with one', () => {
    const [a] = start(on(box('r'))) as [Peer]
    a.doc.transact(() => {
      const stray = new Y.Map<unknown>([['type', 'ellipse'], ['parent', 'gone'], ['order', 'V']])
      a.doc.getMap(ROOT.elements).set('stray', stray)
    })
    const { pages } = on(box('r'))
    a.commands.restore({ ...on(), pages: [...(pages as Json[]), { id: 'gone', size: [210, 297], elements: [] }] })
    expect([...a.view.layout().elements.keys()]).toEqual(['r'])
  })

  it('keeps the place of texts, so that two who begin a language write into the same', () => {
    const [a, b] = start(on(text('t', 'Diplom'))) as [Peer, Peer]
    a.commands.setText('t', 'fr', 'Diplôme')
    exchange([a, b])
    a.commands.restore(on(text('t', 'Diplom')))
    b.commands.setText('t', 'fr', 'Diplôme!')
    exchange([a, b])
    expect(textValue(a.view.element('t')?.texts?.fr ?? [])).toBe('!')
    expect(documentJson(a.doc)).toEqual(documentJson(b.doc))
  })

  it('does nothing with what is no layout, or without the right to', () => {
    const [a] = start(on(box('r'))) as [Peer]
    for (const odd of [{}, { pages: [] }, { pages: 'x' }]) expect(a.commands.restore(odd)).toBe(false)
    expect(a.view.element('r')).toBeDefined()
  })
})

test('an element of an old version is copied beside what stands, with all that is in it', () => {
  const old = on(
    { id: 'g', type: 'group', at: [20, 30], size: [0, 0], elements: [
      { ...text('t', 'Alt'), alt: { de: 'Titel' }, extra: { glow: 3 } }, box('r', { at: [10, 0] }),
    ] },
  )
  const [a] = start(on(box('r'))) as [Peer]
  const read = layoutFromJson(old)
  const copied = copyFrom(old, read, 'g')
  const [made] = copied === undefined ? [] : a.commands.paste(copied, 'p1', [0, 0])
  const group = a.view.element(made ?? '')
  expect(group).toMatchObject({ type: 'group', at: [20, 30] })
  const inside = (group?.children ?? []).map((id) => a.view.element(id)) as Element[]
  expect(inside.map((element) => element.type)).toEqual(['text', 'rectangle'])
  expect(inside[0]).toMatchObject({ alt: { de: 'Titel' }, extra: { glow: 3 } })
  expect(textValue(inside[0]?.texts?.de ?? [])).toBe('Alt')
  expect(inside.some((element) => element.id === 't' || element.id === 'r')).toBe(false)

  // Out of its group an element keeps its place on the page.
  const alone = copyFrom(old, read, 'r')
  const [single] = alone === undefined ? [] : a.commands.paste(alone, 'p1', [0, 0])
  expect(a.view.element(single ?? '')?.at).toEqual([30, 30])
  expect(copyFrom(old, read, 'nobody')).toBeUndefined()
})
