/** Colours as they are drawn (P3): shared ones are looked up, and all are written alike. Pure. */
import type { Layout } from '../document/model'
import { resolveColor } from '../document/view'
import type { Ink } from './items'

/** Black type and lines that say nothing else. */
export const DARK: Ink = '#1b1d22'

/** The colour that a value stands for; `missing` where it names a shared one that is not there. */
export function inkOf(layout: Pick<Layout, 'styles'>, value: string, missing: Ink = DARK): Ink {
  const color = resolveColor(layout, value, missing).toLowerCase()
  return color.length === 9 && color.endsWith('ff') ? color.slice(0, 7) : color
}
