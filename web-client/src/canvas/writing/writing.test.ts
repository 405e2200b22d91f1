import { beforeAll, describe, expect, it } from 'vitest'
import type { OpenDraft, PresenceState, TextRun } from '../../document/model'
import { MOST_TEXT_UNITS } from '../../document/schema'
import { exchange, peers, type Peer } from '../../document/testing/peers'
import { millipoints, type TextStyle } from '../../text'
import { setText } from '../../text/set-text'
import type { Shaper } from '../../text/shaping'
import { testShaper } from '../../text/testing'
import { unset } from './unset'
import { Writing, type Step, type WritingPlace } from './writing'

let shaper: Shaper
beforeAll(async () => {
  shaper = await testShaper()
})

const STYLE: TextStyle = { family: 'Inter', weight: 400, italic: false, size: millipoints(12), color: '#1b1d22', spacing: 0 }

/** One's own page and somebody else's over the same text, and somebody writing on the first. */
function room(value: string, place: Partial<WritingPlace> = {}) {
  const [own, other] = peers(2)
  if (own === undefined || other === undefined) throw new Error('two peers were asked for')
  const id = own.commands.create({ type: 'text', parent: 'p1', size: [80, 20], text: { language: 'de', value } })
  own.commands.declareField({ key: 'name', type: 'text', label: { de: 'Name' } })
  exchange([own, other])
  own.history.close()
  let shown: Partial<PresenceState> = {}
  const { view, commands, anchors, history } = own
  const draft: OpenDraft = {
    view, commands, anchors, history,
    news: { subscribe: () => () => undefined },
    presence: { peers: () => [], set: (patch) => { shown = { ...shown, ...patch } }, subscribe: () => () => undefined },
    access: () => 'edit', saveState: () => ({ kind: 'saved' }), refused: () => null, decide: () => undefined, loaded: () => true,
    typing: (write) => write(), subscribe: () => () => undefined, close: () => undefined,
  }
  const runs = (one: Peer = own): readonly TextRun[] => one.view.element(id)?.texts?.de ?? []
  const writing = new Writing({
    draft, element: id, language: 'de', set: () => unset(runs(), (chip) => `«${chip.field}»`), mayFormat: () => true, full: () => undefined, completes: true, ...place,
  })
  writing.enter()
  return {
    own, other, id, writing, runs, shown: () => shown,
    value: () => writing.value(),
    at: () => writing.stretch(),
    move(step: Step, by: 1 | -1, extend = false) {
      writing.move(step, by, extend)
      return writing.get().caret
    },
    /** Somebody else puts words in. */
    elsewhere(from: number, to: number, words: string) {
      other.commands.replaceText(id, 'de', from, to, words === '' ? [] : [{ insert: words }])
      exchange([own, other])
    },
  }
}

describe('the caret', () => {
  it('goes by characters as people count them, and never out of the text', () => {
    const { writing, move } = room('aé👩‍👩‍👧b')
    writing.select(0)
    expect([move('character', -1), move('character', 1), move('character', 1), move('character', 1), move('character', 1), move('character', 1)])
      .toEqual([0, 1, 2, 10, 11, 11])
    expect(move('character', -1)).toBe(10)
  })

  it('goes by words, and to the ends of the text', () => {
    const { writing, move } = room('Für gute Arbeit')
    writing.select(0)
    expect([move('word', 1), move('word', 1), move('word', -1), move('text', 1), move('text', -1)]).toEqual([3, 8, 4, 15, 0])
  })

  it('steps over a field as one', () => {
    const { writing, move } = room('Für ')
    writing.select(4)
    writing.insertField('name')
    expect([move('character', -1), move('character', 1)]).toEqual([4, 5])
  })

  it('goes up by paragraphs to where they begin, down to where they end', () => {
    const { writing, move } = room('eins\nzwei drei\n\nvier')
    writing.select(12)
    expect([move('paragraph', -1), move('paragraph', -1), move('paragraph', -1)]).toEqual([5, 0, 0])
    expect([move('paragraph', 1), move('paragraph', 1), move('paragraph', 1), move('paragraph', 1), move('paragraph', 1)]).toEqual([4, 14, 15, 20, 20])
  })

  it('stays at the beginning of a text that begins with an empty paragraph', () => {
    const { writing, move } = room('\nabc')
    writing.select(0)
    expect(move('paragraph', -1)).toBe(0)
    writing.select(1)
    expect(move('paragraph', -1)).toBe(0)
    expect(move('paragraph', 1)).toBe(4)
    expect(move('paragraph', -1)).toBe(1)
  })

  it('goes by lines towards where it came from', () => {
    const text = 'eins zwei drei\nvier\nfünf sechs sieben'
    const { writing, move } = room(text, {
      set: () => setText(shaper, [{ text, style: STYLE }], { width: 80, height: 50, lineHeight: 1.3, align: 'start', valign: 'top', own: STYLE }),
    })
    writing.select(14)
    expect([move('line', 1), move('edge', -1), move('line', -1)]).toEqual([19, 15, 0])
    writing.select(14)
    const further = [move('line', 1), move('line', 1)]
    expect(further[0]).toBe(19)
    expect(further[1]).toBeGreaterThan(30)
    expect([move('line', -1), move('line', -1)]).toEqual([19, 14])
  })

  it('falls together at the end of a selection, or takes it along', () => {
    const { writing, move, at } = room('Für gute Arbeit')
    writing.select(4, 8)
    expect(move('character', -1)).toBe(4)
    writing.select(4, 8)
    expect(move('character', 1)).toBe(8)
    move('word', -1, true)
    expect(at()).toEqual([4, 8])
    writing.select(-5, 99)
    expect(at()).toEqual([0, 15])
  })
})

