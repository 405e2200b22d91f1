// Reading the bodies of control requests: a misspelt field must not pass in silence, or a test would prove nothing.
import { Refusal, invalid } from './refusal.mjs'

/** Refuses fields that are not named. */
export function only(body, names) {
  const unknown = Object.keys(body).filter((name) => !names.includes(name))
  if (unknown.length > 0) throw invalid(unknown.map((field) => ({ code: 'unknown_field', field })))
  return body
}

/** Refuses a body without these. */
export function required(body, ...names) {
  const missing = names.filter((name) => body[name] === undefined || body[name] === '')
  if (missing.length > 0) throw invalid(missing.map((field) => ({ code: 'required', field })))
  return body
}

/** Refuses a value outside of a set. */
export function oneOf(value, values, field) {
  if (!values.includes(value)) throw invalid([{ code: 'invalid', field }])
  return value
}

export const conflict = (message) => new Refusal(409, { message })

/** The row, or 404. */
export function existing(shelf, id, what) {
  const row = shelf.get(id)
  if (!row) throw new Refusal(404, { message: `${what} not found: '${id}'.` })
  return row
}

/** An id that the caller chose, or a new one. */
export function freshId(state, shelf, prefix, id) {
  if (id === undefined) return state.ids.next(prefix)
  if (shelf.get(id)) throw conflict(`${id} exists.`)
  return id
}
