/**
 * News for a page that holds no socket: the server tells by a stream (server-sent events) that something is new. It is held only while somebody looks,
 * because a browser opens few connections to one place. While there is no stream, whoever follows is told now and then that what they know may be old.
 */
import type { NewsStore } from '../document/model'
import type { About, News } from '../protocol/generated'
import type { Surroundings } from './surroundings'

/** How often it is said that something may be new while nobody tells. */
export const ASK_MS = 5_000

/** The part of an EventSource that is used. */
export interface Stream {
  onopen: ((event: Event) => void) | null
  onmessage: ((event: MessageEvent<string>) => void) | null
  onerror: ((event: Event) => void) | null
  close(): void
}

type Listener = (revision: number | null) => void

/** Follows what the server tells at an address. */
export class StreamedNews implements NewsStore {
  readonly #listeners = new Map<Listener, About>()
  #stream: Stream | null = null
  #isTold = false
  #cancel = (): void => undefined
  #unlisten = (): void => undefined

  constructor(
    private readonly address: string,
    private readonly surroundings: Pick<Surroundings, 'clock' | 'listen'>,
    private readonly isShown: () => boolean = () => document.visibilityState === 'visible',
    private readonly openStream: (address: string) => Stream = (address) => new EventSource(address),
  ) {}

  subscribe(about: About, listener: Listener): () => void {
    this.#listeners.set(listener, about)
    if (this.#listeners.size === 1) this.#start()
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#stop()
    }
  }

  #start(): void {
    this.#unlisten = this.surroundings.listen((news) => {
      if (news === 'leaving') this.#close()
      if (news === 'shown' || news === 'online') this.#open()
    })
    this.#open()
    this.#wait()
  }

  #stop(): void {
    this.#unlisten()
    this.#cancel()
    this.#close()
  }

  #open(): void {
    if (!this.isShown()) return
    this.#close()
    const stream = this.openStream(this.address)
    this.#stream = stream
    stream.onopen = () => {
      this.#isTold = true
      // Nobody told what was before.
      this.#tellAll()
    }
    stream.onmessage = ({ data }) => {
      const news = read(data)
      if (news === null) return
      for (const [listener, about] of [...this.#listeners]) if (about === news.about) listener(news.revision === 0 ? null : news.revision)
    }
    stream.onerror = () => { this.#isTold = false }
  }

  #close(): void {
    this.#stream?.close()
    this.#stream = null
    this.#isTold = false
  }

  /** A browser opens a stream that broke off by itself, but not one that was refused. */
  #wait(): void {
    this.#cancel = this.surroundings.clock.after(ASK_MS, () => {
      if (!this.#isTold && this.isShown()) {
        this.#tellAll()
        this.#open()
      }
      this.#wait()
    })
  }

  #tellAll(): void {
    for (const listener of [...this.#listeners.keys()]) listener(null)
  }
}

function read(text: string): News | null {
  try {
    return JSON.parse(text) as News
  } catch {
    return null
  }
}
