/**
 * News for a page that holds no socket: the server tells by a stream (server-sent events) that something is new. It is held only while somebody looks,
 * because a browser opens few connections to one place. While there is no stream, whoever follows is told now and then that what they know may be old.
 */
import type { NewsStore } from '../document/model'
import type { About, News } from '../protocol/generated'
import type { Surroundings } from './surroundings'

/** After how long it is said at first that something may be new while nobody tells; each time after that it takes twice as long. */
export const ASK_MS = 5_000
/** Longer than this nobody is left with what may be old. */
export const LONGEST_ASK_MS = 60_000
/** The server says something every 15 s. Of a stream that says nothing for longer than two of these the network is dead, which closes no stream. */
export const SILENCE_MS = 40_000

/** What an EventSource calls its states. */
const OPEN = 1
const CLOSED = 2

/** The part of an EventSource that is used. */
export interface Stream {
  readonly readyState: number
  onopen: ((event: Event) => void) | null
  onmessage: ((event: MessageEvent<string>) => void) | null
  onerror: ((event: Event) => void) | null
  /** The server is still there, and has nothing to tell. */
  addEventListener(type: 'beat', listener: () => void): void
  close(): void
}

type Listener = (revision: number | null) => void

/** Follows what the server tells at an address. */
export class StreamedNews implements NewsStore {
  readonly #listeners = new Map<Listener, About>()
  /** How many know of something else that tells. */
  #rests = 0
  #stream: Stream | null = null
  /** How often it was asked since a stream was open. */
  #asked = 0
  /** `null`: nobody waits to ask. */
  #cancelAsk: (() => void) | null = null
  #cancelSilence = (): void => undefined
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

  /** Something else tells the same until the function that it gives back is called: until then no stream is held, and nothing is asked. */
  rest(): () => void {
    this.#rests += 1
    this.#letGo()
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      this.#rests -= 1
      this.#follow()
    }
  }

  #start(): void {
    this.#unlisten = this.surroundings.listen((news) => {
      if (news === 'leaving') {
        this.#close()
        // It may be shown again without a word of that.
        this.#wait()
      }
      if (news === 'shown' || news === 'online') this.#follow()
    })
    this.#follow()
  }

  #stop(): void {
    this.#unlisten()
    this.#letGo()
  }

  /** Opens a stream, and asks until it is open. */
  #follow(): void {
    this.#open()
    this.#wait()
  }

  #letGo(): void {
    this.#stopAsking()
    this.#close()
  }

  #isWanted(): boolean {
    return this.#listeners.size > 0 && this.#rests === 0
  }

  /** A browser opens a stream that broke off by itself, and is left to do so; one that was refused it does not. */
  #open(): void {
    if (!this.#isWanted() || !this.isShown()) return
    if (this.#stream !== null && this.#stream.readyState !== CLOSED) return
    const stream = this.openStream(this.address)
    this.#stream = stream
    stream.onopen = () => {
      this.#asked = 0
      this.#stopAsking()
      this.#heard()
      // Nobody told what was before.
      this.#tellAll()
    }
    stream.onmessage = ({ data }) => {
      this.#heard()
      const news = read(data)
      if (news === null) return
      for (const [listener, about] of [...this.#listeners]) if (about === news.about) listener(news.revision === 0 ? null : news.revision)
    }
    stream.addEventListener('beat', () => this.#heard())
    stream.onerror = () => {
      this.#cancelSilence()
      this.#wait()
    }
  }

  #close(): void {
    this.#cancelSilence()
    this.#stream?.close()
    this.#stream = null
  }

  /** The server has said something: it has this long until the next. */
  #heard(): void {
    this.#cancelSilence()
    this.#cancelSilence = this.surroundings.clock.after(SILENCE_MS, () => {
      this.#close()
      this.#wait()
      this.#tellAll()
    })
  }

  /** Asks when its time has come, and opens what is not about to open. */
  #wait(): void {
    if (!this.#isWanted() || this.#cancelAsk !== null || this.#stream?.readyState === OPEN) return
    const { clock } = this.surroundings
    const longest = Math.min(LONGEST_ASK_MS, ASK_MS * 2 ** this.#asked)
    // Spread over half of the time: many pages lose their streams together.
    this.#cancelAsk = clock.after(longest / 2 + clock.random() * (longest / 2), () => {
      this.#cancelAsk = null
      if (this.isShown()) {
        this.#asked += 1
        this.#tellAll()
      }
      // Whoever was told may have been the last to follow.
      this.#follow()
    })
  }

  #stopAsking(): void {
    this.#cancelAsk?.()
    this.#cancelAsk = null
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
