import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { Previews } from '../canvas/previews'
import { freshState } from '../canvas/state'
import { anchorsOver } from '../document/anchors'
import { commandsOver } from '../document/commands'
import { Editing } from '../document/commands/editing'
import type { OpenDraft, Pair, Peer, PresenceState } from '../document/model'
import { UndoHistory } from '../document/undo'
import { DocumentView } from '../document/view'
import { PIXELS_A_MILLIMETRE } from '../kernels/viewport'
import { pageFaces } from '../text'
import * as actions from './actions'
import { copy, paste } from './clipboard'
import { namesOf, shortcutFor } from './keys'
import { shownKeys } from './shown-keys'
import { Machine, type PointerInput } from './machine'
import { pasteText } from './paste-text'
import { tools } from './tools'

/** A room of one's own, with a page of A4 whose corner is the window's; one millimetre is 3.78 pixels. */
function room(access: 'edit' | 'view' = 'edit') {
  const doc = new Y.Doc()
  let updates = 0
  doc.on('update', () => { updates += 1 })
  const view = new DocumentView(doc)
  const editing = new Editing(() => doc, view)
  const commands = commandsOver(editing)
  const history = new UndoHistory(doc)
  let own: Partial<PresenceState> = {}
  let peers: Peer[] = []
  const listeners = new Set<() => void>()
  const draft: OpenDraft = {
    view, commands, history, anchors: anchorsOver(editing),
    news: { subscribe: () => () => undefined },
    presence: {
      peers: () => peers,
      set: (patch) => { own = { ...own, ...patch } },
      subscribe: (listener) => { listeners.add(listener); return () => listeners.delete(listener) },
    },
    access: () => access, saveState: () => ({ kind: 'saved' }), refused: () => null, decide: () => undefined, loaded: () => true, typing: (write) => write(), subscribe: () => () => undefined, close: () => undefined,
  }
  const state = freshState('de')
  state.set({ page: 'page', viewport: { zoom: 1, offset: [105 * PIXELS_A_MILLIMETRE, 0] }, window: [1000, 1000] })
  const previews = new Previews(draft.presence)
  let askedForField = 0
  const machine = new Machine({ draft, state, previews, organisation: 'Schule', mayEdit: () => access === 'edit', mayType: () => access === 'edit', mayComment: () => true, needsField: () => { askedForField += 1 } }, tools)
  const pointer = ([x, y]: Pair, held: Partial<PointerInput> = {}): PointerInput => ({
    window: [x * PIXELS_A_MILLIMETRE, y * PIXELS_A_MILLIMETRE], shift: false, alt: false, mod: false, button: 0, touch: false, ...held,
  })
  return {
    view, commands, history, state, machine, previews, ctx: machine.ctx,
    updates: () => updates, own: () => own, askedForField: () => askedForField,
    peersAre: (next: Peer[]) => { peers = next; for (const listener of listeners) listener() },
    box: (at: Pair, size: Pair = [20, 10]) => commands.create({ type: 'rectangle', parent: 'page', at, size, fill: '#aabbcc' }),
    press: (at: Pair, held?: Partial<PointerInput>) => machine.down(pointer(at, held)),
    move: (at: Pair, held?: Partial<PointerInput>) => machine.move(pointer(at, held)),
    lift: (at: Pair, held?: Partial<PointerInput>) => machine.up(pointer(at, held)),
    click(at: Pair, held?: Partial<PointerInput>) { this.press(at, held); this.lift(at, held) },
    drag(from: Pair, to: Pair, held?: Partial<PointerInput>) { this.press(from, held); this.move(to, held); this.lift(to, held) },
    double: (at: Pair) => machine.doubleClick(pointer(at)),
  }
}

let it_: ReturnType<typeof room>
beforeEach(() => { it_ = room() })
const chosen = () => it_.state.get().selection

