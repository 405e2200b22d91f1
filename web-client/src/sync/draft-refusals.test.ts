import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import { textValue } from '../document/read/texts'
import { documentJson } from '../document/testing/peers'
import { ROOT } from '../document/schema'
import type { DraftSession } from './draft'
import { back, box, connected, copyOf, emptyDisk, open, titled, word, type Disk } from './testing/pages'
import { PlayedServer, own, settle } from './testing/world'

/** A page whose words from offline wait for a decision: more than texts was changed with them. */
async function refusedTexts() {
  const server = new PlayedServer(titled)
  const opened = await connected(emptyDisk(), server)
  const { draft, world, socket } = opened
  socket.end(1006, '')
  draft.commands.setText('title', 'de', 'Diplom')
  draft.commands.set(new Map([['title', { at: [9, 9] }]]))
  await settle()
  // Meanwhile the person has got another role.
  server.access = 'texts'
  await back(world)
  server.refuses = 'texts_only'
  server.greet(world.socket)
  await back(world)
  server.refuses = null
  server.greet(world.socket)
  await settle()
  return opened
}

const title = (draft: DraftSession): string => textValue(draft.view.element('title')?.texts?.de ?? [])
/** What a page would show that is opened from the browser's copy alone. */
const titleOn = (disk: Disk): unknown => documentJson(copyOf(disk))

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
    const { draft, world, server, disk } = await refusedTexts()
    expect(draft.access()).toBe('texts')
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

  test('R11: texts that cannot be written again just now go on waiting, in the page and in the browser', async () => {
    const { draft, world, server, disk } = await refusedTexts()
    const held = titleOn(disk)
    expect(held).toMatchObject({ elements: { title: { texts: { de: [{ insert: 'Diplom' }] } } } })
    const waits = (): void => {
      draft.decide('again')
      expect([draft.refused()?.texts, titleOn(disk), disk.aside]).toEqual([1, held, 0])
    }
    // Only looking is allowed for a while.
    server.access = 'view'
    world.socket.end(1006)
    await back(world)
    server.greet(world.socket)
    waits()
    server.access = 'texts'
    world.socket.end(1006)
    await back(world)
    server.greet(world.socket)
    // Another document is about to take over; taking over leaves the browser's copy alone as well.
    world.socket.end(4403, 'foreign_client_id')
    waits()
    await back(world)
    server.greet(world.socket)
    await settle()
    expect([draft.refused()?.texts, titleOn(disk), disk.aside]).toEqual([1, held, 0])
    draft.decide('again')
    server.serve(world.socket)
    await settle()
    expect([draft.refused(), title(draft), word(draft.saveState()), documentJson(server.doc)]).toEqual([null, 'Diplom', 'saved', titleOn(disk)])
  })

  test('R11: the session ends while texts wait: the next page asks again', async () => {
    const { draft, world, server, disk } = await refusedTexts()
    world.socket.end(4401, 'session_ended')
    draft.decide('again')
    await settle()
    expect([draft.refused()?.texts, disk.aside]).toEqual([1, 0])
    draft.close()
    const next = await open(disk)
    server.refuses = 'texts_only'
    server.greet(next.world.socket)
    await back(next.world)
    server.refuses = null
    server.greet(next.world.socket)
    await settle()
    expect(next.draft.refused()?.texts).toBe(1)
  })

  test('a person who decides again and again is asked again and again', async () => {
    const server = new PlayedServer(titled)
    server.access = 'texts'
    const { draft, world } = await connected(emptyDisk(), server)
    for (let i = 0; i < 6; i++) {
      draft.commands.setText('title', 'de', `Diplom ${i.toString()}`)
      server.refuses = 'texts_only'
      await world.clock.pass(200)
      const sockets = world.sockets.length
      server.serve(world.socket)
      if (world.sockets.length === sockets) await back(world)
      server.refuses = null
      server.greet(world.socket)
      await settle()
      expect(draft.refused()?.texts).toBe(1)
      draft.decide('drop')
      expect([draft.access(), word(draft.saveState())]).toEqual(['texts', 'saved'])
    }
  })

  test('refusals are counted anew once edits were saved', async () => {
    const { draft, world, server } = await connected()
    for (let i = 0; i < 6; i++) {
      box(draft)
      const sockets = world.sockets.length
      world.socket.deliver(own(102, { update: 2, code: 'read_only', message: 'You may view this draft.' }))
      if (world.sockets.length === sockets) await back(world)
      server.greet(world.socket)
      await settle()
      box(draft)
      server.serve(world.socket)
      expect([draft.access(), word(draft.saveState())]).toEqual(['edit', 'saved'])
    }
  })

  test('whoever may change texts only undoes on a new socket what was written since the old one, and nothing older', async () => {
    const server = new PlayedServer(titled)
    server.access = 'texts'
    const { draft, world, socket } = await connected(emptyDisk(), server)
    draft.commands.setText('title', 'de', 'Diplom')
    await world.clock.pass(200)
    server.serve(socket)
    expect(draft.history.canUndo()).toBe(true)
    socket.end(1006)
    expect(draft.history.canUndo()).toBe(false)
    draft.commands.setText('title', 'de', 'Diplom 2026')
    await back(world)
    server.greet(world.socket)
    server.serve(world.socket)
    expect([draft.history.undo(), title(draft), draft.history.undo()]).toEqual(['done', 'Diplom', 'nothing'])
  })

  test('R13: a damaged draft takes nothing, and what was edited before waits in the page and the browser until it is whole', async () => {
    const { draft, world, server, socket, disk } = await connected()
    socket.end(1006)
    const made = box(draft)
    await settle()
    server.damaged = true
    server.refuses = 'draft_damaged'
    await back(world)
    server.greet(world.socket)
    await settle()
    expect(draft.access()).toBe('damaged')
    expect(draft.saveState()).toMatchObject({ kind: 'unsaved', code: 'draft_damaged' })
    box(draft)
    server.edit(world.socket, (doc) => { doc.getMap(ROOT.meta).set('name', 'seen') })
    await world.clock.pass(60_000)
    expect([draft.view.layout().elements.size, draft.view.element(made)?.at, disk.unsaved, disk.aside]).toEqual([1, [1, 2], true, 0])
    expect(server.doc.getMap(ROOT.elements).size).toBe(0)

    server.damaged = false
    server.refuses = null
    world.socket.end(4501, 'rights_changed')
    await back(world)
    server.greet(world.socket)
    server.serve(world.socket)
    await settle()
    expect([draft.access(), word(draft.saveState()), disk.unsaved]).toEqual(['edit', 'saved', false])
    expect(server.doc.getMap(ROOT.elements).has(made)).toBe(true)
  })

  test('R13: with nothing unsaved a damaged draft is saved, also when it is opened from the copy of the browser', async () => {
    const server = new PlayedServer(titled)
    server.damaged = true
    const { draft, disk } = await connected(emptyDisk(), server)
    expect([draft.access(), word(draft.saveState())]).toEqual(['damaged', 'saved'])
    draft.close()
    expect((await open(disk)).draft.access()).toBe('damaged')
  })

  test('U12: a draft of which nothing can be loaded stops the page and keeps its edits', async () => {
    const { draft, world, socket, disk } = await connected()
    box(draft)
    await settle()
    socket.end(4423, 'draft_damaged')
    await world.clock.pass(60_000)
    expect(draft.saveState()).toMatchObject({ kind: 'refused', code: 'draft_damaged' })
    expect([draft.access(), disk.unsaved, world.sockets.length]).toEqual(['closed', true, 1])
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
