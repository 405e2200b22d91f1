import { ApiError } from '../api'

/** The code of a failed request; `unreachable` when there was no answer. */
export function codeOf(error: unknown): string {
  return error instanceof ApiError ? error.code : 'unreachable'
}
