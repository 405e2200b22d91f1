/**
 * Geometry in flight: one's own gesture and those of others, by element.
 *
 * Each element listens to itself only, so that a drag draws what is dragged and nothing else. When somebody else lets go, their last
 * place is kept for a moment: presence is faster than the journal, and the element must not jump back in between.
 */
import type { Geometry, PresenceStore } from '../document/model'

/** How long a foreign gesture's end is held while its update is on the way. */
const LINGER_MS = 900

type Changes = ReadonlyMap<string, Partial<Geometry>>
const NOTHING: Changes = new Map()

/** Keeps the previews of one editor. */
export class Previews {
  #own: Changes = NOTHING
  #foreign = new Map<string, { change: Partial<Geometry>; endsAt: number | null }>()
  readonly #byElement = new Map<string, Set<() => void>>()
  readonly #any = new Set<() => void>()
  readonly #presence: PresenceStore
  readonly #stop: () => void
  #count = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(presence: PresenceStore) {
    this.#presence = presence
    this.#stop = presence.subscribe(() => this.#readPeers())
    this.#readPeers()
  }

  /** Where an element is drawn instead of where it stands; one's own gesture goes first. */
  get = (id: string): Partial<Geometry> | undefined => this.#own.get(id) ?? this.#foreign.get(id)?.change

  /** Counts up with every change. */
  count = (): number => this.#count

  /** All of one's own gesture. */
  own = (): Changes => this.#own

  /** Shows a gesture here and to everybody else; `null` ends it. */
  show(kind: string, changes: Changes | null): void {
    const before = this.#own
    this.#own = changes ?? NOTHING
    this.#presence.set({ gesture: changes ? { kind, elements: Object.fromEntries(changes) } : null })
    this.#tell([...before.keys(), ...this.#own.keys()])
  }

  /** The document has that element's geometry now. */
  settled(id: string): void {
    const held = this.#foreign.get(id)
    if (held?.endsAt == null) return
    this.#foreign.delete(id)
    this.#tell([id])
  }

  subscribe(id: string, listener: () => void): () => void {
    const listeners = this.#byElement.get(id) ?? new Set()
    this.#byElement.set(id, listeners)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#byElement.delete(id)
    }
  }

  subscribeAny = (listener: () => void): (() => void) => {
    this.#any.add(listener)
    return () => {
      this.#any.delete(listener)
    }
  }

  close(): void {
    this.#stop()
    clearTimeout(this.#timer)
  }

  #tell(ids: readonly string[]): void {
    if (ids.length === 0) return
    this.#count += 1
    for (const id of new Set(ids)) for (const listener of this.#byElement.get(id) ?? []) listener()
    for (const listener of [...this.#any]) listener()
  }

  #readPeers(): void {
    const now = Date.now()
    const live = new Map<string, Partial<Geometry>>()
    for (const { state } of this.#presence.peers()) {
      for (const [id, change] of Object.entries(state.gesture?.elements ?? {})) live.set(id, change)
    }
    const changed: string[] = []
    for (const [id, change] of live) {
      if (!sameChange(this.#foreign.get(id)?.change, change)) changed.push(id)
      this.#foreign.set(id, { change, endsAt: null })
    }
    for (const [id, held] of this.#foreign) {
      if (live.has(id)) continue
      if (held.endsAt === null) this.#foreign.set(id, { change: held.change, endsAt: now + LINGER_MS })
    }
    this.#tell(changed)
    this.#expire()
  }

  #expire(): void {
    clearTimeout(this.#timer)
    const now = Date.now()
    let next = Infinity
    const gone: string[] = []
    for (const [id, { endsAt }] of this.#foreign) {
      if (endsAt === null) continue
      if (endsAt <= now) gone.push(id)
      else next = Math.min(next, endsAt)
    }
    for (const id of gone) this.#foreign.delete(id)
    this.#tell(gone)
    if (next < Infinity) this.#timer = setTimeout(() => this.#expire(), next - now + 5)
  }
}

function sameChange(a: Partial<Geometry> | undefined, b: Partial<Geometry>): boolean {
  return a !== undefined && a.rotation === b.rotation && samePair(a.at, b.at) && samePair(a.size, b.size)
}

const samePair = (a: readonly number[] | undefined, b: readonly number[] | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1])
