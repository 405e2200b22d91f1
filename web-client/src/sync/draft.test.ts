import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import type { SaveState } from '../document/model'
import { textValue } from '../document/read/texts'
import { documentJson } from '../document/testing/peers'
import { ROOT } from '../document/schema'
import { readFrame } from '../protocol/frame'
import { DraftSession, updateBeyond } from './draft'
import { HeldStore, HeldWorld, PlayedServer, own, settle } from './testing/world'

interface Disk { updates: Uint8Array[]; unsaved: boolean; access: string | null; aside: number }
const emptyDisk = (): Disk => ({ updates: [], unsaved: false, access: null, aside: 0 })

function page(doc: Y.Doc): void {
  const entry = new Y.Map<unknown>()
  doc.getMap(ROOT.pages).set('p1', entry)
  entry.set('size', [210, 297])
  entry.set('order', 'V')
}

/** A page with a text on it, in which nothing is written yet. */
function titled(doc: Y.Doc): void {
  page(doc)
  const title = new Y.Map<unknown>([['type', 'text'], ['parent', 'p1'], ['order', 'V'], ['at', [1, 1]], ['size', [50, 9]]])
  doc.getMap(ROOT.elements).set('title', title)
  title.set('texts', new Y.Map([['de', new Y.Text()]]))
}

function copyOf(disk: Disk): Y.Doc {
  const copy = new Y.Doc()
  for (const update of disk.updates) Y.applyUpdate(copy, update)
  return copy
}

/** A page that has opened a draft and is about to connect. */
async function open(disk: Disk = emptyDisk()) {
  const world = new HeldWorld()
  const store = new HeldStore(disk)
  const draft = new DraftSession({
    url: 'ws://x/collab/d', surroundings: world, openStore: async () => store, diagnose: async () => null,
  })
  await settle()
  return { world, store, draft, disk }
}

/** The same with a server that has answered everything. */
async function connected(disk: Disk = emptyDisk(), server = new PlayedServer(page)) {
  const opened = await open(disk)
  const { socket } = opened.world
  server.greet(socket)
  server.serve(socket)
  await settle()
  return { ...opened, server, socket }
}

/** Waits until the page connects again. */
async function back(world: HeldWorld): Promise<void> {
  const sockets = world.sockets.length
  for (let waited = 0; world.sockets.length === sockets; waited += 100) {
    if (waited > 60_000) throw new Error('the page does not come back')
    await world.clock.pass(100)
  }
}

const word = (state: SaveState): string => (state.kind === 'offline' ? `offline${state.pending ? ' with edits' : ''}` : state.kind)
const box = (draft: DraftSession): string => draft.commands.create({ type: 'rectangle', parent: 'p1', at: [1, 2], size: [3, 4] })

describe('opening', () => {
  test('shows the layout and says saved once both sides are equal', async () => {
    const { world, draft } = await open()
    expect([word(draft.saveState()), draft.loaded(), draft.access()]).toEqual(['connecting', false, 'unknown'])
    const server = new PlayedServer(page)
    server.greet(world.socket)
    server.serve(world.socket)
    await settle()
    expect([word(draft.saveState()), draft.loaded(), draft.access()]).toEqual(['saved', true, 'edit'])
    expect(draft.view.layout().pages.map((one) => one.id)).toEqual(['p1'])
  })

  test('a browser that keeps nothing still opens the draft', async () => {
    const world = new HeldWorld()
    const draft = new DraftSession({
      url: 'ws://x', surroundings: world, openStore: () => Promise.reject(new Error('private window')), diagnose: async () => null,
    })
    await settle()
    const server = new PlayedServer(page)
    server.greet(world.socket)
    server.serve(world.socket)
    expect([word(draft.saveState()), draft.loaded()]).toEqual(['saved', true])
  })

  test('a viewer writes nothing', async () => {
    const server = new PlayedServer(page)
    server.access = 'view'
    const { draft } = await connected(emptyDisk(), server)
    box(draft)
    expect([draft.view.layout().elements.size, word(draft.saveState())]).toEqual([0, 'saved'])
  })
})

