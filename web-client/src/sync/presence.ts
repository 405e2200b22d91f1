/**
 * Who is where. The server speaks for everybody's identity and decides when somebody is gone (`protocol/SPEC.md` §3), so nothing
 * is timed here but the own sending.
 */
import type { Peer, PresenceState, PresenceStore } from '../document/model'
import { same } from '../document/read/values'
import type { PresenceEntry } from '../protocol/frame'
import { readPresenceState } from './presence-state'
import type { Clock } from './surroundings'

/** Twenty times a second. */
const SEND_EVERY_MS = 50
/** A node hears within a moment who is on the others. */
const NAMED_WITHIN_MS = 3_000

/** The states of all who are in the draft. */
export class DraftPresence implements PresenceStore {
  private own: PresenceState = {}
  private clockValue = 0
  private readonly others = new Map<number, { readonly clock: number; readonly peer: Peer }>()
  private list: readonly Peer[] = []
  private readonly listeners = new Set<() => void>()
  private sentAtMs = -Infinity
  private cancel: (() => void) | null = null
  /** Those whom the server has not named since the socket changed. */
  private unnamed = new Set<number>()
  private cancelUnnamed: (() => void) | null = null

  /**
   * @param clientId under which the own state is sent
   * @param transmit hands an entry to the socket; `false` when there is none
   */
  constructor(
    private clientId: number,
    private readonly clock: Clock,
    private readonly transmit: (entry: PresenceEntry) => boolean,
  ) {}

  peers(): readonly Peer[] {
    return this.list
  }

  set(patch: Partial<PresenceState>): void {
    const next = { ...this.own, ...patch }
    if (same(this.own, next)) return
    this.own = next
    this.schedule()
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  /** A socket is open: says at once where this person is. */
  connected(): void {
    this.sendNow()
  }

  /** Without a socket nobody else can be seen. */
  disconnected(): void {
    this.cancelUnnamed?.()
    if (this.others.size === 0) return
    this.others.clear()
    this.refresh()
  }

  /** Another socket has taken the place of the last one: all are seen on, and those whom the server does not name soon are gone. */
  moved(): void {
    this.unnamed = new Set(this.others.keys())
    this.cancelUnnamed?.()
    this.cancelUnnamed = this.clock.after(NAMED_WITHIN_MS, () => {
      const gone = [...this.unnamed].filter((client) => this.others.delete(client))
      this.unnamed.clear()
      if (gone.length > 0) this.refresh()
    })
  }

  /** Goes on under another client id. */
  rename(clientId: number): void {
    this.clientId = clientId
    this.clockValue = 0
  }

  /** Takes what the server says. */
  receive(entries: readonly PresenceEntry[]): void {
    let changed = false
    for (const entry of entries) {
      if (entry.client === this.clientId) {
        // The server answers with its own clock: the next own state must be newer than it.
        this.clockValue = Math.max(this.clockValue, entry.clock)
        continue
      }
      this.unnamed.delete(entry.client)
      const known = this.others.get(entry.client)
      if (known !== undefined && entry.clock < known.clock) continue
      if (entry.state === null) {
        if (this.others.delete(entry.client)) changed = true
        continue
      }
      const state = readPresenceState(entry.state)
      const repeats = known !== undefined && same(known.peer.state, state)
      const peer = repeats ? known.peer : Object.freeze({ clientId: entry.client, state })
      this.others.set(entry.client, { clock: entry.clock, peer })
      changed ||= !repeats
    }
    if (changed) this.refresh()
  }

  /** Ends sending. */
  close(): void {
    this.cancel?.()
    this.cancel = null
    this.cancelUnnamed?.()
    this.listeners.clear()
  }

  private schedule(): void {
    if (this.cancel !== null) return
    const wait = this.sentAtMs + SEND_EVERY_MS - this.clock.now()
    if (wait <= 0) {
      this.sendNow()
      return
    }
    this.cancel = this.clock.after(wait, () => {
      this.cancel = null
      this.sendNow()
    })
  }

  private sendNow(): void {
    this.cancel?.()
    this.cancel = null
    this.clockValue += 1
    this.sentAtMs = this.clock.now()
    this.transmit({ client: this.clientId, clock: this.clockValue, state: { ...this.own } })
  }

  private refresh(): void {
    this.list = Object.freeze([...this.others.values()].map((other) => other.peer))
    for (const listener of [...this.listeners]) listener()
  }
}
