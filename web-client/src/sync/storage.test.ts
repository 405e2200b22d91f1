import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { applyAll, openStore } from './storage'

beforeEach(() => { globalThis.indexedDB = new IDBFactory() })

/** A document that collects its own updates. */
function writer(clientId: number): { doc: Y.Doc; take: () => Uint8Array[] } {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const made: Uint8Array[] = []
  doc.on('update', (update: Uint8Array, origin: unknown) => { if (origin === null) made.push(update) })
  return { doc, take: () => made.splice(0) }
}

function read(updates: readonly Uint8Array[]): Record<string, unknown> {
  const doc = new Y.Doc()
  expect(applyAll(doc, updates, 'test')).toBe(0)
  return doc.getMap('m').toJSON()
}

describe("the browser's copy", () => {
  test('gives back what was appended, and whether it was saved', async () => {
    const { doc, take } = writer(20)
    const store = await openStore('per_1', 'drf_1', 20)
    expect(await store.load()).toEqual({ updates: [], unsaved: false, access: null })
    doc.getMap('m').set('a', 1)
    await store.append(take(), true)
    await store.keepAccess('edit')
    store.close()

    const again = await openStore('per_1', 'drf_1', 21)
    const kept = await again.load()
    expect([read(kept.updates), kept.unsaved, kept.access]).toEqual([{ a: 1 }, true, 'edit'])
    await again.saved()
    again.close()
    expect((await (await openStore('per_1', 'drf_1', 22)).load()).unsaved).toBe(false)
  })

  test('is kept for each person and draft apart', async () => {
    const { doc, take } = writer(20)
    doc.getMap('m').set('a', 1)
    await (await openStore('per_1', 'drf_1', 20)).append(take(), true)
    expect((await (await openStore('per_2', 'drf_1', 21)).load()).updates).toEqual([])
    expect((await (await openStore('per_1', 'drf_2', 22)).load()).updates).toEqual([])
  })

  test('two pages of one person write at once and lose nothing, while both fold', async () => {
    const a = writer(30)
    const b = writer(31)
    const storeA = await openStore('per_1', 'drf_1', 30)
    const storeB = await openStore('per_1', 'drf_1', 31)
    const writes: Promise<void>[] = []
    for (let i = 0; i < 700; i++) {
      a.doc.getMap('m').set(`a${i % 50}`, i)
      writes.push(storeA.append(a.take(), true))
      b.doc.getMap('m').set(`b${i % 50}`, i)
      writes.push(storeB.append(b.take(), true))
    }
    await Promise.all(writes)
    const kept = await (await openStore('per_1', 'drf_1', 32)).load()
    expect(kept.updates.length).toBeLessThan(700)
    expect(read(kept.updates)).toEqual({ ...a.doc.getMap('m').toJSON(), ...b.doc.getMap('m').toJSON() })
  })

  test('one page that is saved does not speak for another that is not', async () => {
    const a = writer(30)
    const b = writer(31)
    const storeA = await openStore('per_1', 'drf_1', 30)
    a.doc.getMap('m').set('a', 1)
    await storeA.append(a.take(), true)
    const storeB = await openStore('per_1', 'drf_1', 31)
    expect((await storeB.load()).unsaved).toBe(true)
    // The first page edits on, offline, before the second has saved what it found.
    a.doc.getMap('m').set('a', 2)
    await storeA.append(a.take(), true)
    b.doc.getMap('m').set('b', 1)
    await storeB.append(b.take(), true)
    await storeB.saved()
    expect((await (await openStore('per_1', 'drf_1', 32)).load()).unsaved).toBe(true)
    await storeA.saved()
    expect((await (await openStore('per_1', 'drf_1', 33)).load()).unsaved).toBe(false)
  })

  test('edits that rest on something not kept are kept all the same', async () => {
    const a = writer(30)
    const store = await openStore('per_1', 'drf_1', 30)
    a.doc.getMap('m').set('a', 1)
    const [first] = a.take()
    for (let i = 0; i < 400; i++) {
      a.doc.getMap('m').set('a', i)
      await store.append(a.take(), true)
    }
    const { updates } = await store.load()
    expect(read([...updates, first ?? new Uint8Array()])).toEqual({ a: 399 })
  })

  test('starting again sets the old list aside', async () => {
    const a = writer(30)
    const store = await openStore('per_1', 'drf_1', 30)
    a.doc.getMap('m').set('a', 1)
    await store.append(a.take(), true)
    const fresh = writer(40)
    fresh.doc.getMap('m').set('fresh', true)
    for (let i = 0; i < 5; i++) await store.startAgain(Y.encodeStateAsUpdate(fresh.doc))
    const kept = await (await openStore('per_1', 'drf_1', 41)).load()
    expect([read(kept.updates), kept.unsaved]).toEqual([{ fresh: true }, false])
  })

  test('an unreadable row is passed over', async () => {
    const a = writer(30)
    a.doc.getMap('m').set('a', 1)
    const doc = new Y.Doc()
    expect(applyAll(doc, [Uint8Array.from([7, 7, 7]), ...a.take()], 'test')).toBe(1)
    expect(doc.getMap('m').toJSON()).toEqual({ a: 1 })
  })
})
