/** What is known of uploaded pictures: their sizes, without which nothing can be fitted into a box. Asked for once, then kept. */
import { useSyncExternalStore } from 'react'
import { ApiError, assetSize } from '../api'
import type { Pair } from '../document/model'

/** Pictures remembered; an organisation's limit is of this order. */
const REMEMBERED = 5_000
/** How long to wait before a picture whose answer did not come is asked for again. */
const AGAIN_MS = 5_000

/** A picture: on the way, gone for good, or there. */
export type Known = { readonly kind: 'coming' } | { readonly kind: 'gone' } | { readonly kind: 'there'; readonly size: Pair }

const known = new Map<string, Known>()
const listeners = new Set<() => void>()
let version = 0

function settle(id: string, what: Known): void {
  if (known.size >= REMEMBERED && !known.has(id)) known.clear()
  known.set(id, what)
  version += 1
  for (const listener of [...listeners]) listener()
}

/** A picture that was just uploaded or listed. */
export function learnPicture(id: string, width: number, height: number): void {
  if (known.get(id)?.kind !== 'there') settle(id, { kind: 'there', size: [width, height] })
}

/** What is known of a picture; one that is not known yet is asked for. */
export function pictureOf(id: string): Known {
  const there = known.get(id)
  if (there) return there
  const coming: Known = { kind: 'coming' }
  known.set(id, coming)
  void ask(id)
  return coming
}

async function ask(id: string): Promise<void> {
  try {
    settle(id, { kind: 'there', size: await assetSize(id) })
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause
    if (cause.status >= 200 && cause.status < 500 && cause.status !== 429) settle(id, { kind: 'gone' })
    else setTimeout(() => void ask(id), AGAIN_MS)
  }
}

/** The size of a picture, when it is there. */
export function pictureSize(id: string): Pair | undefined {
  const what = pictureOf(id)
  return what.kind === 'there' ? what.size : undefined
}

/** Counts up whenever a picture became known. */
export function usePicturesVersion(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    () => version,
  )
}