describe('saving', () => {
  test('an edit is sent at once, and saved when the server says so', async () => {
    const { draft, server, socket } = await connected()
    server.saving = false
    const id = box(draft)
    expect(word(draft.saveState())).toBe('saving')
    server.serve(socket)
    expect(word(draft.saveState())).toBe('saving')
    expect(server.doc.getMap(ROOT.elements).has(id)).toBe(true)
    server.saving = true
    server.serve(socket)
    expect(word(draft.saveState())).toBe('saved')
  })

  test('an earlier "saved" does not cover a later edit', async () => {
    const { draft, socket, server } = await connected()
    server.saving = false
    box(draft)
    box(draft)
    socket.deliver(own(101, { upTo: 2, head: 9 }))
    expect(word(draft.saveState())).toBe('saving')
    socket.deliver(own(101, { upTo: 3, head: 10 }))
    expect(word(draft.saveState())).toBe('saved')
  })

  test('typing is sent together, every 200 ms, as one update', async () => {
    const { draft, socket, world, server } = await connected()
    const id = draft.commands.create({ type: 'text', parent: 'p1', size: [10, 10] })
    const before = socket.sent.length
    for (const value of ['D', 'Di', 'Dip', 'Dipl']) draft.commands.setText(id, 'de', value)
    expect([socket.sent.length - before, word(draft.saveState())]).toEqual([0, 'saving'])
    server.serve(socket)
    expect(word(draft.saveState())).toBe('saving')
    await world.clock.pass(200)
    expect(socket.sent.length - before).toBe(1)
    server.serve(socket)
    expect(word(draft.saveState())).toBe('saved')
  })

  test('words that are still being typed are not saved; they are written soon, and before the page is left', async () => {
    const { draft, socket, world, server } = await connected()
    const id = draft.commands.create({ type: 'text', parent: 'p1', size: [10, 10] })
    server.serve(socket)
    const before = socket.sent.length
    const type = (value: string): void => draft.typing(() => draft.commands.setText(id, 'de', value))
    type('D')
    expect([socket.sent.length - before, word(draft.saveState())]).toEqual([0, 'saving'])
    await world.clock.pass(200)
    expect(socket.sent.length - before).toBe(1)
    server.serve(socket)
    expect(word(draft.saveState())).toBe('saved')
    type('Di')
    world.tell('leaving')
    expect(socket.sent.length - before).toBe(2)
    server.serve(socket)
    // What was taken back before it was written leaves nothing to save.
    type('Di')
    expect(word(draft.saveState())).toBe('saving')
    await world.clock.pass(200)
    expect([socket.sent.length - before, word(draft.saveState())]).toEqual([2, 'saved'])
  })

  test('a draft that is gone takes no more edits', async () => {
    const { draft, socket } = await connected()
    socket.end(4404, 'draft_gone')
    const id = box(draft)
    expect([draft.access(), draft.view.element(id)]).toEqual(['closed', undefined])
  })

  test('another act sends the typing before it, and so does leaving the page', async () => {
    const { draft, socket, world } = await connected()
    const id = draft.commands.create({ type: 'text', parent: 'p1', size: [10, 10] })
    const before = socket.sent.length
    draft.commands.setText(id, 'de', 'D')
    draft.commands.set(new Map([[id, { at: [5, 5] }]]))
    expect(socket.sent.length - before).toBe(1)
    draft.commands.setText(id, 'de', 'Di')
    world.tell('leaving')
    expect(socket.sent.length - before).toBe(2)
  })

  test('a journal that is down is said, until it is back', async () => {
    const { draft, socket, server } = await connected()
    server.saving = false
    box(draft)
    socket.deliver(own(105, { code: 'journal_unavailable', message: 'the disk is full' }))
    expect(draft.saveState()).toMatchObject({ kind: 'unsaved', code: 'journal_unavailable' })
    socket.deliver(own(101, { upTo: 2, head: 1 }))
    expect(word(draft.saveState())).toBe('saved')
  })

  test("others' edits are not one's own to be saved", async () => {
    const { draft, socket, server } = await connected()
    server.edit(socket, (doc) => { (doc.getMap(ROOT.pages).get('p1') as Y.Map<unknown>).set('name', 'Front') })
    expect([draft.view.page('p1')?.name, word(draft.saveState())]).toEqual(['Front', 'saved'])
  })
})

