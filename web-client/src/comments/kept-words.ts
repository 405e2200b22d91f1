/** Words that somebody has typed and not sent, and what those of a new discussion are about: they outlive the page. */
import type { AnchorBody } from '../protocol/generated'
import type { Meant } from './mentions'
import { NEW, type Unsaid, type UnsaidWords } from './talk'

/** The part of the browser's storage that is used. */
export type WordsStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Words as they are kept. */
interface Kept extends Unsaid {
  readonly draft: string
  readonly key: string
  /** What a new discussion is about; `null` while none is begun. */
  readonly anchor: AnchorBody | null
}

/** More are not answered at once; the oldest words go. */
const MOST_KEPT = 40
/** Several times what the server takes; of more the beginning is kept. */
const LONGEST_KEPT = 20_000

/** What is kept under names like these belongs to people who sign in. */
const OF_PEOPLE = 'imprimatur.words.'
/** Under which name the words of somebody who signs in are kept. */
export const nameForPerson = (person: string): string => OF_PEOPLE + person
/** Under which name the words of a guest are kept. */
export const nameForGuest = (guest: string): string => `imprimatur.guest.${guest}`

/** The browser's storage; it may forbid to keep anything. */
export function browserStorage(): Storage | null {
  try { return localStorage } catch { return null }
}

/** What was typed by others who signed in on this browser before is not for whoever does so now. */
export function forgetOthers(person: string, storage: Pick<Storage, 'length' | 'key' | 'removeItem'> | null): void {
  if (storage === null) return
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  for (const name of names) if (name.startsWith(OF_PEOPLE) && name !== nameForPerson(person)) storage.removeItem(name)
}

/** Somebody's words in one draft. Other pages of theirs keep theirs beside them. */
export class KeptWords implements UnsaidWords {
  /** Of all drafts, the oldest first, as this page has read or written them last. */
  #kept: readonly Kept[] = []
  #isStored = true
  #anchor: AnchorBody | null

  constructor(private readonly name: string, private readonly draft: string, private readonly storage: WordsStorage | null) {
    this.#anchor = this.#find(NEW)?.anchor ?? null
  }

  get = (key: string): Unsaid | undefined => {
    const found = this.#find(key)
    return found && { words: found.words, chosen: found.chosen }
  }

  has = (key: string): boolean => this.#find(key) !== undefined

  set = (key: string, { words, chosen }: Unsaid): void => {
    this.#put(key, {
      draft: this.draft, key, words: words.slice(0, LONGEST_KEPT), chosen: chosen.filter(({ name }) => words.includes(`@${name}`)),
      anchor: key === NEW ? this.#anchor : null,
    })
  }

  delete = (key: string): boolean => {
    const was = this.has(key)
    if (was) this.#put(key, null)
    return was
  }

  /** The words of a discussion go along when it gets its id from the server. */
  rename(key: string, next: string): void {
    const found = this.#find(key)
    if (!found) return
    this.#put(key, null)
    this.#put(next, { ...found, key: next })
  }

  /** What the words of a new discussion are about; `null` while none is begun. */
  get anchor(): AnchorBody | null {
    return this.#anchor
  }

  set anchor(anchor: AnchorBody | null) {
    this.#anchor = anchor
    const begun = this.#find(NEW)
    if (begun) this.#put(NEW, { ...begun, anchor })
  }

  /** All of this draft, the oldest first. */
  all(): readonly string[] {
    return this.#read().filter(({ draft }) => draft === this.draft).map(({ words }) => words)
  }

  /** Leaves nothing behind in this browser. */
  forget(): void {
    this.#anchor = null
    this.#write([])
  }

  #find(key: string): Kept | undefined {
    return this.#read().find((it) => it.draft === this.draft && it.key === key)
  }

  #put(key: string, kept: Kept | null): void {
    const others = this.#read().filter((it) => it.draft !== this.draft || it.key !== key)
    this.#write(kept === null ? others : [...others, kept].slice(-MOST_KEPT))
  }

  /** Read anew each time: another page may have written meanwhile. */
  #read(): readonly Kept[] {
    if (this.#isStored && this.storage !== null) this.#kept = readKept(this.storage, this.name)
    return this.#kept
  }

  #write(kept: readonly Kept[]): void {
    this.#kept = kept
    // A browser may forbid it, or be full: then the words last as long as the page.
    try {
      if (kept.length === 0) this.storage?.removeItem(this.name)
      else this.storage?.setItem(this.name, JSON.stringify(kept))
    } catch { this.#isStored = false }
  }
}

function readKept(storage: WordsStorage, name: string): readonly Kept[] {
  try {
    const found: unknown = JSON.parse(storage.getItem(name) ?? '[]')
    return Array.isArray(found) ? found.flatMap(keptOf) : []
  } catch {
    return []
  }
}

/** An older or newer page may have written something else. */
function keptOf(found: unknown): readonly Kept[] {
  const { draft, key, words, chosen, anchor } = (found ?? {}) as { readonly [part in keyof Kept]?: unknown }
  if (typeof draft !== 'string' || typeof key !== 'string' || typeof words !== 'string') return []
  return [{ draft, key, words, chosen: Array.isArray(chosen) ? chosen.filter(isMeant) : [], anchor: isAnchor(anchor) ? anchor : null }]
}

function isMeant(found: unknown): found is Meant {
  const { id, name } = (found ?? {}) as { readonly [part in keyof Meant]?: unknown }
  return typeof id === 'string' && typeof name === 'string'
}

/** Whether it says where: what stands there is looked for anyway. */
function isAnchor(found: unknown): found is AnchorBody {
  const { kind, place, element, offset, quote } = (found ?? {}) as { readonly [part in 'kind' | 'place' | 'element' | 'offset' | 'quote']?: unknown }
  const { page, x, y } = (place ?? {}) as { readonly [part in 'page' | 'x' | 'y']?: unknown }
  if (typeof page !== 'string' || typeof x !== 'number' || typeof y !== 'number') return false
  if (kind === 'point') return true
  return typeof element === 'string' && (kind === 'element' ? Array.isArray(offset) : kind === 'passage' && typeof quote === 'string')
}
