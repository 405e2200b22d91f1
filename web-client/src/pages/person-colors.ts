/** White letters are read on each of these; the set that the server gives out. */
const COLORS = ['#2b5ba8', '#1e7a5a', '#8e44ad', '#a3560a', '#0f7c8c', '#a3326e', '#4b5d16', '#c0392b'] as const

/** The colour of somebody whose own the server has not told: the same set, in turn. */
export function colorAt(index: number): string {
  return COLORS[index % COLORS.length] ?? COLORS[0]
}
