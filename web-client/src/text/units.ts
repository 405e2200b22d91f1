/** T1 to T3: whole numbers throughout, the same on both sides to the last unit. */

/** Micropoints of a length in millimetres (T2). */
export const micropoints = (millimetres: number): number => Math.floor((millimetres * 72_000_000) / 25.4)

/** Millimetres of a length in micropoints, for drawing. */
export const millimetres = (micropoints: number): number => (micropoints * 25.4) / 72_000_000

/** The smallest and the largest size of type, in millipoints (T2). */
export const SMALLEST_SIZE = 100
export const LARGEST_SIZE = 2_000_000

/** Millipoints of a size in points (T2). */
export const millipoints = (points: number): number => Math.min(Math.max(Math.floor(points * 1000 + 0.5), SMALLEST_SIZE), LARGEST_SIZE)

/** Micropoints of a letter spacing in points (T2). */
export const spacingOf = (points: number): number => Math.floor(points * 1_000_000 + 0.5)

/** The floor of a quotient of two whole numbers, the lower one positive; a double's quotient may be rounded over a whole number, the rest tells (T1). */
export function div(numerator: number, denominator: number): number {
  const whole = Math.floor(numerator / denominator)
  const rest = numerator - whole * denominator
  return rest < 0 ? whole - 1 : rest >= denominator ? whole + 1 : whole
}

/** Font units at a size, in micropoints (T3). */
export const scaled = (units: number, size: number, unitsAnEm: number): number => div(units * size * 1000, unitsAnEm)
