/**
 * The browser's own copy of a draft, so that edits outlive the page: one database for each person and draft.
 *
 * It holds a list of Yjs updates, of this page and of others, in any order. Several pages of one person may write at once: each
 * only appends, with a client id of its own, and folding reads and replaces the list within one transaction.
 */
import * as Y from 'yjs'

/** What the copy held when it was opened. */
export interface Kept {
  readonly updates: readonly Uint8Array[]
  /** Whether a page was closed before all of its edits were saved. */
  readonly unsaved: boolean
  /** What the server last allowed this person here. */
  readonly access: string | null
}

/** The browser's copy of one draft. All writes resolve when they are on disk. */
export interface DraftStore {
  load(): Promise<Kept>
  /** Appends updates; `edit`: at least one of them is this person's and not yet saved. */
  append(updates: readonly Uint8Array[], edit: boolean): Promise<void>
  /** Everything that this page knows of is saved. */
  saved(): Promise<void>
  keepAccess(access: string): Promise<void>
  /** Begins the list anew with one state; the old list is set aside and no longer loaded. */
  startAgain(state: Uint8Array): Promise<void>
  close(): void
}

const UPDATES = 'updates'
const NOTES = 'notes'
const ASIDE = 'aside'
const ACCESS = 'access'
const UNSAVED = 'unsaved:'
/** Folding costs a pass over the whole document; an hour of editing leaves some hundreds of rows. */
const FOLD_ROWS = 300
/** Lists set aside are for a person to be helped with, not for ever. */
const MOST_ASIDE = 3

/** Opens the copy; rejects where the browser keeps nothing (private windows, full disks). */
export async function openStore(person: string, draft: string, page: number): Promise<DraftStore> {
  const opening = indexedDB.open(`imprimatur ${person} ${draft}`, 1)
  opening.onupgradeneeded = () => {
    const db = opening.result
    db.createObjectStore(UPDATES, { autoIncrement: true })
    db.createObjectStore(NOTES)
    db.createObjectStore(ASIDE, { autoIncrement: true })
  }
  const db = await answerOf(opening)
  // Another page wants to change or delete the database: it must not wait for this one.
  db.onversionchange = () => db.close()
  return new IndexedDbStore(db, page)
}

class IndexedDbStore implements DraftStore {
  private rows = 0
  /** This page's count of unsaved edits as it stands in the notes. */
  private edits = 0
  private found: [string, unknown][] = []

  constructor(private readonly db: IDBDatabase, private readonly page: number) {}

  async load(): Promise<Kept> {
    const tx = this.db.transaction([UPDATES, NOTES])
    const updates = await answerOf<unknown[]>(tx.objectStore(UPDATES).getAll())
    const keys = await answerOf<IDBValidKey[]>(tx.objectStore(NOTES).getAllKeys())
    const values = await answerOf<unknown[]>(tx.objectStore(NOTES).getAll())
    const notes = keys.map((key, i): [string, unknown] => [String(key), values[i]])
    this.found = notes.filter(([key]) => key.startsWith(UNSAVED))
    const access = notes.find(([key]) => key === ACCESS)?.[1]
    this.rows = updates.length
    if (this.rows > FOLD_ROWS) await this.fold()
    return {
      updates: updates.filter((update): update is Uint8Array => update instanceof Uint8Array),
      unsaved: this.found.length > 0,
      access: typeof access === 'string' ? access : null,
    }
  }

  async append(updates: readonly Uint8Array[], edit: boolean): Promise<void> {
    const tx = this.write([UPDATES, NOTES])
    for (const update of updates) tx.objectStore(UPDATES).add(update)
    if (edit) {
      this.edits += 1
      tx.objectStore(NOTES).put(this.edits, UNSAVED + this.page)
    }
    await done(tx)
    this.rows += updates.length
    if (this.rows > FOLD_ROWS) await this.fold()
  }

  async saved(): Promise<void> {
    const known: [string, unknown][] = [...this.found, [UNSAVED + this.page, this.edits]]
    this.found = []
    const tx = this.write([NOTES])
    const notes = tx.objectStore(NOTES)
    for (const [key, value] of known) {
      // Another page may have edited since: its note then says another number, and stays.
      const standing = notes.get(key)
      standing.onsuccess = () => { if (standing.result === value) notes.delete(key) }
    }
    await done(tx)
  }

  async keepAccess(access: string): Promise<void> {
    const tx = this.write([NOTES])
    tx.objectStore(NOTES).put(access, ACCESS)
    await done(tx)
  }

  async startAgain(state: Uint8Array): Promise<void> {
    const tx = this.write([UPDATES, NOTES, ASIDE])
    const updates = tx.objectStore(UPDATES)
    const all = updates.getAll()
    all.onsuccess = () => {
      tx.objectStore(ASIDE).add({ atMs: Date.now(), updates: all.result })
      updates.clear()
      updates.add(state)
    }
    const aside = tx.objectStore(ASIDE).getAllKeys()
    aside.onsuccess = () => {
      for (const key of aside.result.slice(0, -MOST_ASIDE + 1)) tx.objectStore(ASIDE).delete(key)
    }
    for (const [key] of this.found) tx.objectStore(NOTES).delete(key)
    tx.objectStore(NOTES).delete(UNSAVED + this.page)
    this.found = []
    await done(tx)
    this.rows = 1
  }

  close(): void {
    this.db.close()
  }

  /** Makes one row of all. Reading, merging and replacing are one transaction: what another page appends comes before or after. */
  private async fold(): Promise<void> {
    const tx = this.write([UPDATES])
    const store = tx.objectStore(UPDATES)
    const all = store.getAll()
    all.onsuccess = () => {
      const doc = new Y.Doc()
      applyAll(doc, (all.result as unknown[]).filter((row): row is Uint8Array => row instanceof Uint8Array), null)
      store.clear()
      // What waits for something that is missing is part of the state.
      store.add(Y.encodeStateAsUpdate(doc))
      doc.destroy()
    }
    await done(tx)
    this.rows = 1
  }

  private write(stores: string[]): IDBTransaction {
    return this.db.transaction(stores, 'readwrite', { durability: 'strict' })
  }
}

/** Applies updates in one transaction; one that cannot be read is passed over. Says how many were. */
export function applyAll(doc: Y.Doc, updates: readonly Uint8Array[], origin: unknown): number {
  let unreadable = 0
  doc.transact(() => {
    for (const update of updates) {
      try {
        Y.applyUpdate(doc, update, origin)
      } catch {
        unreadable += 1
      }
    }
  }, origin)
  return unreadable
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the browser gave no reason'))
  })
}

function done(tx: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve()
    tx.onerror = () => reject(tx.error ?? new Error('the browser gave no reason'))
    tx.onabort = () => reject(tx.error ?? new Error('the write was given up'))
  })
}
