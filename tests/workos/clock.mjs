// The stand-in's own time: the machine's clock, moved by a setting, and standing still while a burst of changes shares one millisecond.

export class Clock {
  offsetMs = 0
  #frozen = null

  now() {
    return this.#frozen ?? Date.now() + this.offsetMs
  }

  /** As WorkOS writes times: ISO 8601 with milliseconds and Z. */
  iso(ms = this.now()) {
    return new Date(ms).toISOString()
  }

  /** Runs `action` (which must not wait) with the clock standing still. */
  freeze(action) {
    if (this.#frozen !== null) return action()
    this.#frozen = this.now()
    try {
      return action()
    } finally {
      this.#frozen = null
    }
  }
}
