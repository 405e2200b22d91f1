/**
 * What the outside world tells this folder: time, chance, sockets, and whether the browser thinks it is online. Tests bring
 * their own.
 */

/** Time and chance. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** A number in [0, 1). */
  random(): number
  /** Calls back later; the result cancels. */
  after(delayMs: number, callback: () => void): () => void
}

/** The part of a WebSocket that is used. */
export interface Socket {
  binaryType: BinaryType
  readonly bufferedAmount: number
  onopen: ((event: Event) => void) | null
  onmessage: ((event: MessageEvent) => void) | null
  onclose: ((event: CloseEvent) => void) | null
  onerror: ((event: Event) => void) | null
  send(data: Uint8Array<ArrayBuffer>): void
  close(code?: number, reason?: string): void
}

/** News of the browser. `leaving`: the page may be frozen or closed at any moment from now on. */
export type News = 'online' | 'offline' | 'shown' | 'leaving'

/** Everything together. */
export interface Surroundings {
  readonly clock: Clock
  openSocket(url: string, subprotocol: string): Socket
  /** Whether the browser is sure that it is offline. */
  offline(): boolean
  listen(listener: (news: News) => void): () => void
}

/** The real ones. */
export const browserSurroundings: Surroundings = {
  clock: {
    now: () => Date.now(),
    random: () => Math.random(),
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs)
      return () => clearTimeout(timer)
    },
  },
  openSocket: (url, subprotocol) => new WebSocket(url, subprotocol),
  offline: () => navigator.onLine === false,
  listen(listener) {
    const online = (): void => listener('online')
    const offline = (): void => listener('offline')
    const leaving = (): void => listener('leaving')
    const visibility = (): void => listener(document.visibilityState === 'visible' ? 'shown' : 'leaving')
    window.addEventListener('online', online)
    window.addEventListener('offline', offline)
    window.addEventListener('pagehide', leaving)
    document.addEventListener('visibilitychange', visibility)
    return () => {
      window.removeEventListener('online', online)
      window.removeEventListener('offline', offline)
      window.removeEventListener('pagehide', leaving)
      document.removeEventListener('visibilitychange', visibility)
    }
  },
}
