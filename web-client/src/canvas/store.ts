/** A value that changes and says so. */
import { useRef, useSyncExternalStore } from 'react'

/** What can be read and listened to. */
export interface Readable<S> {
  get(): S
  subscribe(listener: () => void): () => void
}

/** A record of values; listeners hear of a change only when a value became another one. */
export class Store<S extends object> implements Readable<S> {
  #state: S
  readonly #listeners = new Set<() => void>()

  constructor(initial: S) {
    this.#state = initial
  }

  get = (): S => this.#state

  set = (patch: Partial<S>): void => {
    const keys = Object.keys(patch) as (keyof S)[]
    if (keys.every((key) => Object.is(patch[key], this.#state[key]))) return
    this.#state = { ...this.#state, ...patch }
    for (const listener of [...this.#listeners]) listener()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }
}

/**
 * A part of a store in a component, which is drawn again only when that part changes. Parts are compared by identity, or by
 * `same` where a part is made anew each time.
 */
export function usePart<S, T>(store: Readable<S>, part: (state: S) => T, same: (a: T, b: T) => boolean = Object.is): T {
  const last = useRef<{ value: T } | null>(null)
  return useSyncExternalStore(store.subscribe, () => {
    const value = part(store.get())
    if (last.current && same(last.current.value, value)) return last.current.value
    last.current = { value }
    return value
  })
}

/** Whether two lists hold the same things in the same order. */
export const sameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a === b || (a.length === b.length && a.every((item, index) => Object.is(item, b[index])))