describe('selecting', () => {
  it('a click chooses, Shift adds and takes away, the bare page lets go', () => {
    const [a, b] = [it_.box([10, 10]), it_.box([50, 10])]
    it_.click([15, 15])
    expect(chosen()).toEqual([a])
    it_.click([55, 15], { shift: true })
    expect(chosen()).toEqual([a, b])
    it_.click([15, 15], { shift: true })
    expect(chosen()).toEqual([b])
    it_.click([150, 150])
    expect(chosen()).toEqual([])
  })
  it('a marquee chooses what it touches; cancelled, it gives back what was chosen', () => {
    const [a, b] = [it_.box([10, 10]), it_.box([50, 10])]
    it_.drag([5, 5], [55, 15])
    expect(chosen()).toEqual([a, b])
    it_.press([100, 100])
    it_.move([150, 150])
    expect(chosen()).toEqual([])
    it_.machine.cancel()
    expect(chosen()).toEqual([a, b])
  })
  it('goes into a group by a double click and out again by Escape', () => {
    const [a, b] = [it_.box([10, 10]), it_.box([50, 10])]
    const group = it_.commands.group([a, b])
    it_.click([15, 15])
    expect(chosen()).toEqual([group])
    it_.double([15, 15])
    expect(chosen()).toEqual([a])
    it_.click([55, 15])
    expect(chosen()).toEqual([b])
    actions.escape(it_.ctx)
    expect(chosen()).toEqual([group])
  })
})

describe('moving', () => {
  it('is shown to others while it lasts, and written once', () => {
    const a = it_.box([10, 10])
    const before = it_.updates()
    it_.press([15, 15])
    it_.move([25, 30])
    it_.move([45, 62])
    expect(it_.updates()).toBe(before)
    expect(it_.own().gesture?.elements[a]?.at).toEqual([40, 57])
    expect(it_.previews.get(a)).toEqual({ at: [40, 57] })
    it_.lift([45, 62])
    expect(it_.updates()).toBe(before + 1)
    expect(it_.own().gesture).toBeNull()
    expect(it_.view.element(a)?.at).toEqual([40, 57])
    expect(it_.history.undo()).toBe('done')
    expect(it_.view.element(a)?.at).toEqual([10, 10])
  })
  it('cancelled, leaves everything as it was', () => {
    const a = it_.box([10, 10])
    it_.press([15, 15])
    it_.move([45, 62])
    it_.machine.cancel()
    expect(it_.previews.get(a)).toBeUndefined()
    it_.lift([45, 62])
    expect(it_.view.element(a)?.at).toEqual([10, 10])
  })
  it('snaps to the page, but not with Control held', () => {
    const a = it_.box([10, 10])
    it_.drag([15, 15], [5.6, 15])
    expect(it_.view.element(a)?.at).toEqual([0, 10])
    it_.drag([5, 15], [5.8, 40], { mod: true })
    expect(it_.view.element(a)?.at).toEqual([0.8, 35])
  })
  it('leaves a copy with Alt', () => {
    const a = it_.box([10, 10])
    it_.drag([15, 15], [45, 62], { alt: true })
    expect(it_.view.element(a)?.at).toEqual([10, 10])
    expect(chosen()).toHaveLength(1)
    expect(it_.view.element(chosen()[0] ?? '')?.at).toEqual([40, 57])
  })
  it('does nothing for somebody who may only look', () => {
    const own = room('view')
    const a = own.box([10, 10])
    own.drag([15, 15], [45, 62])
    expect(own.view.element(a)?.at).toEqual([10, 10])
    expect(own.state.get().selection).toEqual([a])
  })
  it('passes over what somebody else deletes meanwhile', () => {
    const a = it_.box([10, 10])
    it_.press([15, 15])
    it_.move([45, 62])
    it_.commands.delete([a])
    it_.lift([45, 62])
    expect(it_.view.element(a)).toBeUndefined()
  })
})

