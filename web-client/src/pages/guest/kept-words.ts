/** Words that a guest has typed and not sent, and what those of a new discussion are about: they outlive the page. */
import { NEW, type Unsaid, type UnsaidWords } from '../../comments/talk'
import type { AnchorBody } from '../../protocol/generated'

/** The part of the browser's storage that is used. */
export type WordsStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

interface Kept {
  readonly words: Readonly<Record<string, string>>
  readonly anchor: AnchorBody | null
}

/** More discussions than these are not answered at once; the oldest words go. */
const MOST_KEPT = 40

const keyOf = (guest: string): string => `imprimatur.guest.${guest}`

/** The words of one guest in this browser. */
export class KeptWords implements UnsaidWords {
  readonly #words: Map<string, string>
  #anchor: AnchorBody | null
  /** The version that is looked at: what is said is about that one. */
  version: string | null = null

  constructor(private readonly guest: string, private readonly storage: WordsStorage | null) {
    const kept = read(storage, guest)
    this.#words = new Map(Object.entries(kept.words))
    this.#anchor = this.#words.has(NEW) ? kept.anchor : null
  }

  get = (key: string): Unsaid | undefined => {
    const words = this.#words.get(key)
    return words === undefined ? undefined : { words, chosen: [] }
  }

  has = (key: string): boolean => this.#words.has(key)

  set = (key: string, { words }: Unsaid): void => {
    this.#words.delete(key)
    this.#words.set(key, words)
    for (const oldest of this.#words.keys()) {
      if (this.#words.size <= MOST_KEPT) break
      this.#words.delete(oldest)
    }
    this.#write()
  }

  delete = (key: string): boolean => {
    const was = this.#words.delete(key)
    if (was) this.#write()
    return was
  }

  /** What the words of a new discussion are about; `null` while none is begun. */
  get anchor(): AnchorBody | null {
    return this.#anchor
  }

  set anchor(anchor: AnchorBody | null) {
    this.#anchor = anchor
    this.#write()
  }

  /** All of them, the oldest first. */
  all(): readonly string[] {
    return [...this.#words.values()]
  }

  /** Leaves nothing behind in this browser. */
  forget(): void {
    this.#words.clear()
    this.#anchor = null
    try { this.storage?.removeItem(keyOf(this.guest)) } catch { /* nothing was kept either */ }
  }

  #write(): void {
    const kept: Kept = { words: Object.fromEntries(this.#words), anchor: this.#anchor }
    // A browser may forbid it, or be full: then the words last as long as the page.
    try { this.storage?.setItem(keyOf(this.guest), JSON.stringify(kept)) } catch { /* as above */ }
  }
}

function read(storage: WordsStorage | null, guest: string): Kept {
  try {
    const kept = JSON.parse(storage?.getItem(keyOf(guest)) ?? '{}') as Partial<Kept>
    const words = Object.entries(kept.words ?? {}).filter(([, it]) => typeof it === 'string')
    return { words: Object.fromEntries(words), anchor: kept.anchor ?? null }
  } catch {
    return { words: {}, anchor: null }
  }
}
