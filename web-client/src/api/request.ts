/**
 * One request to the server, and what can go wrong with it.
 */
import type { ErrorBody, ErrorCode, Fault } from '../protocol/generated'

/** An answer that is not a success. Without any answer at all the code is `unreachable`, with status 0. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    /** Stable; the page's words are chosen by it. */
    readonly code: ErrorCode | 'unreachable' | 'unreadable',
    message: string,
    /** The HTTP status. */
    readonly status: number,
    /** With `layout_invalid`, `certificate_invalid` and `mapping_invalid`: everything that is wrong. */
    readonly faults: readonly Fault[] = [],
  ) {
    super(message)
  }
}

/** How long to wait for an answer. */
const PATIENCE_MS = 20_000

/** What a request sends. */
export interface Sent {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  readonly query?: Readonly<Record<string, string | number | undefined>>
  /** Gives up; the request then rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/** Sends a request and gives back the body of the answer; throws {@link ApiError}. */
export async function request<T>(path: string, sent: Sent = {}): Promise<T> {
  return (await answerTo<T>(path, sent)).body
}

/** As {@link request}, with the status: some acts are done by now, or are going to be. */
export async function answerTo<T>(path: string, { method = 'GET', body, query = {}, signal }: Sent = {}): Promise<{ status: number; body: T }> {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value))
  const address = search.size === 0 ? path : `${path}?${search}`
  const answer = await send(address, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  if (answer.status === 204) return { status: 204, body: undefined as T }
  try {
    return { status: answer.status, body: (await answer.json()) as T }
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    throw new ApiError('unreadable', 'the answer is not JSON', answer.status)
  }
}

/** Asks for something that is no JSON: a picture. Its errors are told as everybody's; `signal` gives up. With a body it is posted. */
export const bytesOf = (address: string, signal?: AbortSignal, body?: unknown): Promise<Response> => send(address, {
  ...(signal && { signal }),
  ...(body !== undefined && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
})

async function send(address: string, { signal, ...sent }: RequestInit): Promise<Response> {
  const patience = AbortSignal.timeout(PATIENCE_MS)
  let answer: Response
  try {
    answer = await fetch(address, { credentials: 'same-origin', ...sent, signal: signal ? AbortSignal.any([signal, patience]) : patience })
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    throw new ApiError('unreachable', cause instanceof Error ? cause.message : 'no answer', 0)
  }
  if (!answer.ok) throw await failure(answer)
  return answer
}

async function failure(answer: Response): Promise<ApiError> {
  return failureOf(answer.status, answer.statusText, await answer.json().catch(() => null))
}

/** What went wrong, by the body of the answer. */
export function failureOf(status: number, words: string, answer: unknown): ApiError {
  const body = answer as Partial<ErrorBody> | null
  // Something between the page and the server may answer in its own words.
  if (typeof body?.code !== 'string') return new ApiError('unreadable', words, status)
  return new ApiError(body.code, body.message ?? '', status, body.faults ?? [])
}

/** A part of a path. */
export function segment(id: string): string {
  return encodeURIComponent(id)
}
