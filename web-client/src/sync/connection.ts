/**
 * One draft's socket: opened, watched, and opened again for as long as that makes sense. It knows messages, and nothing of what
 * they mean.
 */
import { FrameError, SUBPROTOCOL, readFrame, type Frame } from '../protocol/frame'
import type { Socket, Surroundings } from './surroundings'

/** Where the connection stands. */
export type LinkState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open'; readonly sinceMs: number }
  | { readonly kind: 'waiting'; readonly sinceMs: number; readonly retryAtMs: number }
  /** The server wants no more of this; coming back would not help. */
  | { readonly kind: 'stopped'; readonly code: number; readonly reason: string }

/** Why the connection should stop although no close code said so. */
export interface Verdict { readonly code: number; readonly reason: string }

/** What a connection is made of. */
export interface ConnectionOptions {
  readonly url: string
  readonly surroundings: Surroundings
  /** A socket has just been opened; nothing was sent yet. `moved`: it takes the place of one that worked until now. */
  onOpen(moved: boolean): void
  onFrame(frame: Frame): void
  /** Called after every change of the state. */
  onState(state: LinkState): void
  /** Sends something that the server answers. */
  probe(): void
  /** Whether something was sent whose answer is still awaited. */
  awaitsAnswer(): boolean
  /** Asked when a socket was refused before it opened: browsers do not tell why. */
  diagnose(): Promise<Verdict | null>
}

const FIRST_RETRY_MS = 300
const LONGEST_RETRY_MS = 15_000
/** A socket that lived for as long ended for a new reason: retries begin anew. */
const PROVEN_MS = 5_000
const OPENING_MS = 10_000
/** The server says something every 15 s (P5). */
const SILENCE_MS = 20_000
const SILENCE_WHILE_WAITING_MS = 5_000
const ANSWER_MS = 5_000

/** Everybody on a node that ends moves at once; the others are not to be met by all of them in one moment. */
const MOVE_SPREAD_MS = 200
/** While the old socket still works, the next one is tried again so often. */
const MOVE_AGAIN_MS = 300

/** Whether a close code says that coming back would not help (R2). */
function isFinal(code: number): boolean {
  return code >= 4400 && code < 4500
}

/** Keeps a socket to the server. */
export class Connection {
  private state: LinkState = { kind: 'idle' }
  private socket: Socket | null = null
  private cancelTimer: () => void = () => {}
  private cancelWatch: () => void = () => {}
  private endListening: () => void = () => {}
  private failures = 0
  private heardAtMs = 0
  private probedAtMs: number | null = null
  private comeBackAfterMs = 0
  private downSinceMs = 0
  /** The socket that is to take the place of the one that works. */
  private next: Socket | null = null
  private cancelMove: () => void = () => {}

  constructor(private readonly options: ConnectionOptions) {}

  /** Where the connection stands. */
  get link(): LinkState {
    return this.state
  }

  /** Opens the first socket. */
  start(): void {
    if (this.state.kind !== 'idle') return
    this.downSinceMs = this.now()
    this.endListening = this.options.surroundings.listen((news) => {
      if (news === 'offline') this.lost()
      else if (news !== 'leaving') this.hurry()
    })
    this.connect()
  }

  /** Closes the socket and opens no more. */
  stop(): void {
    this.endListening()
    this.dropSocket()
    this.cancelTimer()
    this.enter({ kind: 'idle' })
  }

  /** Opens again after the server had said to stop: at once the first time, then ever more slowly. */
  restart(): void {
    this.dropSocket()
    this.cancelTimer()
    this.failures += 1
    this.enter({ kind: 'idle' })
    if (this.failures > 1) this.wait()
    else this.connect()
  }

  /** The server will be away for so long. */
  comeBackAfter(delayMs: number): void {
    this.comeBackAfterMs = delayMs
  }

  /** The server is about to end: opens the next socket, which leads to another one, while this one still works. */
  move(): void {
    if (this.state.kind !== 'open' || this.next !== null) return
    const { clock } = this.options.surroundings
    this.cancelMove()
    this.cancelMove = clock.after(clock.random() * MOVE_SPREAD_MS, () => this.openNext())
  }

  /** Sends one message; `false` when no socket is open. */
  send(bytes: Uint8Array): boolean {
    if (this.state.kind !== 'open' || this.socket === null) return false
    this.socket.send(bytes as Uint8Array<ArrayBuffer>)
    return true
  }

  /** How many bytes the browser has not yet handed to the network. */
  get buffered(): number {
    return this.socket?.bufferedAmount ?? 0
  }

  private now(): number {
    return this.options.surroundings.clock.now()
  }

  private connect(): void {
    this.cancelTimer()
    let socket: Socket
    try {
      socket = this.options.surroundings.openSocket(this.options.url, SUBPROTOCOL)
    } catch {
      this.wait()
      return
    }
    this.adopt(socket)
    this.cancelTimer = this.options.surroundings.clock.after(OPENING_MS, () => this.lost())
    this.enter({ kind: 'connecting' })
  }