describe('resizing and turning', () => {
  it('pulls a corner and writes only what changed', () => {
    const a = it_.box([30, 40])
    it_.click([35, 45])
    it_.drag([50, 50], [72, 63])
    expect(it_.view.element(a)).toMatchObject({ at: [30, 40], size: [42, 23] })
  })
  it('turns from outside a corner, in steps with Shift', () => {
    const a = it_.box([30, 40], [40, 40])
    it_.click([35, 45])
    it_.drag([72, 82], [50, 100], { shift: true })
    expect((it_.view.element(a)?.rotation ?? 1) % 15).toBe(0)
    expect(it_.view.element(a)?.rotation).toBe(45)
  })
  it('pulls one end of a line', () => {
    const line = it_.commands.create({ type: 'line', parent: 'page', at: [30, 40], size: [40, 0], stroke: '#000000' })
    it_.click([50, 40])
    it_.drag([70, 40], [90, 25])
    expect(it_.view.element(line)).toMatchObject({ at: [30, 40], size: [60, -15] })
  })
})

describe('drawing', () => {
  it('makes a box from corner to corner and returns to selecting', () => {
    it_.state.set({ tool: 'rectangle' })
    it_.drag([120, 130], [90, 170])
    expect(it_.view.element(chosen()[0] ?? '')).toMatchObject({ type: 'rectangle', at: [90, 130], size: [30, 40] })
    expect(it_.state.get().tool).toBe('select')
  })
  it('makes a text of a usual size by a click, ready to be typed into', () => {
    it_.state.set({ tool: 'text' })
    it_.click([30, 40])
    expect(it_.view.element(chosen()[0] ?? '')).toMatchObject({ type: 'text', at: [30, 40], size: [80, 10] })
    expect(it_.state.get().editing).toBe(chosen()[0])
  })
  it('asks for a field first when there is none', () => {
    it_.state.set({ tool: 'field' })
    it_.click([30, 40])
    expect(it_.askedForField()).toBe(1)
    it_.commands.declareField({ key: 'name', type: 'text', label: { de: 'Name' } })
    it_.click([30, 40])
    expect(it_.view.element(chosen()[0] ?? '')?.field?.key).toBe('name')
  })
  it('puts what the tool makes in the middle of what is seen, by Enter', () => {
    const enter = shortcutFor({ key: 'Enter', code: 'Enter', shiftKey: false, altKey: false, ctrlKey: false, metaKey: false })
    const ctx = { ...it_.ctx, said: () => undefined, showShortcuts: () => undefined, stepThread: () => undefined, togglePins: () => undefined }
    const [x, y] = actions.middleOfView(it_.ctx).at
    it_.state.set({ tool: 'rectangle' })
    enter?.run(ctx)
    expect(it_.view.element(chosen()[0] ?? '')?.at[0]).toBeCloseTo(x - 20, 1)
    expect(it_.view.element(chosen()[0] ?? '')?.at[1]).toBeCloseTo(y - 12.5, 1)
    const before = it_.updates()
    it_.state.set({ tool: 'image' })
    enter?.run(ctx)
    expect(it_.state.get().picking).toMatchObject({ kind: 'place', page: 'page', size: [60, 45] })
    expect(it_.updates()).toBe(before)
    const looking = room('view')
    looking.state.set({ tool: 'rectangle' })
    enter?.run({ ...looking.ctx, said: () => undefined, showShortcuts: () => undefined, stepThread: () => undefined, togglePins: () => undefined })
    expect(looking.updates()).toBe(0)
  })
})

describe('acting on the selection', () => {
  it('copies what was deleted since, groups and texts included', () => {
    const text = it_.commands.create({ type: 'text', parent: 'page', at: [10, 10], size: [50, 10], text: { language: 'de', value: 'Diplom' } })
    it_.commands.insertField(text, 'de', 6, { field: 'name' })
    const group = it_.commands.group([text, it_.box([70, 10])])
    it_.state.set({ selection: group === undefined ? [] : [group] })
    copy(it_.ctx)
    actions.remove(it_.ctx)
    paste(it_.ctx)
    const pasted = it_.view.element(chosen()[0] ?? '')
    expect(pasted).toMatchObject({ type: 'group', at: [4, 4] })
    expect(it_.view.element(pasted?.children[0] ?? '')?.texts?.de).toEqual([{ insert: 'Diplom' }, { insert: { field: 'name' } }])
  })
  it('nudges, and leaves locked things alone', () => {
    const [a, b] = [it_.box([10, 10]), it_.box([50, 10])]
    it_.commands.set(new Map([[b, { locked: true }]]))
    it_.state.set({ selection: [a, b] })
    actions.nudge(it_.ctx, [10, 0])
    expect(it_.view.element(a)?.at).toEqual([20, 10])
    expect(it_.view.element(b)?.at).toEqual([50, 10])
  })
})

