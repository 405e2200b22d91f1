/**
 * A world in which a test moves the clock and the network by hand.
 */
import * as Y from 'yjs'
import {
  awarenessFrame, readFrame, readPresence, syncStep1, syncStep2, updateFrame, writePresence, type PresenceEntry,
} from '../../protocol/frame'
import type { DraftStore, Kept } from '../storage'
import type { Clock, News, Socket, Surroundings } from '../surroundings'

/** A clock that stands still until it is moved. */
export class HeldClock implements Clock {
  private time = 1_000_000
  private timers: { atMs: number; callback: () => void }[] = []

  now(): number { return this.time }
  random(): number { return 0.5 }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { atMs: this.time + delayMs, callback }
    this.timers.push(timer)
    return () => { this.timers = this.timers.filter((one) => one !== timer) }
  }

  /** Moves time on, timer by timer. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms
    for (;;) {
      await settle()
      const next = this.timers.filter((timer) => timer.atMs <= end).sort((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined) break
      this.timers = this.timers.filter((timer) => timer !== next)
      this.time = Math.max(this.time, next.atMs)
      next.callback()
    }
    this.time = end
    await settle()
  }
}

/** Lets everything that is ready happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

/** One end of a socket; the test plays the network. */
export class HeldSocket implements Socket {
  binaryType: BinaryType = 'blob'
  bufferedAmount = 0
  onopen: ((event: Event) => void) | null = null
  onmessage: ((event: MessageEvent) => void) | null = null
  onclose: ((event: CloseEvent) => void) | null = null
  onerror: ((event: Event) => void) | null = null
  readonly sent: Uint8Array[] = []
  closedByPage = false

  constructor(readonly url: string, readonly subprotocol: string) {}

  send(data: Uint8Array): void { this.sent.push(data.slice()) }
  close(): void { this.closedByPage = true }

  /** The network opens it. */
  open(): void { this.onopen?.(new Event('open')) }
  /** A message arrives. */
  deliver(bytes: Uint8Array): void { this.onmessage?.(new MessageEvent('message', { data: bytes.slice().buffer })) }
  /** The server or the network closes it. */
  end(code: number, reason = ''): void {
    this.onclose?.(Object.assign(new Event('close'), { code, reason, wasClean: code !== 1006 }) as CloseEvent)
  }
}

/** Surroundings that a test moves. */
export class HeldWorld implements Surroundings {
  readonly clock = new HeldClock()
  readonly sockets: HeldSocket[] = []
  isOffline = false
  private readonly listeners = new Set<(news: News) => void>()

  openSocket(url: string, subprotocol: string): Socket {
    const socket = new HeldSocket(url, subprotocol)
    this.sockets.push(socket)
    return socket
  }

  offline(): boolean { return this.isOffline }

  listen(listener: (news: News) => void): () => void {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  tell(news: News): void { for (const listener of [...this.listeners]) listener(news) }

  /** The newest socket. */
  get socket(): HeldSocket {
    const socket = this.sockets.at(-1)
    if (socket === undefined) throw new Error('no socket was opened')
    return socket
  }
}

/** The server's own messages. */
export function own(type: number, body: object): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(body))
  const length = json.length < 128 ? [json.length] : [(json.length & 0x7f) | 0x80, json.length >> 7]
  return Uint8Array.from([type, ...length, ...json])
}

/** A server's side of one draft, as far as a page can tell: `protocol/SPEC.md` in short. */
export class PlayedServer {
  readonly doc = new Y.Doc()
  /** While false, updates wait for the disk. */
  saving = true
  access: 'edit' | 'texts' | 'view' = 'edit'
  /** The code with which updates are refused that bring anything. */
  refuses: string | null = null
  /** The draft can only be read (SPEC R13). */
  damaged = false
  readonly presence: PresenceEntry[] = []
  private handled = 0
  private counted = 0

  constructor(layout?: (doc: Y.Doc) => void) {
    this.doc.clientID = 1
    layout?.(this.doc)
  }

  /** Opens a page's socket and says hello. */
  greet(socket: HeldSocket): void {
    this.handled = 0
    this.counted = 0
    socket.open()
    socket.deliver(own(100, {
      protocol: 1, session: 'ses_1', person: { id: 'per_1', name: 'Anna', color: '#2B5BA8' }, access: this.damaged ? 'view' : this.access, head: 0,
      ...(this.damaged ? { damaged: true } : {}),
    }))
    socket.deliver(syncStep1(Y.encodeStateVector(this.doc)))
    this.serve(socket)
  }

  /** Answers everything that the page has sent since. */
  serve(socket: HeldSocket): void {
    for (; this.handled < socket.sent.length; this.handled++) {
      const frame = readFrame(socket.sent[this.handled] ?? new Uint8Array())
      if (frame.type === 'sync_step_1') socket.deliver(syncStep2(Y.encodeStateAsUpdate(this.doc, frame.payload)))
      else if (frame.type === 'awareness') this.presence.push(...readPresence(frame.payload))
      else if (frame.type === 'sync_step_2' || frame.type === 'update') {
        this.counted += 1
        if (this.refuses !== null && frame.payload.length > 2) {
          socket.deliver(own(102, { update: this.counted, code: this.refuses, message: 'Texts only.' }))
          continue
        }
        Y.applyUpdate(this.doc, frame.payload)
        if (this.doc.store.pendingStructs !== null) throw new Error('the page sent a gap')
      }
    }
    if (this.saving && this.counted > 0) socket.deliver(own(101, { upTo: this.counted, head: this.counted }))
  }

  /** Edits as somebody else, seen by the page at once. */
  edit(socket: HeldSocket, work: (doc: Y.Doc) => void): void {
    const other = new Y.Doc()
    Y.applyUpdate(other, Y.encodeStateAsUpdate(this.doc))
    const before = Y.encodeStateVector(other)
    other.transact(() => work(other))
    const update = Y.encodeStateAsUpdate(other, before)
    Y.applyUpdate(this.doc, update)
    socket.deliver(updateFrame(update))
  }

  /** Tells a page of others' presence. */
  show(socket: HeldSocket, entries: readonly PresenceEntry[]): void {
    socket.deliver(awarenessFrame(writePresence(entries)))
  }
}

/** A browser's copy in memory; `disk` outlives the page, and writes can be held back or fail. */
export class HeldStore implements DraftStore {
  failing = false
  held: (() => void)[] | null = null

  constructor(readonly disk: { updates: Uint8Array[]; unsaved: boolean; access: string | null; aside: number }) {}

  async load(): Promise<Kept> { return { ...this.disk, updates: [...this.disk.updates] } }

  async append(updates: readonly Uint8Array[], edit: boolean): Promise<void> {
    if (this.failing) throw new Error('the disk is full')
    const held = this.held
    if (held !== null) await new Promise<void>((resolve) => { held.push(resolve) })
    this.disk.updates.push(...updates)
    if (edit) this.disk.unsaved = true
  }

  async saved(): Promise<void> { this.disk.unsaved = false }
  async keepAccess(access: string): Promise<void> { this.disk.access = access }
  async startAgain(state: Uint8Array): Promise<void> {
    this.disk.updates = [state]
    this.disk.unsaved = false
    this.disk.aside += 1
  }
  close(): void {}
}