  private openNext(): void {
    if (this.state.kind !== 'open') return
    const { surroundings } = this.options
    let socket: Socket
    try {
      socket = surroundings.openSocket(this.options.url, SUBPROTOCOL)
    } catch {
      // The old one goes on until it closes, and then this is tried again.
      return
    }
    this.next = socket
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => this.changeOver(socket)
    socket.onclose = () => {
      this.next = null
      this.cancelMove = surroundings.clock.after(MOVE_AGAIN_MS, () => this.openNext())
    }
    socket.onerror = null
  }

  private changeOver(socket: Socket): void {
    this.next = null
    this.dropSocket()
    this.adopt(socket)
    this.opened(true)
  }

  private adopt(socket: Socket): void {
    this.socket = socket
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => this.opened(false)
    socket.onmessage = (event) => this.heard(event.data)
    socket.onclose = (event) => this.closed(event.code, event.reason)
    // A close event follows every error.
    socket.onerror = null
  }

  private opened(moved: boolean): void {
    this.cancelTimer()
    this.heardAtMs = this.now()
    this.probedAtMs = null
    this.comeBackAfterMs = 0
    this.enter({ kind: 'open', sinceMs: this.heardAtMs })
    this.options.onOpen(moved)
    this.watch()
  }

  private heard(data: unknown): void {
    this.heardAtMs = this.now()
    this.probedAtMs = null
    if (!(data instanceof ArrayBuffer)) return
    let frame: Frame
    try {
      frame = readFrame(new Uint8Array(data))
    } catch (error) {
      // A newer server may say what this page does not know.
      if (error instanceof FrameError) return
      throw error
    }
    this.options.onFrame(frame)
  }

  private closed(code: number, reason: string): void {
    const neverOpened = this.state.kind === 'connecting'
    if (!isFinal(code)) this.settleFailures()
    this.dropSocket()
    if (isFinal(code)) {
      this.cancelTimer()
      this.enter({ kind: 'stopped', code, reason })
      return
    }
    this.wait()
    if (neverOpened && !this.options.surroundings.offline()) void this.diagnose()
  }

  private async diagnose(): Promise<void> {
    const verdict = await this.options.diagnose().catch(() => null)
    if (verdict === null || this.state.kind !== 'waiting') return
    this.cancelTimer()
    this.enter({ kind: 'stopped', ...verdict })
  }

  /** The socket is of no use any more, whatever it says. */
  private lost(): void {
    if (this.state.kind !== 'open' && this.state.kind !== 'connecting') return
    this.settleFailures()
    this.dropSocket()
    this.wait()
  }

  private settleFailures(): void {
    const proven = this.state.kind === 'open' && this.now() - this.state.sinceMs >= PROVEN_MS
    this.failures = proven ? 0 : this.failures + 1
    if (this.state.kind === 'open') this.downSinceMs = this.now()
  }

  private wait(): void {
    const { clock } = this.options.surroundings
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.failures, 10))
    // Spread over half of the time, so that a server that comes back is not met by everybody at once.
    const delay = Math.max(longest / 2, this.comeBackAfterMs) + clock.random() * (longest / 2)
    this.cancelTimer()
    this.cancelTimer = clock.after(delay, () => this.connect())
    this.enter({ kind: 'waiting', sinceMs: this.downSinceMs, retryAtMs: this.now() + delay })
  }

  /** The network may be back, or somebody is looking. */
  private hurry(): void {
    if (this.state.kind === 'waiting') this.connect()
    else if (this.state.kind === 'open') this.ask()
  }

  private ask(): void {
    if (this.probedAtMs !== null) return
    this.probedAtMs = this.now()
    this.options.probe()
  }

  /** Looks every second whether the server still speaks: a dead network closes no socket. */
  private watch(): void {
    this.cancelWatch()
    this.cancelWatch = this.options.surroundings.clock.after(1_000, () => {
      if (this.state.kind !== 'open') return
      const now = this.now()
      if (this.probedAtMs !== null && now - this.probedAtMs >= ANSWER_MS) {
        this.lost()
        return
      }
      const patience = this.options.awaitsAnswer() ? SILENCE_WHILE_WAITING_MS : SILENCE_MS
      if (now - this.heardAtMs >= patience) this.ask()
      this.watch()
    })
  }

  private dropSocket(): void {
    const { socket, next } = this
    this.cancelWatch()
    this.cancelMove()
    this.socket = this.next = null
    for (const it of [socket, next]) {
      if (it === null) continue
      it.onopen = it.onmessage = it.onclose = it.onerror = null
      try {
        it.close(1000)
      } catch {
        // It was closed already.
      }
    }
  }

  private enter(state: LinkState): void {
    this.state = state
    this.options.onState(state)
  }
}
