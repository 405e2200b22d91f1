import { describe, expect, it } from 'vitest'
import { findPassage, MOST_QUOTE, passageOf } from './passage'

const TEXT = 'This is to certify that \uFFFC has completed the course in typography with honours. The course took two years; the course is recognised.'

/** The words from the beginning of `mark` to its end, remembered in `text`. */
function remembered(text: string, mark: string, nth = 0) {
  let at = text.indexOf(mark)
  for (let i = 0; i < nth; i++) at = text.indexOf(mark, at + 1)
  const passage = passageOf(text, at, at + mark.length)
  if (passage === null) throw new Error('there are words')
  return passage
}

describe('words are remembered', () => {
  it.each<[string, string, number, number, ReturnType<typeof passageOf>]>([
    ['with what stands around them', 'one two three', 4, 7, { quote: 'two', prefix: 'one ', suffix: ' three', offset: 4 }],
    ['whichever way they were selected', 'one two three', 7, 4, { quote: 'two', prefix: 'one ', suffix: ' three', offset: 4 }],
    ['without spaces at their ends', 'one two three', 3, 8, { quote: 'two', prefix: 'one ', suffix: ' three', offset: 4 }],
    ['with whole characters', 'a👩‍👩‍👧b', 2, 4, { quote: '👩‍👩‍👧', prefix: 'a', suffix: 'b', offset: 1 }],
    ['with fields', 'for \uFFFC!', 0, 5, { quote: 'for \uFFFC', prefix: '', suffix: '!', offset: 0 }],
    ['not at all when there are none', 'one   two', 3, 6, null],
    ['not at all outside of the text', 'one', 7, 9, null],
  ])('%s', (_, text, from, to, expected) => expect(passageOf(text, from, to)).toEqual(expected))

  it('with bounds', () => {
    const passage = passageOf('x'.repeat(100) + 'y'.repeat(1000) + 'z'.repeat(100), 100, 1100)
    expect(passage?.quote.length).toBe(MOST_QUOTE)
    expect(passage?.prefix).toBe('x'.repeat(32))
    expect(passage?.suffix).toBe('y'.repeat(32))
  })
})

describe('words are found again', () => {
  const found = (text: string, passage: ReturnType<typeof remembered>, hint: number | null = null) => {
    const it = findPassage(text, passage, hint)
    return it && [text.slice(it.from, it.to), it.from, it.exact]
  }
  it('where they were', () => expect(found(TEXT, remembered(TEXT, 'typography'))).toEqual(['typography', 54, true]))
  it('behind words that were put in front of them', () =>
    expect(found(`Berne. ${TEXT}`, remembered(TEXT, 'typography'))).toEqual(['typography', 61, true]))
  it.each([0, 1, 2])('the right one of several that read alike (%s)', (nth) => {
    const text = TEXT.replaceAll('The course', 'the course')
    const passage = remembered(text, 'the course', nth)
    expect(found(`Zurich, 3 May. ${text}`, passage)?.[1]).toBe(passage.offset + 15)
  })
  it('the nearest of several with the same around them', () => {
    const text = Array.from({ length: 9 }, () => 'sign here: ______________________________ ').join('\n')
    const passage = remembered(text, 'sign', 5)
    expect(found(text, passage)?.[1]).toBe(passage.offset)
    expect(found(`\n\n${text}`, passage)?.[1]).toBe(passage.offset + 2)
  })
  it('where a place that stayed with them says, among several with the same around them', () => {
    const line = 'sign here: ______________________________ \n'
    const passage = remembered(line.repeat(9), 'sign', 5)
    // Three lines were put in front: nearest to the old place is another one.
    expect(found(line.repeat(12), passage, line.length * 8)?.[1]).toBe(line.length * 8)
  })
  it('not where a hint says, when other words stand there', () =>
    expect(found(TEXT, remembered(TEXT, 'typography'), 3)).toEqual(['typography', 54, true]))
  it('after they were deleted and brought back', () => {
    const passage = remembered(TEXT, 'typography')
    const without = TEXT.replace('typography', '')
    expect(found(without, passage, 54)).toBeNull()
    expect(found(TEXT, passage, 54)).toEqual(['typography', 54, true])
  })
  it.each<[string, string, string, string]>([
    ['a word put in', 'completed the course', 'completed the whole course', 'completed the whole course'],
    ['a word taken out', 'completed the course in typography', 'completed typography', 'completed typography'],
    ['a slip mended', 'typography', 'typographie', 'typographi'],
    ['other capitals', 'with honours', 'With Honours', 'With Honours'],
  ])('when they were changed: %s', (_, before, after, expected) => {
    const text = TEXT.replace(before, after)
    const it = findPassage(text, remembered(TEXT, before), null)
    expect(it?.exact).toBe(false)
    expect(text.slice(it?.from, it?.to)).toContain(expected.slice(2, -2))
  })
  it('when they were replaced, by what stands between their surroundings', () =>
    expect(found(TEXT.replace('typography', 'bookbinding'), remembered(TEXT, 'typography'))).toEqual(['bookbinding', 54, false]))
  it.each<[string, string, string]>([
    ['the text is empty', '', 'typography'],
    ['they were deleted', TEXT.replace('typography ', ''), 'typography '],
    ['nothing of the text is left', 'Lorem ipsum dolor sit amet, consectetur adipiscing elit.', 'typography with honours'],
    ['only a short word elsewhere reads alike', 'Nobody knows the reason; perhaps it was the weather, perhaps the time of day.', 'the'],
  ])('not when %s', (_, text, mark) => expect(found(text, remembered(TEXT, mark))).toBeNull())

  it('a whole text of one word, which was moved behind another', () => expect(found('Our Diploma', remembered('Diploma', 'Diploma'))).toEqual(['Diploma', 4, true]))

  it('within a long text in time', () => {
    const long = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit. '.repeat(850)
    const text = `${long}here something particular was written that nobody will find again${long}`.slice(0, 50_000)
    const passage = { quote: 'quite another sentence that is found nowhere in all of this text, whatever is tried', prefix: 'x'.repeat(32), suffix: 'y'.repeat(32), offset: 25_000 }
    const start = performance.now()
    expect(findPassage(text, passage, null)).toBeNull()
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})
