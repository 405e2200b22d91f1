/**
 * The browser's own copy of a draft's discussions: what was said and is not sent yet, so that it outlives the page, and what was read last, so
 * that it is there without a network.
 */
import type { ThreadBody } from '../protocol/generated'
import type { Act } from './acts'

/** What the copy held when it was opened. */
export interface KeptDiscussions {
  readonly acts: readonly Act[]
  readonly threads: readonly ThreadBody[]
  readonly revision: number
}

/** Up to which revision of the discussions all was known when threads were asked for, and is with them. */
export interface Step {
  readonly known: number
  readonly revision: number
  /** All other threads are forgotten. */
  readonly anew: boolean
}

/** The copy. All writes resolve when they are on disk. */
export interface Outbox {
  load(): Promise<KeptDiscussions>
  /** Keeps acts that wait; `dropped` wait no longer. */
  keep(acts: readonly Act[], dropped: readonly string[]): Promise<void>
  /** Whether an act still waits: another page of this person may have sent it. */
  waits(key: string): Promise<boolean>
  /** Keeps threads as the server has them. */
  keepThreads(threads: readonly ThreadBody[], step: Step): Promise<void>
  close(): void
}

const ACTS = 'acts'
const THREADS = 'threads'
const NOTES = 'notes'
const REVISION = 'revision'

/** Opens the copy; rejects where the browser keeps nothing. */
export async function openOutbox(person: string, draft: string): Promise<Outbox> {
  const opening = indexedDB.open(nameOf(person, draft), 1)
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(ACTS, { keyPath: 'key' })
    opening.result.createObjectStore(THREADS, { keyPath: 'id' })
    opening.result.createObjectStore(NOTES)
  }
  const db = await answerOf(opening)
  // Another page wants to change or delete the database: it must not wait for this one.
  db.onversionchange = () => db.close()
  return {
    async load() {
      const tx = db.transaction([ACTS, THREADS, NOTES])
      const [acts, threads, revision] = await Promise.all([
        answerOf<unknown[]>(tx.objectStore(ACTS).getAll()), answerOf<unknown[]>(tx.objectStore(THREADS).getAll()), answerOf<unknown>(tx.objectStore(NOTES).get(REVISION)),
      ])
      return {
        acts: (acts as Act[]).sort((a, b) => a.atMs - b.atMs), threads: threads as ThreadBody[], revision: typeof revision === 'number' ? revision : 0,
      }
    },
    async keep(acts, dropped) {
      const tx = db.transaction(ACTS, 'readwrite', { durability: 'strict' })
      for (const key of dropped) tx.objectStore(ACTS).delete(key)
      for (const act of acts) tx.objectStore(ACTS).put(act)
      await done(tx)
    },
    async waits(key) {
      return (await answerOf(db.transaction(ACTS).objectStore(ACTS).count(key))) > 0
    },
    async keepThreads(threads, { known, revision, anew }) {
      const tx = db.transaction([THREADS, NOTES], 'readwrite')
      const kept = Number(await answerOf<unknown>(tx.objectStore(NOTES).get(REVISION)) ?? 0)
      // Another page is further, or a write before this one failed: the copy stays what it is, which is all up to its own revision.
      if (!anew && (kept < known || kept > revision)) return
      if (anew) tx.objectStore(THREADS).clear()
      for (const thread of threads) {
        const before = await answerOf<unknown>(tx.objectStore(THREADS).get(thread.id)) as ThreadBody | undefined
        if (before === undefined || before.revision <= thread.revision) tx.objectStore(THREADS).put(thread)
      }
      tx.objectStore(NOTES).put(revision, REVISION)
      await done(tx)
    },
    close: () => db.close(),
  }
}

/** Deletes the copy; it is gone once no page has it open any more. */
export function forgetOutbox(person: string, draft: string): void {
  // A browser that keeps nothing has nothing to delete.
  try { indexedDB.deleteDatabase(nameOf(person, draft)) } catch { /* as above */ }
}

const nameOf = (person: string, draft: string): string => `imprimatur comments ${person} ${draft}`

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