describe('offline', () => {
  test('edits are kept here, sent on return, and then saved', async () => {
    const { draft, world, server, socket, disk } = await connected()
    socket.end(1006)
    expect(word(draft.saveState())).toBe('offline')
    const id = box(draft)
    await settle()
    expect([word(draft.saveState()), disk.unsaved]).toEqual(['offline with edits', true])
    await world.clock.pass(1_000)
    server.greet(world.socket)
    expect(word(draft.saveState())).not.toBe('offline')
    server.serve(world.socket)
    await settle()
    expect([word(draft.saveState()), disk.unsaved]).toEqual(['saved', false])
    expect(server.doc.getMap(ROOT.elements).has(id)).toBe(true)
  })

  test('"kept here" is said only when the browser has them on disk', async () => {
    const { draft, socket, store } = await connected()
    socket.end(1006)
    store.held = []
    box(draft)
    await settle()
    expect(word(draft.saveState())).toBe('saving')
    for (const write of store.held) write()
    await settle()
    expect(word(draft.saveState())).toBe('offline with edits')
  })

  test('a browser that could not keep an edit says so', async () => {
    const { draft, socket, store } = await connected()
    socket.end(1006)
    store.failing = true
    box(draft)
    await settle()
    expect(draft.saveState()).toMatchObject({ kind: 'unsaved', code: 'not_kept' })
  })

  test('edits outlive the page, offline and online', async () => {
    const first = await connected()
    first.socket.end(1006)
    const id = box(first.draft)
    await settle()
    first.draft.close()

    const offline = await open(first.disk)
    expect([offline.draft.loaded(), offline.draft.access(), offline.draft.view.element(id)?.at]).toEqual([true, 'edit', [1, 2]])
    offline.world.socket.end(1006)
    expect(word(offline.draft.saveState())).toBe('offline with edits')
    offline.draft.commands.set(new Map([[id, { at: [9, 9] }]]))
    await settle()
    offline.draft.close()

    const server = first.server
    server.edit(first.socket, (doc) => { (doc.getMap(ROOT.pages).get('p1') as Y.Map<unknown>).set('name', 'Meanwhile') })
    const back = await connected(first.disk, server)
    expect([word(back.draft.saveState()), back.draft.view.element(id)?.at, back.draft.view.page('p1')?.name])
      .toEqual(['saved', [9, 9], 'Meanwhile'])
    expect(documentJson(server.doc)).toMatchObject({ elements: { [id]: { at: [9, 9] } } })
  })

  test('nothing is sent before the server has said what it has: that would be a gap', async () => {
    const { draft, world, server, socket } = await connected()
    socket.end(1006)
    box(draft)
    await world.clock.pass(1_000)
    world.socket.open()
    box(draft)
    expect(world.socket.sent.map((bytes) => readFrame(bytes).type)).toEqual(['sync_step_1'])
    server.greet(world.socket)
    server.serve(world.socket)
    expect(server.doc.getMap(ROOT.elements).size).toBe(2)
  })

  test('an answer to the server leaves out what waits for something missing', () => {
    const doc = new Y.Doc()
    const other = new Y.Doc()
    const updates: Uint8Array[] = []
    other.on('update', (update: Uint8Array) => updates.push(update))
    other.getMap('m').set('a', 1)
    other.getMap('m').set('b', 2)
    Y.applyUpdate(doc, updates[1] ?? new Uint8Array())
    doc.getMap('m').set('c', 3)
    const fresh = new Y.Doc()
    Y.applyUpdate(fresh, updateBeyond(doc, Y.encodeStateVector(fresh)))
    expect([fresh.getMap('m').toJSON(), fresh.store.pendingStructs]).toEqual([{ c: 3 }, null])
    Y.applyUpdate(doc, updates[0] ?? new Uint8Array())
    expect(doc.getMap('m').toJSON()).toEqual({ a: 1, b: 2, c: 3 })
  })
})