describe('previews', () => {
  it('hold the end of somebody else’s gesture until the document has it', () => {
    const a = it_.box([10, 10])
    it_.peersAre([{ clientId: 2, state: { gesture: { kind: 'move', elements: { [a]: { at: [30, 30] } } } } }])
    expect(it_.previews.get(a)).toEqual({ at: [30, 30] })
    it_.peersAre([{ clientId: 2, state: { gesture: null } }])
    expect(it_.previews.get(a)).toEqual({ at: [30, 30] })
    it_.previews.settled(a)
    expect(it_.previews.get(a)).toBeUndefined()
    it_.previews.close()
  })
})

describe('words pasted onto the page', () => {
  afterEach(() => { vi.unstubAllGlobals() })
  const pasted = (words: string) => {
    expect(pasteText(it_.ctx, { getData: (type) => (type === 'text/plain' ? words : '') })).toBe(true)
    return it_.view.element(chosen()[0] ?? '')
  }
  it('stand in a box that holds them, also before their face has come', async () => {
    // The face is asked for, and comes when it is let.
    let come: () => void = () => undefined
    const let_ = new Promise<void>((resolve) => { come = resolve })
    vi.stubGlobal('fetch', async (address: string) => {
      await let_
      return new Response(readFileSync(new URL(`../../../server/render/fonts/files/${address.split('/').at(-1) ?? ''}`, import.meta.url)))
    })
    const words = `${'Für gute Arbeit in diesem Kurs. '.repeat(20)}\n\nBern`
    const [guessed, short] = [pasted(words)?.size ?? [0, 0], pasted('Bern')?.size]
    expect(guessed[0]).toBe(126)
    expect(short).toEqual([126, 8])

    const came = new Promise<void>((resolve) => { pageFaces.subscribe(resolve) })
    come()
    await came
    const [set, one] = [pasted(words)?.size ?? [0, 0], pasted('Bern')?.size ?? [0, 0]]
    expect(set[0]).toBe(126)
    expect(guessed[1] / set[1]).toBeGreaterThan(0.8)
    expect(guessed[1] / set[1]).toBeLessThan(1.4)
    expect(one[0]).toBeGreaterThan(8)
    expect(one[0]).toBeLessThan(20)
  })
})

describe('keys', () => {
  const press = (key: string, held: Partial<Parameters<typeof namesOf>[0]> = {}) =>
    shortcutFor({ key, code: '', shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...held })?.id
  it('are found on any keyboard', () => {
    expect(press('v')).toBe('tool-select')
    expect(press('z', { ctrlKey: true })).toBe('undo')
    expect(press('Z', { metaKey: true, shiftKey: true })).toBe('redo')
    expect(press(']', { ctrlKey: true, altKey: true })).toBe('to-front')
    expect(press('?', { shiftKey: true })).toBe('shortcuts')
    expect(press('+', { code: 'Digit1', shiftKey: true })).toBe('zoom-in')
    expect(press('!', { code: 'Digit1', shiftKey: true })).toBe('zoom-fit')
    expect(press('Y', { shiftKey: true })).toBe('tool-star')
    expect(press('k')).toBeUndefined()
  })
  it('are shown as they stand on the keyboard', () => {
    expect(shownKeys('Shift+Mod+Z', false)).toBe('Shift Ctrl Z')
    expect(shownKeys('Shift+Mod+Z', true)).toBe('⇧⌘Z')
    expect(shownKeys('+', false)).toBe('+')
    expect(shownKeys('ArrowUp', false)).toBe('↑')
  })
})
