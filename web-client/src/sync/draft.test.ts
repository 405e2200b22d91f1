import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import { documentJson } from '../document/testing/peers'
import { ROOT } from '../document/schema'
import { readFrame, type PresenceEntry } from '../protocol/frame'
import { updateBeyond } from './documents'
import { DraftSession } from './draft'
import { box, connected, emptyDisk, open, page, word } from './testing/pages'
import { HeldWorld, PlayedServer, own, settle } from './testing/world'

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

  test('N7: moving to another server loses no edit and no cursor, and says nothing of it', async () => {
    const { world, draft, server, socket } = await connected()
    const flurina: PresenceEntry = { client: 900, clock: 7, state: { user: { id: 'per_2', name: 'Flurina', color: '#2B5BA8' } } }
    const gone: PresenceEntry = { client: 901, clock: 7, state: { user: { id: 'per_3', name: 'Reto', color: '#2B5BA8' } } }
    server.show(socket, [flurina, gone])
    const words: string[] = []
    draft.subscribe(() => words.push(word(draft.saveState())))
    const seen = () => draft.presence.peers().map((peer) => peer.clientId)
    const all: number[][] = []
    draft.presence.subscribe(() => all.push(seen()))
    server.saving = false
    const id = box(draft)
    socket.deliver(own(104, { reason: 'restarting', retryAfterMs: 1_000 }))
    await world.clock.pass(200)
    const next = world.socket
    expect([next === socket, socket.closedByPage]).toEqual([false, false])
    server.saving = true
    server.greet(next)
    server.serve(next)
    server.show(next, [{ ...flurina, clock: 8 }])
    expect(server.doc.getMap(ROOT.elements).has(id)).toBe(true)
    expect([socket.closedByPage, word(draft.saveState()), seen()]).toEqual([true, 'saved', [900, 901]])
    await world.clock.pass(3_000)
    expect(seen()).toEqual([900])
    expect(all.every((it) => it.includes(900))).toBe(true)
    expect(words.filter((it) => it !== 'saving' && it !== 'saved')).toEqual([])
  })

  test('nobody is seen while offline', async () => {
    const { draft, socket, server } = await connected()
    server.show(socket, [{ client: 77, clock: 1, state }])
    socket.end(1006)
    expect(draft.presence.peers()).toEqual([])
  })
})
