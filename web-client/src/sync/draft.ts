/**
 * An open draft: the document, the browser's copy and the server's, kept equal.
 */
import * as Y from 'yjs'
import { anchorsOver } from '../document/anchors'
import { commandsOver } from '../document/commands'
import { Editing } from '../document/commands/editing'
import type { Commands, OpenDraft, RefusedEdits, SaveState, TextAnchors } from '../document/model'
import { LocalEdit, STEP } from '../document/origin'
import { UndoHistory } from '../document/undo'
import { DocumentView } from '../document/view'
import {
  awarenessFrame, readPresence, syncStep1, syncStep2, updateFrame, writePresence, type Frame,
} from '../protocol/frame'
import { carryOver } from './carry'
import { carryTexts, isAny, trespassesOf } from './carry-texts'
import { Connection, type LinkState, type Verdict } from './connection'
import { newDoc, updateBeyond } from './documents'
import { DraftNews } from './news'
import { DraftPresence } from './presence'
import { SaveLedger } from './save-state'
import { applyAll, type DraftStore, type Kept } from './storage'
import type { Surroundings } from './surroundings'

/** Edits that came from the server. */
const REMOTE = Symbol('from the server')
/** Edits that came from the browser's copy. */
const STORED = Symbol('from the browser’s copy')
/** Edits that are made anew after a refusal. */
const CARRIED = Symbol('carried over')

/** Typing is sent this often. */
const TYPING_MS = 200
/** Others' edits are kept this often: should the page die before, the server has them. */
const KEEP_REMOTE_MS = 500
/** A browser's copy that cannot be opened in this time must not keep a person from the server's. */
const STORE_PATIENCE_MS = 3_000
/** Presence waits while so much is queued in the browser. */
const BUSY_BYTES = 256 * 1024
/** A page that is refused again and again, with nothing saved and nobody asked in between, does not go on for ever. */
const MOST_RESTARTS = 3

/** Refusals after which a new document and client id help, and what was not yet saved may be sent again as new edits. */
const CURED_BY_STARTING_AGAIN: ReadonlySet<string> = new Set(['foreign_client_id', 'client_ids_exhausted', 'malformed'])

/** More than texts was changed by somebody who may change texts only. */
const TEXTS_ONLY = 'texts_only'

/** What an open draft is made of. */
export interface DraftOptions {
  readonly url: string
  readonly surroundings: Surroundings
  /** Opens the browser's copy for a page with this client id. */
  readonly openStore: (clientId: number) => Promise<DraftStore>
  readonly diagnose: () => Promise<Verdict | null>
}

/** {@link OpenDraft} over a socket and a store. */
export class DraftSession implements OpenDraft {
  readonly view: DocumentView
  readonly commands: Commands
  readonly anchors: TextAnchors
  readonly history: UndoHistory
  readonly presence: DraftPresence
  readonly news = new DraftNews()

  private doc: Y.Doc
  /** The document that will take over, once the server has filled it. */
  private next: { doc: Y.Doc; carry: boolean; code: string; message: string } | null = null
  /** What was refused because more than texts was changed, until the person has decided. */
  private kept: { readonly doc: Y.Doc; readonly edits: RefusedEdits } | null = null
  private store: DraftStore | null = null
  private readonly ledger: SaveLedger
  private readonly connection: Connection
  private readonly listeners = new Set<() => void>()
  private accessNow: ReturnType<OpenDraft['access']> = 'unknown'
  /** The server wants no more of this page. */
  private ended = false
  private isLoaded = false
  private closed = false
  private restarts = 0
  /** On this socket: whether the server has told what this page lacked, and has been told what it lacked. */
  private received = false
  private exchanged = false
  /** The server's question, until what this page lacks is there. */
  private asked: Uint8Array | null = null
  private batch: Uint8Array[] = []
  private cancelBatch: (() => void) | null = null
  private readonly typed = new Set<() => void>()
  private cancelTyped: (() => void) | null = null
  private remote: Uint8Array[] = []
  private cancelRemote: (() => void) | null = null
  private readonly endListening: () => void

