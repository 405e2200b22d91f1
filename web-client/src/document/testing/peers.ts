/**
 * Documents of several people for tests, and the updates between them.
 */
import * as Y from 'yjs'
import { anchorsOver } from '../anchors'
import { commandsOver } from '../commands'
import { Editing } from '../commands/editing'
import type { Commands, TextAnchors } from '../model'
import { plain } from '../read/values'
import { ROOT } from '../schema'
import { keepQuiet } from '../quiet'
import { keepStraight } from '../straight'
import { UndoHistory } from '../undo'
import { DocumentView } from '../view'

/** Everything that one person's page has over a document. */
export interface Peer {
  readonly doc: Y.Doc
  readonly view: DocumentView
  readonly commands: Commands
  readonly anchors: TextAnchors
  readonly history: UndoHistory
  /** The updates that this peer has made since they were last taken. */
  readonly outgoing: Uint8Array[]
}

/** A person with an empty document. */
export function peer(clientId?: number): Peer {
  const doc = new Y.Doc()
  keepQuiet(doc)
  keepStraight(doc)
  if (clientId !== undefined) doc.clientID = clientId
  const view = new DocumentView(doc)
  const editing = new Editing(() => doc, view)
  const outgoing: Uint8Array[] = []
  doc.on('update', (update: Uint8Array, origin: unknown) => { if (origin !== 'remote') outgoing.push(update) })
  return { doc, view, commands: commandsOver(editing), anchors: anchorsOver(editing), history: new UndoHistory(doc), outgoing }
}

/** People who share one starting document: one page `p1`. */
export function peers(count: number): Peer[] {
  const start = new Y.Doc()
  start.clientID = 1
  start.transact(() => {
    start.getMap(ROOT.meta).set('schema', 1)
    const page = new Y.Map<unknown>()
    start.getMap(ROOT.pages).set('p1', page)
    page.set('size', [210, 297])
    page.set('order', 'V')
  })
  const state = Y.encodeStateAsUpdate(start)
  return Array.from({ length: count }, (_, i) => {
    const one = peer(100 + i)
    Y.applyUpdate(one.doc, state, 'remote')
    one.outgoing.length = 0
    return one
  })
}

/** Hands everybody's updates to everybody. */
export function exchange(all: readonly Peer[]): void {
  const batches = all.map((one) => one.outgoing.splice(0))
  batches.forEach((batch, from) => {
    all.forEach((one, to) => {
      if (from !== to) for (const update of batch) Y.applyUpdate(one.doc, update, 'remote')
    })
  })
}

/** The whole document as plain JSON, the unknown included. */
export function documentJson(doc: Y.Doc): unknown {
  return Object.fromEntries(Object.values(ROOT).map((name) => [name, plain(doc.getMap(name))]))
}
