import { describe, expect, it } from 'vitest'
import { forgetOthers, KeptWords, nameForGuest, nameForPerson, type WordsStorage } from './kept-words'
import type { AnchorBody } from '../protocol/generated'
import { NEW } from './talk'

function storage(): WordsStorage & { readonly kept: Map<string, string>; readonly length: number; key(index: number): string | null } {
  const kept = new Map<string, string>()
  return {
    kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => { kept.set(key, value) }, removeItem: (key) => { kept.delete(key) },
    get length() { return kept.size }, key: (index) => [...kept.keys()][index] ?? null,
  }
}
const POINT = { kind: 'point', place: { page: 'p1', x: 1, y: 2 } } as const
const ELEMENT: AnchorBody = { kind: 'element', element: 'e1', offset: [0.5, 0.5], place: { page: 'p1', x: 1, y: 2 } }
const LUCA = { id: 'per_luca', name: 'Luca Meier' }
const said = (words: string) => ({ words, chosen: [] })
const ZOE = nameForPerson('per_zoe')

describe('words that were typed', () => {
  it('are there after the page was loaded anew, with what they are about', () => {
    const disk = storage()
    const before = new KeptWords(ZOE, 'drf_1', disk)
    before.anchor = POINT
    before.set(NEW, said('Darker'))
    before.set('thr_1', said('Yes, but'))
    const after = new KeptWords(ZOE, 'drf_1', disk)
    expect(after.get(NEW)).toEqual(said('Darker'))
    expect(after.get('thr_1')).toEqual(said('Yes, but'))
    expect(after.anchor).toEqual(POINT)
    expect(after.all()).toEqual(['Darker', 'Yes, but'])
  })

  it('are about what was pointed at last', () => {
    const disk = storage()
    const before = new KeptWords(ZOE, 'drf_1', disk)
    before.anchor = POINT
    before.set(NEW, said('Darker'))
    before.anchor = ELEMENT
    expect(new KeptWords(ZOE, 'drf_1', disk).anchor).toEqual(ELEMENT)
  })

  it('come back with the next new discussion when that one was closed', () => {
    const disk = storage()
    const before = new KeptWords(ZOE, 'drf_1', disk)
    before.anchor = POINT
    before.set(NEW, said('Darker'))
    before.anchor = null
    const after = new KeptWords(ZOE, 'drf_1', disk)
    expect([after.anchor, after.get(NEW)]).toEqual([null, said('Darker')])
  })

  it('know who is meant, for as long as the name stands in them', () => {
    const disk = storage()
    new KeptWords(ZOE, 'drf_1', disk).set('thr_1', { words: 'Ask @Luca Meier', chosen: [LUCA, { id: 'per_2', name: 'Ana' }] })
    expect(new KeptWords(ZOE, 'drf_1', disk).get('thr_1')).toEqual({ words: 'Ask @Luca Meier', chosen: [LUCA] })
  })

  it('belong to one person, and to one draft', () => {
    const disk = storage()
    new KeptWords(ZOE, 'drf_1', disk).set('thr_1', said('Mine'))
    expect(new KeptWords(nameForPerson('per_luca'), 'drf_1', disk).has('thr_1')).toBe(false)
    const elsewhere = new KeptWords(ZOE, 'drf_2', disk)
    expect([elsewhere.has('thr_1'), elsewhere.all()]).toEqual([false, []])
    elsewhere.set('thr_1', said('There'))
    expect(new KeptWords(ZOE, 'drf_1', disk).get('thr_1')).toEqual(said('Mine'))
  })

  it('stand beside those of another page', () => {
    const disk = storage()
    const [one, other] = [new KeptWords(ZOE, 'drf_1', disk), new KeptWords(ZOE, 'drf_1', disk)]
    one.set('thr_1', said('Here'))
    other.set('thr_2', said('There'))
    expect(new KeptWords(ZOE, 'drf_1', disk).all()).toEqual(['Here', 'There'])
    one.delete('thr_1')
    expect(other.has('thr_1')).toBe(false)
  })

  it('are gone once they were sent, and so is what they were about', () => {
    const disk = storage()
    const words = new KeptWords(ZOE, 'drf_1', disk)
    words.anchor = POINT
    words.set(NEW, said('Darker'))
    expect(words.delete(NEW)).toBe(true)
    expect(words.delete(NEW)).toBe(false)
    const after = new KeptWords(ZOE, 'drf_1', disk)
    expect([after.all(), after.anchor, disk.kept.size]).toEqual([[], null, 0])
  })

  it('go along when their discussion gets its id', () => {
    const disk = storage()
    const words = new KeptWords(ZOE, 'drf_1', disk)
    words.set('unsent:1', said('And'))
    words.rename('unsent:1', 'thr_1')
    words.rename('unsent:2', 'thr_2')
    const after = new KeptWords(ZOE, 'drf_1', disk)
    expect([after.get('thr_1'), after.all()]).toEqual([said('And'), ['And']])
  })

  it('leave nothing behind when a guest leaves', () => {
    const disk = storage()
    const words = new KeptWords(nameForGuest('gst_1'), 'guest', disk)
    words.set('thr_1', said('Mine'))
    words.forget()
    expect(disk.kept.size).toBe(0)
    expect(words.all()).toEqual([])
  })

  it('are gone when somebody else signs in; a guest’s are not theirs to take away', () => {
    const disk = storage()
    for (const name of [ZOE, nameForPerson('per_luca'), nameForGuest('gst_1')]) new KeptWords(name, 'drf_1', disk).set('thr_1', said('Mine'))
    disk.setItem('imprimatur.theme', 'dark')
    forgetOthers('per_luca', disk)
    expect([...disk.kept.keys()].sort()).toEqual([nameForGuest('gst_1'), 'imprimatur.theme', nameForPerson('per_luca')].sort())
    forgetOthers('per_luca', null)
  })

  it('are bounded: the oldest go, and of many the beginning stays', () => {
    const words = new KeptWords(ZOE, 'drf_1', storage())
    for (let i = 0; i < 45; i++) words.set(`thr_${i.toString()}`, said('x'))
    expect(words.has('thr_4')).toBe(false)
    expect(words.has('thr_5')).toBe(true)
    words.set('thr_5', said('x'.repeat(30_000)))
    expect(words.get('thr_5')?.words).toHaveLength(20_000)
  })

  it('last as long as the page where nothing may be kept, or what was kept is no such thing', () => {
    const kept = [
      { draft: 'drf_1', key: 'thr_1', words: 7 }, { draft: 'drf_1', key: 'thr_2', words: 'Yes', chosen: [LUCA, 'Luca'] }, null,
      { draft: 'drf_1', key: NEW, words: 'New', anchor: { kind: 'element', place: { page: 'p1', x: 1, y: 2 } } },
    ]
    const full: WordsStorage = { getItem: () => JSON.stringify(kept), setItem: () => { throw new Error('full') }, removeItem: () => { throw new Error('no') } }
    const words = new KeptWords(ZOE, 'drf_1', full)
    expect(words.has('thr_1')).toBe(false)
    expect(words.get('thr_2')).toEqual({ words: 'Yes', chosen: [LUCA] })
    expect([words.get(NEW), words.anchor]).toEqual([said('New'), null])
    words.set('thr_3', said('More'))
    expect(words.get('thr_3')).toEqual(said('More'))
    words.forget()
    expect(words.all()).toEqual([])
    for (const other of ['no JSON', '{"words":{"thr_1":"Yes"}}']) expect(new KeptWords(ZOE, 'drf_1', { ...full, getItem: () => other }).all()).toEqual([])
    const nothing = new KeptWords(ZOE, 'drf_1', null)
    nothing.set('thr_1', said('Here'))
    expect(nothing.all()).toEqual(['Here'])
  })
})
