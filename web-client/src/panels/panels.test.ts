import { describe, expect, it } from 'vitest'
import { chipLabel } from '../canvas/texts'
import { looksIn } from '../canvas/writing/looks'
import type { TextStretch } from '../document/model'
import { peer, type Peer } from '../document/testing/peers'
import { keyFor } from './field-key'
import { common } from './mixed'
import { changeStyle, makeStyle, type Chosen } from './shared-style'

describe('field keys', () => {
  it.each([
    ['Name der Lernenden', 'name_der_lernenden'],
    ['Prüfungsdatum', 'pruefungsdatum'],
    ['Durée (heures)', 'duree_heures'],
    ['2. Note', 'note'],
    ['日付', 'field'],
  ])('of %s are %s', (label, key) => expect(keyFor(label, new Set())).toBe(key))
  it('count up when taken', () => {
    expect(keyFor('Name', new Set(['name', 'name_2']))).toBe('name_3')
    expect(keyFor('x'.repeat(80), new Set(['x'.repeat(60)]))).toHaveLength(60)
  })
})

it('says what several have in common', () => {
  expect(common([{ a: 1 }, { a: 1 }], (it) => it.a)).toBe(1)
  expect(common([{ a: 1 }, { a: 2 }], (it) => it.a)).toBeNull()
})

it('a field in a text stands there by its label, or by its key when it is not declared', () => {
  const fields = [{ key: 'name', label: { fr: 'Nom' }, type: 'text', required: false, sample: {}, order: 'V' }] as const
  expect([chipLabel({ field: 'name' }, fields, 'de', ['fr']), chipLabel({ field: 'gone' }, fields, 'de', ['fr'])]).toEqual(['«Nom»', '«gone»'])
})

describe('shared styles from selected words', () => {
  const written = (): { a: Peer; id: string; words: TextStretch; chosen: () => Chosen } => {
    const a = peer(1)
    const id = a.commands.create({ type: 'text', parent: 'page', size: [80, 20], text: { language: 'de', value: 'Titel und Text' } })
    a.commands.formatText(id, 'de', 0, 5, { weight: 700, size: 24 })
    a.history.close()
    const words = { id, language: 'de', from: 0, to: 5 } as const
    return {
      a, id, words, chosen: () => {
        const element = a.view.element(id)
        const [look] = element ? looksIn(element, 'de', [0, 5]) : []
        if (look === undefined) throw new Error('the words have a look')
        return { look, lineHeight: undefined, wearers: [words] }
      },
    }
  }
  const attributes = (a: Peer, id: string) => a.view.element(id)?.texts?.de.map((run) => run.attributes)

  it('are made, and worn by the words, in one step of undo', () => {
    const { a, id, chosen } = written()
    const style = makeStyle(a.commands, chosen(), 'Titel')
    expect(a.view.layout().styles).toMatchObject([{ name: 'Titel', look: { weight: 700, size: 24 } }])
    expect(attributes(a, id)).toMatchObject([{ weight: 700, size: 24, style }, undefined])
    expect(a.history.undo()).toBe('done')
    expect(a.view.layout().styles).toEqual([])
    expect(attributes(a, id)).toEqual([{ weight: 700, size: 24 }, undefined])
  })

  it('are changed in one step of undo, and keep their line height', () => {
    const { a, id, words, chosen } = written()
    const style = a.commands.createStyle({ kind: 'text', name: 'Titel', look: { size: 30, lineHeight: 1.1 } }, [words])
    a.commands.formatText(id, 'de', 0, 5, { italic: true })
    a.history.close()
    changeStyle(a.commands, a.view.layout().styles, chosen(), style)
    expect(a.view.layout().styles[0]?.look).toMatchObject({ size: 30, italic: true, lineHeight: 1.1 })
    expect(a.commands.copyText(id, 'de', 0, 5)).toEqual([{ insert: 'Titel', attributes: { style } }])
    expect(a.history.undo()).toBe('done')
    expect(a.view.layout().styles[0]?.look).toEqual({ size: 30, lineHeight: 1.1 })
    expect(a.commands.copyText(id, 'de', 0, 5)).toEqual([{ insert: 'Titel', attributes: { style, italic: true } }])
    changeStyle(a.commands, a.view.layout().styles, { ...chosen(), lineHeight: 1.5, wearers: [id] }, style)
    expect(a.view.layout().styles[0]?.look?.lineHeight).toBe(1.5)
    expect(a.view.element(id)?.style).toBe(style)
  })
})
