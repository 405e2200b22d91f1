/** What several things have in common. Pure. */

/** The value that all have, or `null` when they differ. */
export function common<T, V>(things: readonly T[], of: (thing: T) => V): V | null {
  const [first, ...more] = things
  if (first === undefined) return null
  const value = of(first)
  return more.every((thing) => Object.is(of(thing), value)) ? value : null
}
