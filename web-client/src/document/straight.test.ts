import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { keepStraight } from './straight'

/** A document in which somebody deletes, undoes and redoes again and again, and all updates of it. */
function undone(prepare: (doc: Y.Doc) => void): { doc: Y.Doc; updates: Uint8Array[] } {
  const doc = new Y.Doc()
  prepare(doc)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => { updates.push(update) })
  const map = doc.getMap<Y.Text>('map')
  const undo = new Y.UndoManager(map, { captureTimeout: 0 })
  const text = () => map.get('text')
  map.set('text', new Y.Text('ab'))
  text()?.insert(1, 'X')
  map.delete('text')
  undo.undo()
  text()?.delete(2, 1)
  for (const step of ['undo', 'undo', 'redo', 'redo', 'undo', 'redo', 'undo'] as const) undo[step]()
  map.delete('text')
  undo.redo()
  undo.undo()
  text()?.insert(0, 'and on: ')
  return { doc, updates }
}

const read = (doc: Y.Doc) => doc.getMap<Y.Text>('map').get('text')?.toJSON()

/** What is read where all updates are applied in one transaction, as the browser’s copy is. */
function readAgain(updates: readonly Uint8Array[]): string | undefined {
  const doc = new Y.Doc()
  doc.transact(() => { for (const update of updates) Y.applyUpdate(doc, update) })
  return read(doc)
}

describe('U2: places that are nowhere', () => {
  test('what was undone and redone again and again reads the same from the browser’s copy', () => {
    const { doc, updates } = undone(keepStraight)
    expect(read(doc)).toBe('and on: aXb')
    expect(readAgain(updates)).toBe(read(doc))
    expect(readAgain([Y.encodeStateAsUpdate(doc)])).toBe(read(doc))
  })

  test('left alone, it would not', () => {
    const { doc, updates } = undone(() => undefined)
    expect(readAgain(updates)).not.toBe(read(doc))
  })
})
