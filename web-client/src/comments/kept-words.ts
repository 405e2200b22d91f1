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

/** That of this tab: it outlives the page, but not the tab, and no other tab sees it. */
export function tabStorage(): Storage | null {
  try { return sessionStorage } catch { return null }
}

/** What was typed by others who signed in on this browser before is not for whoever does so now. */
export function forgetOthers(person: string, storage: Pick<Storage, 'length' | 'key' | 'removeItem'> | null): void {
  if (storage === null) return
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  for (const name of names) if (name.startsWith(OF_PEOPLE) && name !== nameForPerson(person)) storage.removeItem(name)
}

/**
 * Somebody's words in one draft. Other pages of theirs keep theirs beside them and see the same: who goes on elsewhere finds what was typed. Two tabs may each
 * begin a discussion; so the words of a new one can be kept where no other tab sees them.
 */
export class KeptWords implements UnsaidWords {
  readonly #words: Shelf
  /** Those of a new discussion. */
  readonly #begun: Shelf
  #anchor: AnchorBody | null

  /** `begun`: where the words of a new discussion are kept; beside all others unless it is given. */
  constructor(name: string, draft: string, storage: WordsStorage | null, begun: WordsStorage | null = storage) {
    this.#words = new Shelf(name, draft, storage)
    this.#begun = begun === storage ? this.#words : new Shelf(name, draft, begun)
    if (this.#begun !== this.#words) this.#takeOver()
    this.#anchor = this.#begun.find(NEW)?.anchor ?? null
  }

  get = (key: string): Unsaid | undefined => {
    const found = this.#shelf(key).find(key)
    return found && { words: found.words, chosen: found.chosen }
  }

  has = (key: string): boolean => this.#shelf(key).find(key) !== undefined

  set = (key: string, { words, chosen }: Unsaid): void => {
    this.#shelf(key).put(key, {
      words: words.slice(0, LONGEST_KEPT), chosen: chosen.filter(({ name }) => words.includes(`@${name}`)), anchor: key === NEW ? this.#anchor : null,
    })
  }

  delete = (key: string): boolean => {
    const was = this.has(key)
    if (was) this.#shelf(key).put(key, null)
    return was
  }

  /** The words of a discussion go along when it gets its id from the server. */
  rename(key: string, next: string): void {
    const found = this.#words.find(key)
    if (!found) return
    this.#words.put(key, null)
    this.#words.put(next, found)
  }

  /** What the words of a new discussion are about; `null` while none is begun. */
  get anchor(): AnchorBody | null {
    return this.#anchor
  }

  set anchor(anchor: AnchorBody | null) {
    this.#anchor = anchor
    const begun = this.#begun.find(NEW)
    if (begun) this.#begun.put(NEW, { ...begun, anchor })
  }

  /** All of this draft, the oldest first; those that are kept elsewhere come last. */
  all(): readonly string[] {
    return this.#shelves().flatMap((shelf) => shelf.all())
  }

  /** Leaves nothing behind in this browser. */
  forget(): void {
    this.#anchor = null
    for (const shelf of this.#shelves()) shelf.clear()
  }

  /** Earlier pages kept the words of a new discussion beside all others: the first tab that comes takes them. */
  #takeOver(): void {
    const left = this.#words.find(NEW)
    if (left === undefined || this.#begun.find(NEW) !== undefined) return
    this.#words.put(NEW, null)
    this.#begun.put(NEW, left)
  }

  #shelf(key: string): Shelf {
    return key === NEW ? this.#begun : this.#words
  }

  #shelves(): readonly Shelf[] {
    return this.#begun === this.#words ? [this.#words] : [this.#words, this.#begun]
  }
}

/** What somebody has in one storage: of one draft, beside that of others. */
class Shelf {
  /** Of all drafts, the oldest first, as this page has read or written them last. */
  #kept: readonly Kept[] = []
  #isStored = true

  constructor(private readonly name: string, private readonly draft: string, private readonly storage: WordsStorage | null) {}

  find(key: string): Kept | undefined {
    return this.#read().find((it) => it.draft === this.draft && it.key === key)
  }

  /** `null`: nothing any more. */
  put(key: string, kept: Omit<Kept, 'draft' | 'key'> | null): void {
    const others = this.#read().filter((it) => it.draft !== this.draft || it.key !== key)
    this.#write(kept === null ? others : [...others, { ...kept, draft: this.draft, key }].slice(-MOST_KEPT))
  }

  all(): readonly string[] {
    return this.#read().filter(({ draft }) => draft === this.draft).map(({ words }) => words)
  }

  clear(): void {
    this.#write([])
  }

  /** Read anew each time: another page may have written meanwhile. */
  #read(): readonly Kept[] {
    if (this.#isStored && this.storage !== null) this.#kept = readKept(this.storage, this.name, this.draft)
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

function readKept(storage: WordsStorage, name: string, draft: string): readonly Kept[] {
  try {
    const found: unknown = JSON.parse(storage.getItem(name) ?? '[]')
    return (Array.isArray(found) ? found : olderOf(found, draft)).flatMap(keptOf)
  } catch {
    return []
  }
}

/** Earlier pages kept the words of a guest, who sees one draft alone, by their keys; the next that are typed rewrite them. */
function olderOf(found: unknown, draft: string): readonly unknown[] {
  const { words, anchor } = (found ?? {}) as { readonly words?: object; readonly anchor?: unknown }
  return Object.entries(words ?? {}).map(([key, it]: [string, unknown]) => ({ draft, key, words: it, anchor: key === NEW ? anchor : null }))
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
