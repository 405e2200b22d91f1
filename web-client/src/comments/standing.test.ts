import { describe, expect, it } from 'vitest'
import { Previews } from '../canvas/previews'
import { freshState } from '../canvas/state'
import type { OpenDraft, Peer as Present } from '../document/model'
import { exchange, peers } from '../document/testing/peers'
import { HeldClock } from '../sync/testing/world'
import type { AnchorBody } from '../protocol/generated'
import { passageAnchor } from '../tools/pinning'
import type { Discussions } from './discussions'
import { Standing } from './standing'
import { thread } from './testing/bodies'

/** Two people over one document, and the pin of one discussion on the page of the first. */
function room() {
  const [own, other] = peers(2)
  if (own === undefined || other === undefined) throw new Error('two peers were asked for')
  let present: Present[] = []
  const watching = new Set<() => void>()
  const { view, commands, history, anchors } = own
  const draft: OpenDraft = {
    view, commands, history, anchors,
    news: { subscribe: () => () => undefined },
    presence: { peers: () => present, set: () => undefined, subscribe: (listener) => { watching.add(listener); return () => watching.delete(listener) } },
    access: () => 'edit', saveState: () => ({ kind: 'saved' }), refused: () => null, decide: () => undefined, loaded: () => true, typing: (write) => write(),
    subscribe: () => () => undefined, close: () => undefined,
  }
  const state = freshState('de')
  state.set({ page: 'p1' })
  const previews = new Previews(draft.presence)
  const clock = new HeldClock()
  const noted: AnchorBody[] = []
  let threads = [thread(1)]
  const listeners = new Set<() => void>()
  const discussions = {
    get: () => ({ threads }), subscribe: (listener: () => void) => { listeners.add(listener); return () => listeners.delete(listener) },
    setAnchor: (_: string, anchor: AnchorBody) => { noted.push(anchor) },
  } as unknown as Discussions
  const standing = new Standing({ draft, state, previews }, discussions, clock, () => true)
  return {
    own, other, state, clock, noted, standing, draft, previews, pass: (ms: number) => clock.pass(ms),
    pin(anchor: AnchorBody) {
      threads = [thread(1, { anchor })]
      for (const listener of [...listeners]) listener()
    },
    gesture(elements: Record<string, { at: readonly [number, number] }> | null) {
      present = elements ? [{ clientId: 7, state: { gesture: { kind: 'move', elements } } }] : []
      for (const listener of [...watching]) listener()
    },
    stands() {
      const [pin] = standing.get()
      if (!pin || pin.stand.state === 'pageless') return pin?.stand.state
      return [pin.stand.state, pin.stand.place.page, ...pin.stand.place.at.map((it) => Math.round(it * 100) / 100)].join(' ')
    },
    words: () => standing.get()[0]?.words?.found,
  }
}

