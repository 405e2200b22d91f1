import { beforeEach, describe, expect, it } from 'vitest'
import { Previews } from '../canvas/previews'
import { freshState } from '../canvas/state'
import type { OpenDraft, Pair } from '../document/model'
import { peers } from '../document/testing/peers'
import { PIXELS_A_MILLIMETRE } from '../kernels/viewport'
import { commentHere, commentOnSelection } from './comment'
import { shortcutFor } from './keys'
import { Machine, type PointerInput } from './machine'
import { passageAnchor } from './pinning'
import { tools } from './tools'

/** A page whose corner is the window's, with the comment tool in hand. */
function room(may = true) {
  const [own] = peers(1)
  if (own === undefined) throw new Error('a peer was asked for')
  const { view, commands, history, anchors } = own
  const draft: OpenDraft = {
    view, commands, history, anchors,
    news: { subscribe: () => () => undefined },
    presence: { peers: () => [], set: () => undefined, subscribe: () => () => undefined },
    access: () => 'view', saveState: () => ({ kind: 'saved' }), refused: () => null, decide: () => undefined, loaded: () => true, typing: (write) => write(),
    subscribe: () => () => undefined, close: () => undefined,
  }
  const state = freshState('de')
  state.set({ page: 'p1', tool: 'comment', viewport: { zoom: 1, offset: [105 * PIXELS_A_MILLIMETRE, 0] }, window: [1000, 1000] })
  const machine = new Machine({
    draft, state, previews: new Previews(draft.presence), organisation: 'Schule', mayEdit: () => false, mayType: () => false, mayComment: () => may, needsField: () => undefined,
  }, tools)
  const pointer = ([x, y]: Pair): PointerInput => ({ window: [x * PIXELS_A_MILLIMETRE, y * PIXELS_A_MILLIMETRE], shift: false, alt: false, mod: false, button: 0, touch: false })
  return {
    commands, state, machine, ctx: machine.ctx,
    click(at: Pair) {
      machine.down(pointer(at))
      machine.up(pointer(at))
      return state.get().commenting
    },
  }
}

let it_: ReturnType<typeof room>
beforeEach(() => { it_ = room() })
const box = (): string => it_.commands.create({ type: 'rectangle', parent: 'p1', at: [20, 20], size: [40, 20], fill: '#aabbcc' })

describe('a click', () => {
  it('means what lies under it, by its own frame, and puts the tool down', () => {
    const id = box()
    expect(it_.click([30, 30])).toEqual({ kind: 'element', element: id, offset: [0.25, 0.5], place: { page: 'p1', x: 30, y: 30 } })
    expect(it_.state.get().tool).toBe('select')
    expect(it_.state.get().selection).toEqual([])
  })
  it('means the part of a group', () => {
    const [a, b] = [box(), it_.commands.create({ type: 'rectangle', parent: 'p1', at: [100, 20], size: [40, 20], fill: '#aabbcc' })]
    it_.commands.group([a, b])
    expect(it_.click([110, 30])).toMatchObject({ kind: 'element', element: b, offset: [0.25, 0.5] })
  })
  it('means a point of the page where nothing lies', () => {
    box()
    expect(it_.click([100.004, 150])).toEqual({ kind: 'point', place: { page: 'p1', x: 100, y: 150 } })
  })
  it('means nothing to somebody who only reads', () => {
    it_ = room(false)
    expect(it_.click([100, 150])).toBeNull()
    expect(it_.machine.at).toBe('idle')
  })
})

describe('without a pointer', () => {
  it('what is chosen is meant', () => {
    const id = box()
    it_.state.set({ selection: [id] })
    expect(commentHere(it_.ctx)).toBe(true)
    expect(it_.state.get().commenting).toMatchObject({ kind: 'element', element: id, offset: [0.5, 0.5] })
  })
  it('or the middle of what is seen', () => {
    expect(commentHere(it_.ctx)).toBe(true)
    expect(it_.state.get().commenting?.kind).toBe('point')
  })
  it('but not with another tool in hand', () => {
    it_.state.set({ tool: 'select' })
    expect(commentHere(it_.ctx)).toBe(false)
  })
})

describe('what is selected', () => {
  beforeEach(() => it_.state.set({ tool: 'select' }))
  it('is meant whichever tool is in hand, and stays selected', () => {
    const id = box()
    it_.state.set({ selection: [id] })
    expect(commentOnSelection(it_.ctx)).toBe(true)
    expect(it_.state.get()).toMatchObject({ commenting: { kind: 'element', element: id, offset: [0.5, 0.5] }, selection: [id], thread: null })
  })
  it('is the one in the middle of several', () => {
    const [first, middle, last] = [box(), it_.commands.create({ type: 'rectangle', parent: 'p1', at: [90, 20], size: [40, 20], fill: '#aabbcc' }), it_.commands.create({ type: 'rectangle', parent: 'p1', at: [150, 20], size: [40, 20], fill: '#aabbcc' })]
    it_.state.set({ selection: [first, middle, last] })
    commentOnSelection(it_.ctx)
    expect(it_.state.get().commenting).toMatchObject({ kind: 'element', element: middle })
  })
  it('is not the element while its text is being written and no words are selected', () => {
    const id = box()
    it_.state.set({ selection: [id], editing: id })
    expect(commentOnSelection(it_.ctx)).toBe(false)
    expect(it_.state.get().commenting).toBeNull()
  })
  it('is nothing where nothing is, nor for somebody who only reads', () => {
    expect(commentOnSelection(it_.ctx)).toBe(false)
    it_ = room(false)
    it_.state.set({ selection: [box()] })
    expect(commentOnSelection(it_.ctx)).toBe(false)
    expect(it_.state.get().commenting).toBeNull()
  })
})

describe('words', () => {
  it('are remembered with what stands around them, and a place that stays with them', () => {
    const id = it_.commands.create({ type: 'text', parent: 'p1', at: [20, 20], size: [80, 20], text: { language: 'de', value: 'Das Diplom für Anna' } })
    const anchor = passageAnchor(it_.ctx, id, 'de', 4, 10)
    expect(anchor).toMatchObject({ kind: 'passage', element: id, language: 'de', quote: 'Diplom', prefix: 'Das ', suffix: ' für Anna', offset: 4, place: { page: 'p1' } })
    if (anchor?.kind !== 'passage' || anchor.hint === undefined) throw new Error('words were meant')
    it_.commands.setText(id, 'de', 'Und das Diplom für Anna')
    expect(it_.ctx.draft.anchors.at(id, 'de', anchor.hint)).toBe(8)
  })
  it('are not meant where there are none', () => {
    const id = it_.commands.create({ type: 'text', parent: 'p1', at: [20, 20], size: [80, 20], text: { language: 'de', value: 'Das Diplom' } })
    expect(passageAnchor(it_.ctx, id, 'de', 3, 4)).toBeNull()
    expect(passageAnchor(it_.ctx, id, 'fr', 0, 4)).toBeNull()
  })
})

it('has keys of its own', () => {
  const press = (key: string, shiftKey = false) => shortcutFor({ key, code: '', shiftKey, altKey: false, ctrlKey: false, metaKey: false })?.id
  expect([press('c'), press('n'), press('N', true), press('F2', true), press('C', true)]).toEqual(['tool-comment', 'next-thread', 'previous-thread', 'comment-selection', 'pins'])
})
