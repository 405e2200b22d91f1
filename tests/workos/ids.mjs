// Ids as WorkOS makes them: a prefix for the kind and a ULID, which sorts by time even inside one millisecond.
import { randomBytes } from 'node:crypto'

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_DIGITS = 10
const TAIL_DIGITS = 16

export class Ids {
  #clock
  #ms = 0
  #head = ''
  #tail = []

  constructor(clock) {
    this.#clock = clock
  }

  /** For example `user_01JABC…`. */
  next(prefix) {
    return `${prefix}_${this.ulid()}`
  }

  /** Each one is greater than all before it, also when the clock was set back. */
  ulid() {
    const now = this.#clock.now()
    if (now > this.#ms) {
      this.#ms = now
      this.#head = time(now)
      this.#tail = Array.from(randomBytes(TAIL_DIGITS), (byte) => byte & 31)
      // The first digit starts low, so that counting up within a millisecond cannot run over.
      this.#tail[0] &= 15
    } else {
      let at = TAIL_DIGITS - 1
      while (this.#tail[at] === 31) this.#tail[at--] = 0
      this.#tail[at] += 1
    }
    let text = this.#head
    for (const digit of this.#tail) text += DIGITS[digit]
    return text
  }
}

function time(ms) {
  let text = ''
  for (let rest = ms, i = 0; i < TIME_DIGITS; i += 1, rest = Math.floor(rest / 32)) text = DIGITS[rest % 32] + text
  return text
}

/** An opaque secret: a code, a refresh token, a verification token. */
export const secret = (bytes = 21) => randomBytes(bytes).toString('base64url')
