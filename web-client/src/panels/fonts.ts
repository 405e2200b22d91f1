/** The families that certificates are set in, with the weights that there are files for. */
export const FONTS: readonly { readonly family: string; readonly weights: readonly number[] }[] = [
  { family: 'Inter', weights: [400, 500, 600, 700] },
  { family: 'EB Garamond', weights: [400, 500, 600, 700] },
  { family: 'Pinyon Script', weights: [400] },
]

/** The weights to offer for a family; the present one is always among them. */
export function weightsOf(family: string | null, present: number | null): number[] {
  const known = FONTS.find((font) => font.family === family)?.weights ?? [400, 500, 600, 700]
  return [...new Set([...known, ...(present === null ? [] : [present])])].sort((a, b) => a - b)
}
