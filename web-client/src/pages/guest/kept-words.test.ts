import { describe, expect, it } from 'vitest'
import { NEW } from '../../comments/talk'
import { KeptWords, type WordsStorage } from './kept-words'

function storage(): WordsStorage & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => { kept.set(key, value) }, removeItem: (key) => { kept.delete(key) } }
}
const POINT = { kind: 'point', place: { page: 'p1', x: 1, y: 2 } } as const
const said = (words: string) => ({ words, chosen: [] })

describe('words that were typed', () => {
  it('are there after the page was loaded anew, with what they are about', () => {
    const disk = storage()
    const before = new KeptWords('gst_1', disk)
    before.anchor = POINT
    before.set(NEW, said('Darker'))
    before.set('thr_1', said('Yes, but'))
    const after = new KeptWords('gst_1', disk)
    expect(after.get(NEW)).toEqual(said('Darker'))
    expect(after.get('thr_1')).toEqual(said('Yes, but'))
    expect(after.anchor).toEqual(POINT)
    expect(after.all()).toEqual(['Darker', 'Yes, but'])
  })

  it('are another guest’s nothing', () => {
    const disk = storage()
    new KeptWords('gst_1', disk).set('thr_1', said('Mine'))
    expect(new KeptWords('gst_2', disk).has('thr_1')).toBe(false)
  })

  it('are gone once they were sent, and so is what they were about', () => {
    const disk = storage()
    const words = new KeptWords('gst_1', disk)
    words.anchor = POINT
    words.set(NEW, said('Darker'))
    expect(words.delete(NEW)).toBe(true)
    expect(words.delete(NEW)).toBe(false)
    const after = new KeptWords('gst_1', disk)
    expect([after.all(), after.anchor]).toEqual([[], null])
  })

  it('leave nothing behind when somebody leaves', () => {
    const disk = storage()
    const words = new KeptWords('gst_1', disk)
    words.set('thr_1', said('Mine'))
    words.forget()
    expect(disk.kept.size).toBe(0)
    expect(words.all()).toEqual([])
  })

  it('are bounded: the oldest go', () => {
    const words = new KeptWords('gst_1', storage())
    for (let i = 0; i < 45; i++) words.set(`thr_${i.toString()}`, said('x'))
    expect(words.has('thr_4')).toBe(false)
    expect(words.has('thr_5')).toBe(true)
  })

  it('last as long as the page where nothing may be kept, or what was kept is no such thing', () => {
    const full: WordsStorage = { getItem: () => '{"words":{"thr_1":7,"thr_2":"Yes"}}', setItem: () => { throw new Error('full') }, removeItem: () => { throw new Error('no') } }
    const words = new KeptWords('gst_1', full)
    expect(words.has('thr_1')).toBe(false)
    expect(words.get('thr_2')).toEqual(said('Yes'))
    words.set('thr_3', said('More'))
    expect(words.get('thr_3')).toEqual(said('More'))
    words.forget()
    expect(new KeptWords('gst_1', { ...full, getItem: () => 'no JSON' }).all()).toEqual([])
    expect(new KeptWords('gst_1', null).all()).toEqual([])
  })
})
