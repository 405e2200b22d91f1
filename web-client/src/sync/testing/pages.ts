/** Pages that have a draft open, for tests. */
import * as Y from 'yjs'
import type { SaveState } from '../../document/model'
import { ROOT } from '../../document/schema'
import { DraftSession } from '../draft'
import { HeldStore, HeldWorld, PlayedServer, settle } from './world'

/** What outlives a page in a browser. */
export interface Disk { updates: Uint8Array[]; unsaved: boolean; access: string | null; aside: number }
export const emptyDisk = (): Disk => ({ updates: [], unsaved: false, access: null, aside: 0 })

/** A page in a layout. */
export function page(doc: Y.Doc): void {
  const entry = new Y.Map<unknown>()
  doc.getMap(ROOT.pages).set('p1', entry)
  entry.set('size', [210, 297])
  entry.set('order', 'V')
}

/** A page with a text on it, in which nothing is written yet. */
export function titled(doc: Y.Doc): void {
  page(doc)
  const title = new Y.Map<unknown>([['type', 'text'], ['parent', 'p1'], ['order', 'V'], ['at', [1, 1]], ['size', [50, 9]]])
  doc.getMap(ROOT.elements).set('title', title)
  title.set('texts', new Y.Map([['de', new Y.Text()]]))
}

/** A document as the browser has it. */
export function copyOf(disk: Disk): Y.Doc {
  const copy = new Y.Doc()
  for (const update of disk.updates) Y.applyUpdate(copy, update)
  return copy
}

/** A page that has opened a draft and is about to connect. */
export async function open(disk: Disk = emptyDisk()) {
  const world = new HeldWorld()
  const store = new HeldStore(disk)
  const draft = new DraftSession({
    url: 'ws://x/collab/d', surroundings: world, openStore: async () => store, diagnose: async () => null,
  })
  await settle()
  return { world, store, draft, disk }
}

/** The same with a server that has answered everything. */
export async function connected(disk: Disk = emptyDisk(), server = new PlayedServer(page)) {
  const opened = await open(disk)
  const { socket } = opened.world
  server.greet(socket)
  server.serve(socket)
  await settle()
  return { ...opened, server, socket }
}

/** Waits until the page connects again. */
export async function back(world: HeldWorld): Promise<void> {
  const sockets = world.sockets.length
  for (let waited = 0; world.sockets.length === sockets; waited += 100) {
    if (waited > 60_000) throw new Error('the page does not come back')
    await world.clock.pass(100)
  }
}

/** The state of saving in a word. */
export const word = (state: SaveState): string => (state.kind === 'offline' ? `offline${state.pending ? ' with edits' : ''}` : state.kind)
/** Draws a rectangle. */
export const box = (draft: DraftSession): string => draft.commands.create({ type: 'rectangle', parent: 'p1', at: [1, 2], size: [3, 4] })
