import { describe, expect, it } from 'vitest'
import { lookingAt, offered, sentWords, withMention, writtenWords } from './mentions'

const LUCA = { id: 'per_1', name: 'Luca Meier' }
const LUCAS = { id: 'per_2', name: 'Luca Meier-Huber' }
const ZOE = { id: 'per_3', name: 'Zoë Caflisch' }
const OTHER_LUCA = { id: 'per_4', name: 'Luca Meier' }

describe('looking for somebody', () => {
  it.each<[string, ReturnType<typeof lookingAt>]>([
    ['@|', { from: 0, query: '' }],
    ['Hi @lu|', { from: 3, query: 'lu' }],
    ['(@lu|', { from: 1, query: 'lu' }],
    ['@Luca Mei|', { from: 0, query: 'Luca Mei' }],
    ['@lu|ca', { from: 0, query: 'lu' }],
    ['a@example.com|', null],
    ['@ |', null],
    ['@Luca  |', null],
    ['@Luca\n|', null],
    ['@a b c d|', null],
    ['nobody|', null],
    [`@${'x'.repeat(60)}|`, null],
  ])('%j', (typed, expected) => expect(lookingAt(typed.replace('|', ''), typed.indexOf('|'))).toEqual(expected))

  it.each<[string, readonly string[]]>([
    ['', ['per_1', 'per_2', 'per_3']],
    ['lu', ['per_1', 'per_2']],
    ['zoe', ['per_3']],
    ['hub', ['per_2']],
    ['caf', ['per_3']],
    ['x', []],
  ])('by %j', (query, ids) => expect(offered([ZOE, LUCAS, LUCA, LUCA], query).map(({ id }) => id)).toEqual(ids))

  it.each<[string, string]>([
    ['Hi @lu|', 'Hi @Luca Meier |'],
    ['Hi @lu| there', 'Hi @Luca Meier | there'],
  ])('puts the name in: %j', (typed, expected) => {
    const caret = typed.indexOf('|')
    const words = typed.replace('|', '')
    const looking = lookingAt(words, caret)
    if (looking === null) throw new Error('somebody is looked for')
    const put = withMention(words, looking, caret, LUCA)
    expect(`${put.words.slice(0, put.caret)}|${put.words.slice(put.caret)}`.replace('| ', '|')).toBe(expected.replace('| ', '|'))
  })
})

describe('words are sent', () => {
  it.each<[string, Parameters<typeof sentWords>[1], string]>([
    ['@Luca Meier, look', [LUCA], '@per_1, look'],
    ['@Luca Meier-Huber and @Luca Meier', [LUCA, LUCAS], '@per_2 and @per_1'],
    ['@Luca Meier @Luca Meier', [LUCA, OTHER_LUCA], '@per_1 @per_4'],
    ['@Luca Meier @Luca Meier', [LUCA], '@per_1 @per_1'],
    ['@Luca Meierhans', [LUCA], '@Luca Meierhans'],
    ['@Zoë Caflisch', [], '@Zoë Caflisch'],
    ['  words \n', [], 'words'],
  ])('%j', (words, chosen, sent) => expect(sentWords(words, chosen)).toBe(sent))

  it('and can be changed', () =>
    expect(writtenWords('@per_1 and @per_9 and @per_3', [LUCA, ZOE])).toEqual({ words: '@Luca Meier and @per_9 and @Zoë Caflisch', chosen: [LUCA, ZOE] }))
  it('the same again after they were read for changing', () => {
    const { words, chosen } = writtenWords('@per_1, @per_4!', [LUCA, OTHER_LUCA])
    expect(sentWords(words, chosen)).toBe('@per_1, @per_4!')
  })
})
