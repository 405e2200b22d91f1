/** What the server has news of beside the document (SPEC O4): only hints, what they are about is fetched by HTTP. */
import type { NewsStore } from '../document/model'
import type { About, News } from '../protocol/generated'

/** Hands news to those who follow one kind of it. */
export class DraftNews implements NewsStore {
  private readonly listeners = new Map<(revision: number | null) => void, About>()

  subscribe(about: About, listener: (revision: number | null) => void): () => void {
    this.listeners.set(listener, about)
    return () => { this.listeners.delete(listener) }
  }

  /** Of a kind that nobody follows nobody hears. */
  told({ about, revision }: News): void {
    for (const [listener, followed] of [...this.listeners]) if (followed === about) listener(revision)
  }

  /** A socket is open: what was told meanwhile was not heard. */
  connected(): void {
    for (const listener of [...this.listeners.keys()]) listener(null)
  }

  close(): void {
    this.listeners.clear()
  }
}
