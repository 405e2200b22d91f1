/** How well a colour is read on another (WCAG 2.2, relative luminance). Pure. */

/** `#rrggbb` as three parts from 0 to 255; null for anything else. */
function parts(color: string): readonly number[] | null {
  return /^#[0-9a-f]{6}$/i.test(color) ? [1, 3, 5].map(at => Number.parseInt(color.slice(at, at + 2), 16)) : null
}

function luminance(color: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = color.map(part => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** From 1, the same, to 21, black on white; null when either is no colour. */
export function contrast(one: string, other: string): number | null {
  const [first, second] = [parts(one), parts(other)]
  if (first === null || second === null) return null
  const [darker = 0, lighter = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** Headings are large: they are read from here on. */
export const READABLE = 3
