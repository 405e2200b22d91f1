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

  it('of a new discussion are the tab’s own where that is asked for, all others are not', () => {
    const disk = storage()
    const [here, there] = [storage(), storage()]
    const [one, other] = [new KeptWords(ZOE, 'drf_1', disk, here), new KeptWords(ZOE, 'drf_1', disk, there)]
    one.anchor = POINT
    one.set(NEW, said('Darker'))
    one.set('thr_1', said('Yes, but'))
    expect([other.has(NEW), other.anchor, other.has('thr_1')]).toEqual([false, null, true])
    other.anchor = ELEMENT
    other.set(NEW, said('Larger'))
    const again = new KeptWords(ZOE, 'drf_1', disk, here)
    expect([again.get(NEW), again.anchor, again.all()]).toEqual([said('Darker'), POINT, ['Yes, but', 'Darker']])
    other.anchor = null
    expect(other.delete(NEW)).toBe(true)
    expect([again.get(NEW), new KeptWords(ZOE, 'drf_1', disk, here).anchor]).toEqual([said('Darker'), POINT])
    again.forget()
    expect([disk.kept.size, here.kept.size, again.all()]).toEqual([0, 0, []])
  })

  it('last as long as the page where a tab may keep nothing', () => {
    const disk = storage()
    const words = new KeptWords(ZOE, 'drf_1', disk, null)
    words.anchor = POINT
    words.set(NEW, said('Darker'))
    expect([words.get(NEW), words.all(), disk.kept.size]).toEqual([said('Darker'), ['Darker'], 0])
    expect(new KeptWords(ZOE, 'drf_1', disk, null).anchor).toBeNull()
  })

  it('of a new discussion that an earlier page kept for all tabs go to the first that comes', () => {
    const disk = storage()
    const earlier = new KeptWords(ZOE, 'drf_1', disk)
    earlier.anchor = POINT
    earlier.set(NEW, said('Darker'))
    const first = new KeptWords(ZOE, 'drf_1', disk, storage())
    const second = new KeptWords(ZOE, 'drf_1', disk, storage())
    expect([first.get(NEW), first.anchor]).toEqual([said('Darker'), POINT])
    expect([second.has(NEW), second.anchor, disk.kept.size]).toEqual([false, null, 0])
  })

  it('of a guest are read as earlier pages kept them', () => {
    const disk = storage()
    const name = nameForGuest('gst_1')
    disk.setItem(name, JSON.stringify({ words: { thr_1: 'Yes', [NEW]: 'Darker' }, anchor: POINT }))
    const words = new KeptWords(name, 'guest', disk)
    expect([words.all(), words.anchor, words.get(NEW)]).toEqual([['Yes', 'Darker'], POINT, said('Darker')])
    words.delete('thr_1')
    expect(JSON.parse(disk.kept.get(name) ?? '')).toEqual([{ draft: 'guest', key: NEW, words: 'Darker', chosen: [], anchor: POINT }])
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
    for (const other of ['no JSON', 'null', '7', '"words"', '{"words":7}', '{"words":{"thr_1":7}}']) expect(new KeptWords(ZOE, 'drf_1', { ...full, getItem: () => other }).all()).toEqual([])
    const nothing = new KeptWords(ZOE, 'drf_1', null)
    nothing.set('thr_1', said('Here'))
    expect(nothing.all()).toEqual(['Here'])
  })
})