describe('words and paragraphs', () => {
  it.each<readonly [string, number, readonly [number, number]]>([
    ['\nabc', 0, [0, 0]], ['\nabc', 1, [1, 4]], ['a\nb', 1, [0, 1]], ['a\nb', 2, [2, 3]], ['', 0, [0, 0]],
  ])('the paragraph in %j around %i', (value, index, around) => {
    expect(room(value).writing.around(index, 'paragraph')).toEqual(around)
  })

  it('are selected whole, onwards and backwards from the first', () => {
    const { writing, at } = room('Für gute Arbeit')
    writing.selectAround(5, 'word')
    const first = at()
    expect(first).toEqual([4, 8])
    writing.selectAround(10, 'word', first)
    expect(at()).toEqual([4, 15])
    writing.selectAround(1, 'word', first)
    expect([at(), writing.get().caret]).toEqual([[0, 8], 0])
  })
})

describe('writing', () => {
  it('types in the place of the selection, in one step of undo', () => {
    const { writing, value, at } = room('Für gute Arbeit')
    writing.select(4, 8)
    for (const letter of 'klar') writing.type(letter)
    expect([value(), at()]).toEqual(['Für klar Arbeit', [8, 8]])
    expect([writing.undo('undo'), value(), at()]).toEqual(['done', 'Für gute Arbeit', [8, 8]])
    expect([writing.undo('redo'), value(), at()]).toEqual(['done', 'Für klar Arbeit', [8, 8]])
  })

  it('a caret that was put elsewhere begins another step', () => {
    const { writing, value } = room('ab')
    writing.select(2)
    writing.type('c')
    writing.select(0)
    writing.type('_')
    writing.undo('undo')
    expect(value()).toBe('abc')
  })

  it('removes characters, words, paragraphs, or what is selected', () => {
    const { writing, value, at } = room('eins zwei\ndrei 👩‍👩‍👧')
    writing.remove('character', 1)
    expect(value()).toBe('ins zwei\ndrei 👩‍👩‍👧')
    writing.remove('character', -1)
    expect(at()).toEqual([0, 0])
    writing.select(99)
    writing.remove('character', -1)
    expect(value()).toBe('ins zwei\ndrei ')
    writing.remove('word', -1)
    expect(value()).toBe('ins zwei\n')
    writing.remove('paragraph', -1)
    expect(value()).toBe('')
    writing.type('noch einmal')
    writing.select(5, 2)
    writing.remove('word', 1)
    expect([value(), at()]).toEqual(['noeinmal', [2, 2]])
  })

  it('finds a field behind a brace, for as long as it is looked for', () => {
    const { writing, runs } = room('')
    writing.type('{')
    writing.type('n')
    expect(writing.query()).toBe('n')
    writing.insertField('name')
    expect([runs(), writing.query()]).toEqual([[{ insert: { field: 'name' } }], null])
    writing.type('{')
    writing.move('character', -1, false)
    expect(writing.query()).toBeNull()
  })
})