  constructor(private readonly options: DraftOptions) {
    this.doc = newDoc()
    this.view = new DocumentView(this.doc)
    this.history = new UndoHistory(this.doc, () => this.mayWrite())
    const editing = new Editing(() => this.doc, this.view, () => this.mayWrite(), () => this.mayWrite() && this.accessNow === 'edit')
    this.commands = commandsOver(editing)
    this.anchors = anchorsOver(editing)
    this.ledger = new SaveLedger(() => this.notify())
    const { surroundings } = options
    this.presence = new DraftPresence(this.doc.clientID, surroundings.clock, (entry) => {
      if (this.connection.buffered > BUSY_BYTES) return false
      return this.connection.send(awarenessFrame(writePresence([entry])))
    })
    this.connection = new Connection({
      url: options.url,
      surroundings,
      onOpen: (moved) => this.opened(moved),
      onFrame: (frame) => this.take(frame),
      onState: (state) => this.linkChanged(state),
      probe: () => this.ask(),
      awaitsAnswer: () => this.ledger.awaitsSaved,
      diagnose: options.diagnose,
    })
    this.doc.on('update', this.onUpdate)
    this.endListening = surroundings.listen((news) => { if (news === 'leaving') this.flush() })
    void this.begin()
  }

  access(): ReturnType<OpenDraft['access']> {
    return this.ended ? 'closed' : this.accessNow
  }

  saveState(): SaveState {
    return this.ledger.state()
  }

  refused(): RefusedEdits | null {
    return this.kept?.edits ?? null
  }

  decide(what: 'again' | 'drop'): void {
    const { kept } = this
    if (kept === null || this.closed) return
    // Where nothing can be written just now the texts would be gone: they wait on, and the browser's copy goes on holding them.
    if (what === 'again' && !this.takesWords()) return
    this.kept = null
    this.restarts = 0
    // Until now the browser's copy has held the refused edits: a page that is closed before asks again.
    void this.store?.startAgain(Y.encodeStateAsUpdate(this.doc)).catch(() => undefined)
    if (what === 'again') this.doc.transact(() => { carryTexts(kept.doc, this.doc) }, STEP)
    kept.doc.destroy()
    this.notify()
  }

  loaded(): boolean {
    return this.isLoaded
  }