describe('a pin on an element', () => {
  const start = () => {
    const it_ = room()
    const id = it_.own.commands.create({ type: 'rectangle', parent: 'p1', at: [20, 20], size: [40, 20] })
    it_.own.history.close()
    exchange([it_.own, it_.other])
    it_.pin({ kind: 'element', element: id, offset: [0.25, 0.5], place: { page: 'p1', x: 1, y: 1 } })
    return { ...it_, id }
  }
  it('follows what others do to it, at once and while it lasts', () => {
    const it_ = start()
    expect(it_.stands()).toBe('there p1 30 30')
    it_.gesture({ [it_.id]: { at: [120, 20] } })
    expect(it_.stands()).toBe('there p1 130 30')
    it_.other.commands.set(new Map([[it_.id, { at: [120, 20], rotation: 90 }]]))
    exchange([it_.own, it_.other])
    it_.previews.settled(it_.id)
    expect(it_.stands()).toBe('there p1 140 20')
    it_.other.commands.group([it_.id, it_.other.commands.create({ type: 'ellipse', parent: 'p1', at: [0, 0], size: [5, 5] })])
    exchange([it_.own, it_.other])
    expect(it_.stands()).toBe('there p1 140 20')
  })
  it('stays where it was when that is deleted, and is back when it is brought back', () => {
    const it_ = start()
    it_.own.commands.set(new Map([[it_.id, { at: [50, 50] }]]))
    it_.own.history.close()
    it_.own.commands.delete([it_.id])
    expect(it_.stands()).toBe('gone p1 60 60')
    it_.own.history.undo()
    expect(it_.stands()).toBe('there p1 60 60')
  })
  it('has its last place written down for those who come later, once it is really gone', async () => {
    const it_ = start()
    it_.own.commands.delete([it_.id])
    await it_.pass(1_000)
    it_.own.history.undo()
    await it_.pass(20_000)
    expect(it_.noted).toEqual([])
    it_.own.commands.delete([it_.id])
    await it_.pass(20_000)
    expect(it_.noted).toEqual([{ kind: 'element', element: it_.id, offset: [0.25, 0.5], place: { page: 'p1', x: 30, y: 30 } }])
    // Somebody else wrote it down first.
    it_.pin({ kind: 'element', element: it_.id, offset: [0.25, 0.5], place: { page: 'p1', x: 30, y: 30 } })
    await it_.pass(20_000)
    expect(it_.noted).toHaveLength(1)
  })
  it('whose element this page has never seen stands where others saw it', async () => {
    const it_ = room()
    it_.pin({ kind: 'element', element: 'never', offset: [0, 0], place: { page: 'p1', x: 7, y: 8 } })
    expect(it_.stands()).toBe('gone p1 7 8')
    await it_.pass(20_000)
    expect(it_.noted).toEqual([])
  })
  it('stands nowhere when its page is deleted with it, and is back with the page', () => {
    const it_ = start()
    const page = it_.own.commands.addPage('p1', [210, 297])
    const [second] = [it_.own.commands.create({ type: 'rectangle', parent: page, at: [0, 0], size: [10, 10] })]
    it_.pin({ kind: 'element', element: second, offset: [0.5, 0.5], place: { page, x: 5, y: 5 } })
    it_.own.history.close()
    it_.own.commands.deletePage(page)
    expect(it_.stands()).toBe('pageless')
    it_.own.history.undo()
    expect(it_.stands()).toBe(`there ${page} 5 5`)
  })
})

describe('a pin on words', () => {
  const start = () => {
    const it_ = room()
    const id = it_.own.commands.create({ type: 'text', parent: 'p1', at: [20, 20], size: [80, 20], text: { language: 'de', value: 'Das Diplom für Anna Keller aus Bern' } })
    it_.own.history.close()
    exchange([it_.own, it_.other])
    const ctx = { draft: it_.draft, state: it_.state, previews: it_.previews } as unknown as Parameters<typeof passageAnchor>[0]
    const anchor = passageAnchor(ctx, id, 'de', 15, 26)
    if (anchor === null) throw new Error('words were meant')
    it_.pin(anchor)
    return { ...it_, id, text: (value: string) => it_.own.commands.setText(id, 'de', value) }
  }
  it('finds them again after edits around them and in them', () => {
    const it_ = start()
    expect(it_.words()).toEqual({ from: 15, to: 26, exact: true })
    it_.text('Dieses Diplom geht für Anna Keller aus Bern')
    expect(it_.words()).toMatchObject({ from: 23, to: 34, exact: true })
    it_.text('Dieses Diplom geht für Anna B. Keller aus Bern')
    expect(it_.words()).toMatchObject({ from: 23, exact: false })
  })
  it('says that they are gone, and finds them when they are brought back', () => {
    const it_ = start()
    it_.own.history.close()
    it_.text('Das Diplom für  aus Bern')
    expect(it_.words()).toBeNull()
    // The text is still there: the pin stands at its corner.
    expect(it_.stands()).toBe('there p1 100 20')
    it_.own.history.undo()
    expect(it_.words()).toMatchObject({ from: 15, to: 26, exact: true })
  })
  it('stands at the corner of the text while another language is shown', () => {
    const it_ = start()
    it_.state.set({ language: 'fr' })
    expect(it_.stands()).toBe('there p1 100 20')
  })
})
