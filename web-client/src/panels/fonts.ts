/** The weights of the families that certificates are set in. */
import { FAMILIES } from '../text'

/** The weights to offer for a family; the present one is always among them. */
export function weightsOf(family: string | null, present: number | null): number[] {
  const known = FAMILIES.find(({ name }) => name === family)?.weights ?? [400, 500, 600, 700]
  return [...new Set([...known, ...(present === null ? [] : [present])])].sort((a, b) => a - b)
}