describe('refusals', () => {
  test('O2: after a foreign client id the page goes on with a new document and id, and carries its edits over', async () => {
    const { draft, world, server, socket, disk } = await connected()
    const text = draft.commands.create({ type: 'text', parent: 'p1', size: [10, 10], text: { language: 'de', value: 'Diplom' } })
    const gone = box(draft)
    server.serve(socket)
    // From here on the server takes nothing more.
    const made = box(draft)
    draft.commands.setText(text, 'de', 'Das Diplom 🎓')
    draft.commands.set(new Map([[text, { at: [7, 7] }]]))
    draft.commands.delete([gone])
    server.edit(socket, (doc) => {
      const texts = (doc.getMap(ROOT.elements).get(text) as Y.Map<unknown>).get('texts') as Y.Map<Y.Text>
      texts.get('de')?.insert(6, ' 2026')
    })
    socket.end(4403, 'foreign_client_id')
    await settle()
    expect(draft.view.element(made)).toBeDefined()
    server.greet(world.socket)
    server.serve(world.socket)
    await settle()
    expect(word(draft.saveState())).toBe('saved')
    expect(draft.view.element(made)?.at).toEqual([1, 2])
    expect(draft.view.element(gone)).toBeUndefined()
    expect(draft.view.element(text)?.at).toEqual([7, 7])
    expect(textValue(draft.view.element(text)?.texts?.de ?? [])).toBe('Das Diplom 🎓 2026')
    const elements = server.doc.getMap(ROOT.elements)
    expect([...elements.keys()].sort()).toEqual([text, made].sort())
    const copy = new Y.Doc()
    for (const update of disk.updates) Y.applyUpdate(copy, update)
    expect([disk.aside, documentJson(copy)]).toEqual([1, documentJson(server.doc)])
    draft.commands.set(new Map([[made, { at: [8, 8] }]]))
    server.serve(world.socket)
    expect(word(draft.saveState())).toBe('saved')
  })

  test('R1: a refused edit is taken back, and the state says so until the next edit', async () => {
    const { draft, world, server, socket } = await connected()
    const id = box(draft)
    socket.deliver(own(102, { update: 2, code: 'read_only', message: 'You may view this draft.' }))
    await settle()
    server.greet(world.socket)
    server.serve(world.socket)
    await settle()
    expect(draft.view.element(id)).toBeUndefined()
    expect(draft.saveState()).toMatchObject({ kind: 'refused', code: 'read_only' })
    box(draft)
    server.serve(world.socket)
    expect(word(draft.saveState())).toBe('saved')
  })

  test('R8: who may change texts only writes words, and nothing else', async () => {
    const server = new PlayedServer(titled)
    server.access = 'texts'
    const { draft, world } = await connected(emptyDisk(), server)
    draft.commands.setText('title', 'de', 'Diplom')
    draft.commands.setText('title', 'fr', 'Diplôme')
    draft.commands.set(new Map([['title', { at: [9, 9] }]]))
    draft.commands.delete(['title'])
    draft.history.undo()
    draft.close()
    server.serve(world.socket)
    const { view } = (await connected(emptyDisk(), server)).draft
    expect([textValue(view.element('title')?.texts?.de ?? []), textValue(view.element('title')?.texts?.fr ?? []), view.element('title')?.at])
      .toEqual(['Diplom', '', [1, 1]])
  })

  test.each(['again', 'drop'] as const)('R11: a mixed update from offline is refused whole, and its texts wait for a decision: %s', async (what) => {
    const server = new PlayedServer(titled)
    const { draft, world, disk, socket } = await connected(emptyDisk(), server)
    socket.end(1006, '')
    draft.commands.setText('title', 'de', 'Diplom')
    draft.commands.set(new Map([['title', { at: [9, 9] }]]))
    await settle()
    // Meanwhile the person has got another role.
    server.access = 'texts'
    await back(world)
    server.refuses = 'texts_only'
    server.greet(world.socket)
    expect(draft.access()).toBe('texts')
    await back(world)
    server.refuses = null
    server.greet(world.socket)
    await settle()
    expect(draft.refused()).toMatchObject({ changed: ['title'], made: 0, texts: 1 })
    expect([draft.view.element('title')?.at, draft.history.canUndo()]).toEqual([[1, 1], false])
    // Nothing is written before it is decided, and a page that is closed now asks again.
    draft.commands.setText('title', 'de', 'Zu früh')
    expect([textValue(draft.view.element('title')?.texts?.de ?? []), disk.aside]).toEqual(['', 0])
    draft.decide(what)
    server.serve(world.socket)
    await settle()
    const words = what === 'again' ? 'Diplom' : ''
    expect([draft.refused(), textValue(draft.view.element('title')?.texts?.de ?? []), disk.aside]).toEqual([null, words, 1])
    expect([documentJson(server.doc), word(draft.saveState())]).toEqual([documentJson(copyOf(disk)), 'saved'])
  })

  test('a session that ended stops, and keeps the edits for the next sign-in', async () => {
    const { draft, socket, disk, world } = await connected()
    box(draft)
    await settle()
    socket.end(4401, 'session_ended')
    expect(draft.saveState()).toMatchObject({ kind: 'refused', code: 'session_ended' })
    await world.clock.pass(60_000)
    expect([disk.unsaved, world.sockets.length]).toEqual([true, 1])
  })

  test('a page that is refused again and again gives up', async () => {
    const { draft, world, server, socket } = await connected()
    socket.end(4403, 'foreign_client_id')
    for (let i = 0; i < 10; i++) {
      await world.clock.pass(30_000)
      if (draft.saveState().kind === 'refused') break
      server.greet(world.socket)
      server.serve(world.socket)
      world.socket.end(4403, 'foreign_client_id')
    }
    expect(draft.saveState()).toMatchObject({ kind: 'refused', code: 'foreign_client_id' })
  })
})