describe('the look of what comes next', () => {
  it('is what it continues', () => {
    const { writing, runs } = room('Für gute Arbeit')
    writing.select(4, 8)
    writing.toggleBold()
    writing.select(8)
    writing.type('n')
    writing.select(4)
    writing.type('x')
    expect(runs().map(({ insert, attributes }) => [insert, attributes?.weight])).toEqual([['Für x', undefined], ['guten', 700], [' Arbeit', undefined]])
  })

  it('is chosen ahead where nothing is selected, and forgotten when the caret goes elsewhere', () => {
    const { writing, runs } = room('Für ')
    writing.select(4)
    writing.toggleItalic()
    expect([writing.looks()[0]?.italic, runs()]).toEqual([true, [{ insert: 'Für ' }]])
    writing.type('gute')
    writing.type(' Arbeit')
    expect(runs()).toEqual([{ insert: 'Für ' }, { insert: 'gute Arbeit', attributes: { italic: true } }])
    writing.select(1)
    writing.toggleBold()
    writing.select(2)
    writing.type('_')
    expect([runs()[0], writing.get().pending]).toEqual([{ insert: 'Fü_r ' }, null])
  })

  it('whoever may write words only chooses none', () => {
    const { writing, runs } = room('Für ', { mayFormat: () => false })
    writing.select(0, 4)
    writing.toggleBold()
    writing.select(4)
    writing.toggleBold()
    writing.type('gute')
    expect([runs(), writing.get().pending]).toEqual([[{ insert: 'Für gute' }], null])
  })
})

describe('what others do meanwhile', () => {
  it('moves the caret with its words', () => {
    const { writing, at, elsewhere, value } = room('Für Arbeit')
    writing.select(4)
    elsewhere(0, 0, 'Diplom. ')
    expect(at()).toEqual([12, 12])
    elsewhere(18, 18, '!')
    expect(at()).toEqual([12, 12])
    writing.type('gute ')
    expect(value()).toBe('Diplom. Für gute Arbeit!')
  })

  it('keeps a selection on its words, and leaves the caret where they were taken away', () => {
    const { writing, at, elsewhere } = room('Für gute Arbeit')
    writing.select(4, 8)
    elsewhere(0, 4, '')
    expect(at()).toEqual([0, 4])
    elsewhere(4, 4, 'n')
    expect(at()).toEqual([0, 4])
    elsewhere(0, 12, '')
    expect(at()).toEqual([0, 0])
  })

  it('is seen by others only while one is in the text', () => {
    const { writing, id, shown, other } = room('Für Arbeit')
    writing.select(4)
    const text = shown().text
    expect(text == null ? null : [text.element, other.anchors.at(id, 'de', text.caret)]).toEqual([id, 4])
    writing.leave()
    expect(shown().text).toBeNull()
    writing.select(2)
    expect(shown().text).toBeNull()
  })
})

describe('a field that is selected', () => {
  function chosen() {
    const it = room('an ')
    it.writing.select(3)
    it.writing.insertField('name')
    it.writing.insertField('name')
    exchange([it.own, it.other])
    it.writing.select(3, 4)
    const chip = it.writing.chip()
    if (chip === null) throw new Error('no field is selected')
    return { ...it, chip }
  }

  it('is the same choice wherever others’ words move it, and another one when another is selected', () => {
    const { writing, elsewhere, chip } = chosen()
    elsewhere(0, 0, 'Diplom ')
    expect(writing.chip()).toEqual({ ...chip, at: 10 })
    writing.select(11, 12)
    expect(writing.chip()?.chip).toEqual(chip.chip)
    expect(writing.chip()?.choice).not.toBe(chip.choice)
  })

  it('stays selected when it is written otherwise, although others moved it', () => {
    const { writing, elsewhere, chip, runs } = chosen()
    elsewhere(0, 0, 'Diplom ')
    writing.setChip(chip, { fallback: 'N. N.' })
    expect(runs().map(({ insert }) => insert)).toEqual(['Diplom an ', { field: 'name', fallback: 'N. N.' }, { field: 'name' }])
    expect(writing.chip()).toEqual({ at: 10, chip: { field: 'name', fallback: 'N. N.' }, choice: chip.choice })
    expect([writing.undo('undo'), runs().length]).toEqual(['done', 3])
    expect(runs()[1]).toEqual({ insert: { field: 'name' } })
  })

  it('does not take back whoever has gone on to another one', () => {
    const { writing, chip, runs } = chosen()
    writing.select(4, 5)
    writing.setChip(chip, { fallback: 'N. N.' })
    expect([writing.chip()?.at, runs()[1]?.insert]).toEqual([4, { field: 'name', fallback: 'N. N.' }])
  })
})

describe('a text that is full', () => {
  it('takes what there is room for and says that the rest was left out, once for each attempt', () => {
    let said = 0
    const { writing, value } = room('', { full: () => { said += 1 } })
    writing.insert([{ insert: 'x'.repeat(MOST_TEXT_UNITS - 2) }], true)
    expect([value().length, said]).toEqual([MOST_TEXT_UNITS - 2, 0])
    writing.type('yyyy')
    expect([value().length, said]).toEqual([MOST_TEXT_UNITS, 1])
    writing.type('z')
    expect([value().length, said]).toEqual([MOST_TEXT_UNITS, 2])
  })
})
