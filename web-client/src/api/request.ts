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
    /** With `layout_invalid`: everything that is wrong. */
    readonly faults: readonly Fault[] = [],
  ) {
    super(message)
  }
}

/** How long to wait for an answer. */
const PATIENCE_MS = 20_000

/** What a request sends. */
export interface Sent {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  readonly query?: Readonly<Record<string, string | number | undefined>>
}

/** Sends a request and gives back the body of the answer; throws {@link ApiError}. */
export async function request<T>(path: string, { method = 'GET', body, query = {} }: Sent = {}): Promise<T> {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value))
  const address = search.size === 0 ? path : `${path}?${search}`
  let answer: Response
  try {
    answer = await fetch(address, {
      method,
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (cause) {
    throw new ApiError('unreachable', cause instanceof Error ? cause.message : 'no answer', 0)
  }
  if (!answer.ok) throw await failure(answer)
  if (answer.status === 204) return undefined as T
  try {
    return (await answer.json()) as T
  } catch {
    throw new ApiError('unreadable', 'the answer is not JSON', answer.status)
  }
}

async function failure(answer: Response): Promise<ApiError> {
  const body: Partial<ErrorBody> | null = await answer.json().catch(() => null) as Partial<ErrorBody> | null
  // Something between the page and the server may answer in its own words.
  if (typeof body?.code !== 'string') return new ApiError('unreadable', answer.statusText, answer.status)
  return new ApiError(body.code, body.message ?? '', answer.status, body.faults ?? [])
}

/** A part of a path. */
export function segment(id: string): string {
  return encodeURIComponent(id)
}
