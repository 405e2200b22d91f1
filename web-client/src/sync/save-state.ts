/**
 * The truth about saving: counts what was sent and what the server has on disk (`protocol/SPEC.md` §5, `saved`).
 */
import type { SaveState } from '../document/model'

/** Words for a person's edits that the browser itself could not keep. */
const NOT_KEPT = { code: 'not_kept', message: 'The browser could not keep these edits. Do not close this page before they are saved.' }

/** Words for edits that a draft cannot take that can only be read. */
const HELD = { code: 'draft_damaged', message: 'This draft can only be read. These edits are kept here.' }

/** Keeps the books of one open draft. */
export class SaveLedger {
  /** Update messages (SyncStep2 and Update) sent on this socket. */
  private sent = 0
  private upTo = 0
  private online = false
  private greeted = false
  private offlineSinceMs: number | null = null
  /** Edits were made that the server is not known to have on disk. */
  private unsavedEdits = false
  /** Edits wait in this page, to be sent with the next. */
  private batched = false
  /** Words were typed that are not in the document yet. */
  private typed = false
  private writing = 0
  private storeFailed = false
  /** The draft can only be read: what was edited before waits here. */
  private isHeld = false
  private waiting: { code: string; message: string } | null = null
  private refusal: { code: string; message: string; final: boolean } | null = null
  private current: SaveState = { kind: 'connecting' }

  /** @param onChange called when the state says something else. */
  constructor(private readonly onChange: () => void) {}

  /** The state as a person sees it; the same object until it says something else. */
  state(): SaveState {
    return this.current
  }

  /** Whether there are edits that the server is not known to have on disk. */
  get pending(): boolean {
    return this.unsavedEdits
  }

  /** Whether the server owes an answer. */
  get awaitsSaved(): boolean {
    return this.online && this.sent > this.upTo && this.waiting === null
  }

  /** The browser's copy came with edits that were not yet saved when the page was closed. */
  foundUnsaved(): void {
    this.unsavedEdits = true
    this.refresh()
  }

  /** A person edited. */
  edited(): void {
    this.unsavedEdits = true
    this.batched = true
    if (this.refusal !== null && !this.refusal.final) this.refusal = null
    this.refresh()
  }

  /** Words are being typed (`true`), or were written into the document. */
  typing(now: boolean): void {
    this.typed = now
    this.refresh()
  }

  /** The edits that waited were handed to the socket, or wait for the next one. */
  flushed(): void {
    this.batched = false
    this.refresh()
  }

  /** A write to the browser's copy began; call the result when it ended. */
  storing(): (kept: boolean) => void {
    this.writing += 1
    this.refresh()
    return (kept) => {
      this.writing -= 1
      this.storeFailed = !kept
      this.refresh()
    }
  }

  /** A socket is open and the server has said hello. */
  connected(): void {
    this.online = true
    this.sent = 0
    this.upTo = 0
    this.waiting = null
    this.offlineSinceMs = null
    this.refresh()
  }

  /** The answer to the server's SyncStep1 was sent: from now on it has all that this page has. */
  exchanged(): void {
    this.greeted = true
    this.refresh()
  }

  /** There is no socket. */
  disconnected(sinceMs: number): void {
    this.online = false
    this.greeted = false
    this.waiting = null
    this.offlineSinceMs = sinceMs
    this.refresh()
  }

  /** Whether the draft can only be read, so that nothing of this page is sent. */
  held(now: boolean): void {
    this.isHeld = now
    this.refresh()
  }

  /** An update message was sent. */
  sentUpdate(): void {
    this.sent += 1
    this.refresh()
  }

  /** The first `upTo` update messages are on disk. `true` when nothing is open any more. */
  saved(upTo: number): boolean {
    this.upTo = Math.max(this.upTo, upTo)
    this.waiting = null
    const settled = this.greeted && this.upTo >= this.sent && !this.batched && !this.isHeld
    if (settled) this.unsavedEdits = false
    this.refresh()
    return settled
  }

  /** The server cannot write just now. */
  unsaved(code: string, message: string): void {
    this.waiting = { code, message }
    this.refresh()
  }

  /** The server refused; `final` when this page cannot go on, otherwise until the next edit. */
  refused(code: string, message: string, final: boolean): void {
    this.refusal = { code, message, final }
    this.refresh()
  }

  /** A new document takes the place of one that was refused. */
  startAgain(): void {
    this.unsavedEdits = false
    this.batched = false
    this.sent = 0
    this.upTo = 0
    this.greeted = false
    this.waiting = null
    this.refresh()
  }

  private refresh(): void {
    const next = this.judge()
    if (JSON.stringify(next) === JSON.stringify(this.current)) return
    this.current = Object.freeze(next)
    this.onChange()
  }

  private judge(): SaveState {
    if (this.refusal !== null) return { kind: 'refused', code: this.refusal.code, message: this.refusal.message }
    const waits = this.batched || this.typed
    const openEdits = this.unsavedEdits || waits
    if (!this.online) {
      // "Edits kept here" is said only once they are.
      if (openEdits && this.storeFailed) return { kind: 'unsaved', ...NOT_KEPT }
      if (openEdits && (this.writing > 0 || waits)) return { kind: 'saving' }
      return this.offlineSinceMs === null
        ? { kind: 'connecting' }
        : { kind: 'offline', sinceMs: this.offlineSinceMs, pending: openEdits }
    }
    if (this.isHeld && openEdits) return { kind: 'unsaved', ...HELD }
    if (this.waiting !== null) return { kind: 'unsaved', ...this.waiting }
    if (!this.greeted && !openEdits) return { kind: 'connecting' }
    return openEdits ? { kind: 'saving' } : { kind: 'saved' }
  }
}