  typing(write: () => void): void {
    if (!this.mayWrite()) return
    this.typed.add(write)
    this.ledger.typing(true)
    this.cancelTyped ??= this.options.surroundings.clock.after(TYPING_MS, () => this.flush())
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  close(): void {
    if (this.closed) return
    this.flush()
    this.closed = true
    this.endListening()
    this.connection.stop()
    this.presence.close()
    this.view.close()
    this.history.end()
    this.listeners.clear()
    this.news.close()
    this.store?.close()
    this.doc.destroy()
    this.next?.doc.destroy()
    this.kept?.doc.destroy()
  }

  private mayWrite(): boolean {
    return this.kept === null && this.takesWords()
  }

  /** Whether this person's words can go into the document, were nothing waiting to be decided. */
  private takesWords(): boolean {
    const may = this.accessNow === 'edit' || this.accessNow === 'texts'
    return may && this.isLoaded && this.next === null && !this.closed && !this.ended
  }

  /** First the browser's copy, then the server: so the server sends only what the copy lacks. */
  private async begin(): Promise<void> {
    const opening = this.options.openStore(this.doc.clientID).then(async (store) => ({ store, kept: await store.load() }))
    const kept = await Promise.race([opening.catch(() => null), this.patience()])
    if (kept !== null) this.restore(kept.store, kept.kept)
    // A copy that opens late is of no use to this page: the server's state may already stand.
    else void opening.then(({ store }) => store.close(), () => undefined)
    if (!this.closed) this.connection.start()
  }

  private patience(): Promise<null> {
    return new Promise((resolve) => {
      this.options.surroundings.clock.after(STORE_PATIENCE_MS, () => resolve(null))
    })
  }

  private restore(store: DraftStore, kept: Kept): void {
    if (this.closed) {
      store.close()
      return
    }
    this.store = store
    applyAll(this.doc, kept.updates, STORED)
    if (kept.unsaved) this.ledger.foundUnsaved()
    if (kept.access === 'edit' || kept.access === 'texts' || kept.access === 'view' || kept.access === 'damaged') this.accessNow = kept.access
    if (kept.updates.length > 0) this.isLoaded = true
    this.notify()
  }

  private readonly onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === STORED) return
    if (origin === REMOTE) {
      this.remote.push(update)
      this.cancelRemote ??= this.options.surroundings.clock.after(KEEP_REMOTE_MS, () => this.keepRemote())
      return
    }
    this.batch.push(update)
    this.ledger.edited()
    const typing = origin instanceof LocalEdit && origin.typing !== null
    if (!typing) this.send()
    else this.cancelBatch ??= this.options.surroundings.clock.after(TYPING_MS, () => this.send())
  }

  /** Writes what is being typed, then keeps and sends all that waits. */
  private flush(): void {
    this.cancelTyped?.()
    this.cancelTyped = null
    const writes = [...this.typed]
    this.typed.clear()
    for (const write of writes) write()
    if (writes.length > 0) this.ledger.typing(false)
    this.send()
  }

  /** Keeps and sends the edits that wait. */
  private send(): void {
    this.cancelBatch?.()
    this.cancelBatch = null
    const [first] = this.batch
    if (first === undefined) return
    const update = this.batch.length === 1 ? first : Y.mergeUpdates(this.batch)
    this.batch = []
    // An edit is kept together with those of others that it may rest on.
    this.keep([...this.takeRemote(), update], true)
    if (this.exchanged && this.connection.send(updateFrame(update))) this.ledger.sentUpdate()
    this.ledger.flushed()
  }

  private keepRemote(): void {
    const updates = this.takeRemote()
    if (updates.length > 0) this.keep(updates, false)
  }

  private takeRemote(): Uint8Array[] {
    this.cancelRemote?.()
    this.cancelRemote = null
    const updates = this.remote
    this.remote = []
    return updates.length > 1 ? [Y.mergeUpdates(updates)] : updates
  }

  private keep(updates: readonly Uint8Array[], edit: boolean): void {
    const { store } = this
    const ended = edit ? this.ledger.storing() : () => undefined
    if (store === null) {
      ended(false)
      return
    }
    store.append(updates, edit).then(() => ended(true), () => ended(false))
  }

  private opened(moved: boolean): void {
    this.parted()
    this.asked = null
    this.ledger.connected()
    // Who is still there is told anew.
    if (moved) this.presence.moved()
    else this.presence.disconnected()
    this.ask()
  }

  /** What this page and the server have told each other counts for one socket. */
  private parted(): void {
    // A room without content editors forgets which looks and fields they deleted, and would refuse their undo, with all that is sent
    // along. What is written from here on is not there yet, and its steps are kept.
    if (this.exchanged && this.accessNow === 'texts') this.history.attach(this.doc)
    this.received = false
    this.exchanged = false
  }

  /** Asks the server for what this page lacks. It answers always, so this also tells whether it is still there. */
  private ask(): void {
    this.connection.send(syncStep1(Y.encodeStateVector(this.next?.doc ?? this.doc)))
  }

  private take(frame: Frame): void {
    switch (frame.type) {
      case 'sync_step_1':
        if (this.received) this.answer(frame.payload)
        else this.asked = frame.payload
        return
      case 'sync_step_2':
        if (this.apply(frame.payload)) this.receivedAll()
        return
      case 'update':
        this.apply(frame.payload)
        return
      case 'awareness':
        this.presence.receive(readPresence(frame.payload))
        return
      case 'query_awareness':
        this.presence.connected()
        return
      case 'hello':
        this.mayDo(frame.body.damaged === true ? 'damaged' : frame.body.access)
        this.presence.connected()
        this.news.connected()
        return
      case 'saved':
        this.saved(frame.body.upTo)
        return
      case 'refused':
        if (frame.body.code === 'draft_damaged') this.mayDo('damaged')
        else this.startAgain(frame.body.code, frame.body.message, false)
        return
      case 'going_away':
        this.connection.comeBackAfter(frame.body.retryAfterMs)
        this.connection.move()
        return
      case 'unsaved':
        this.ledger.unsaved(frame.body.code, frame.body.message)
        return
      case 'news':
        this.news.told(frame.body)
        return
      // The newest state follows, and the sign-in of a browser is renewed, by themselves.
      case 'lagging':
      case 'expiring':
        return
    }
  }

  private mayDo(access: ReturnType<OpenDraft['access']>): void {
    // Steps of a greater right can't be taken back with a lesser one.
    if (this.accessNow === 'edit' && access !== 'edit' && access !== 'damaged') this.history.attach(this.doc)
    this.accessNow = access
    this.ledger.held(access === 'damaged')
    void this.store?.keepAccess(access).catch(() => undefined)
    this.notify()
  }

  private saved(upTo: number): void {
    const { pending } = this.ledger
    if (!this.ledger.saved(upTo)) return
    // Edits went through: a later refusal is a new one. An answer without edits proves nothing.
    if (pending) this.restarts = 0
    void this.store?.saved().catch(() => undefined)
  }

  private apply(update: Uint8Array): boolean {
    try {
      Y.applyUpdate(this.next?.doc ?? this.doc, update, REMOTE)
      return true
    } catch (error) {
      console.error('an update of the server could not be read', error)
      this.connection.restart()
      return false
    }
  }

  /** The server has sent what this page lacked. */
  private receivedAll(): void {
    this.received = true
    if (this.next !== null) this.takeOver()
    if (!this.isLoaded) {
      this.isLoaded = true
      this.notify()
    }
    if (this.asked !== null) this.answer(this.asked)
    this.asked = null
  }

  private answer(stateVector: Uint8Array): void {
    // What still waits is part of the answer; it must only be kept.
    this.exchanged = false
    this.flush()
    // What a damaged draft would refuse waits here until it is whole again (R13).
    if (this.accessNow === 'damaged') return this.ledger.exchanged()
    if (!this.connection.send(syncStep2(updateBeyond(this.doc, stateVector)))) return
    this.ledger.sentUpdate()
    this.exchanged = true
    this.ledger.exchanged()
  }

  private linkChanged(state: LinkState): void {
    if (this.closed || state.kind === 'open' || state.kind === 'connecting' || state.kind === 'idle') return
    this.parted()
    this.flush()
    this.presence.disconnected()
    this.ledger.disconnected(state.kind === 'waiting' ? state.sinceMs : this.options.surroundings.clock.now())
    if (state.kind !== 'stopped') return
    const reason = state.reason === '' ? `closed_${state.code}` : state.reason
    if (CURED_BY_STARTING_AGAIN.has(reason)) this.startAgain(reason, reason, true)
    else this.end(reason, reason)
  }

  /** This page can't go on: what it shows may be read, and no longer changed. */
  private end(code: string, message: string): void {
    this.ended = true
    this.ledger.refused(code, message, true)
    this.notify()
  }

  /**
   * Begins again with a new document and client id (SPEC O2). Until the server has filled it, the old one stays on the screen and
   * takes no edits.
   */
  private startAgain(code: string, message: string, carry: boolean): void {
    this.restarts += 1
    if (this.restarts > MOST_RESTARTS) {
      this.connection.stop()
      this.end(code, message)
      return
    }
    this.flush()
    this.next?.doc.destroy()
    this.next = { doc: newDoc(), carry, code, message }
    this.connection.restart()
  }

  private takeOver(): void {
    const { next } = this
    if (next === null) return
    this.next = null
    const old = this.doc
    const lost = !next.carry && this.ledger.pending
    old.off('update', this.onUpdate)
    this.takeRemote()
    this.batch = []
    this.doc = next.doc
    this.ledger.startAgain()
    // While an earlier refusal is undecided nothing was written, and the browser's copy alone holds its edits beyond this page.
    const undecided = this.kept !== null
    const kept = !undecided && next.code === TEXTS_ONLY ? refusedEdits(old, this.doc) : null
    if (kept !== null) this.kept = { doc: old, edits: kept }
    else if (!undecided) void this.store?.startAgain(Y.encodeStateAsUpdate(this.doc)).catch(() => undefined)
    this.doc.on('update', this.onUpdate)
    if (next.carry) this.doc.transact(() => carryOver(old, this.doc), CARRIED)
    this.view.attach(this.doc)
    this.history.attach(this.doc)
    this.presence.rename(this.doc.clientID)
    this.presence.connected()
    if (lost && kept === null) this.ledger.refused(next.code, next.message, false)
    if (kept === null) old.destroy()
    this.notify()
  }

  private notify(): void {
    for (const listener of [...this.listeners]) listener()
  }
}

/** What of a refused document never arrived; `null`: nothing. */
function refusedEdits(old: Y.Doc, fresh: Y.Doc): RefusedEdits | null {
  // Counted on a copy: nothing is written before the person has decided.
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(fresh))
  const trespasses = trespassesOf(old, copy)
  const texts = copy.transact(() => carryTexts(old, copy))
  copy.destroy()
  return texts > 0 || isAny(trespasses) ? { ...trespasses, texts } : null
}
