// Chance with a seed (mulberry32), so that a failing run can be run again.

export function random(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (bound) => Math.floor(next() * bound)
  return { next, below, chance: (share) => next() < share, pick: (items) => items[below(items.length)] }
}