describe('presence', () => {
  const state = { user: { id: 'per_2', name: 'Luca', color: '#1E7A5A' }, cursor: { page: 'p1', at: [1, 2] } }

  test('others are seen, dimmed, and gone as the server says', async () => {
    const { draft, socket, server } = await connected()
    server.show(socket, [{ client: 77, clock: 1, state }])
    const [peer] = draft.presence.peers()
    expect([peer?.clientId, peer?.state.user?.name, peer?.state.cursor]).toEqual([77, 'Luca', { page: 'p1', at: [1, 2] }])
    server.show(socket, [{ client: 77, clock: 2, state: { ...state, quiet: true } }])
    expect(draft.presence.peers()[0]?.state.quiet).toBe(true)
    server.show(socket, [{ client: 77, clock: 3, state: null }])
    expect(draft.presence.peers()).toEqual([])
  })

  test('what does not change keeps its identity, and malformed parts are left out', async () => {
    const { draft, socket, server } = await connected()
    server.show(socket, [{ client: 77, clock: 1, state }, { client: 78, clock: 1, state: { cursor: 'here', selection: [1, 'a'], gesture: [] } }])
    const [first, second] = draft.presence.peers()
    expect(second?.state).toEqual({ selection: ['a'] })
    server.show(socket, [{ client: 77, clock: 2, state }, { client: 78, clock: 2, state: { tool: 'move' } }])
    expect(draft.presence.peers()[0]).toBe(first)
  })

  test('the own state is sent at most 20 times a second, and again after a reconnect', async () => {
    const { draft, world, socket, server } = await connected()
    server.presence.length = 0
    for (let i = 0; i < 100; i++) {
      draft.presence.set({ cursor: { page: 'p1', at: [i, i] } })
      await world.clock.pass(10)
    }
    server.serve(socket)
    expect(server.presence.length).toBeGreaterThan(15)
    expect(server.presence.length).toBeLessThanOrEqual(21)
    const clocks = server.presence.map((entry) => entry.clock)
    expect(clocks).toEqual([...clocks].sort((a, b) => a - b))
    await world.clock.pass(60)
    server.serve(socket)
    socket.end(1012, 'lagging')
    await world.clock.pass(1_000)
    server.presence.length = 0
    server.greet(world.socket)
    server.serve(world.socket)
    expect(server.presence.at(-1)?.state).toMatchObject({ cursor: { at: [99, 99] } })
  })

  test('nobody is seen while offline', async () => {
    const { draft, socket, server } = await connected()
    server.show(socket, [{ client: 77, clock: 1, state }])
    socket.end(1006)
    expect(draft.presence.peers()).toEqual([])
  })
})
