// Faults on order: answers that fail, hang or never come, for the next few requests or for a share of all.
import { oneOf, only, required } from './fields.mjs'
import { random } from './random.mjs'

const FIELDS = ['path', 'method', 'times', 'share', 'seed', 'when', 'status', 'headers', 'body', 'hang_ms', 'drop']

export class Faults {
  #list = []

  /**
   * `path` may end in `*`. `when: "after"` lets the request do its work first, so that only its answer is lost.
   * Without `times` and `share` it holds for one request.
   */
  add(wanted) {
    required(only(wanted, FIELDS), 'path')
    const { path, method, share, status, headers = {}, body, hang_ms = 0, drop = false } = wanted
    const fault = {
      path,
      method: method?.toUpperCase(),
      left: wanted.times ?? (share === undefined ? 1 : Infinity),
      share: share ?? 1,
      chance: random(wanted.seed ?? 1),
      when: oneOf(wanted.when ?? 'before', ['before', 'after'], 'when'),
      status,
      headers,
      body,
      hang_ms,
      drop,
      hits: 0,
    }
    this.#list.push(fault)
    return this.list().at(-1)
  }

  /** The fault this request meets, if any; it is counted. */
  meet(method, path) {
    for (const fault of this.#list) {
      const fits = fault.path.endsWith('*') ? path.startsWith(fault.path.slice(0, -1)) : path === fault.path
      if (!fits || fault.left < 1 || (fault.method && fault.method !== method) || !fault.chance.chance(fault.share)) continue
      fault.left -= 1
      fault.hits += 1
      return fault
    }
    return null
  }

  list() {
    return this.#list.map(({ chance, left, ...rest }) => ({ ...rest, left: left === Infinity ? null : left }))
  }

  clear() {
    this.#list = []
  }
}

/** The body of a failing answer when the fault names none. */
export function faultBody({ status, body }, path) {
  if (body !== undefined) return body
  if (status === 429 && path === '/user_management/authenticate') {
    return { error: 'too_many_requests', error_description: 'The request failed due to: too_many_requests.' }
  }
  return { message: status === 429 ? 'Rate limit exceeded.' : status === 401 ? 'Unauthorized' : 'Request could not be processed.' }
}
