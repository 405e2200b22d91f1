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

/** What a page's paper looks like (P1): its colour over white, written without an opacity. */
export function paperOf(layout: Pick<Layout, 'styles'>, background: string): Ink {
  const color = inkOf(layout, background, '#ffffff')
  if (color.length !== 9) return color === 'none' ? '#ffffff' : color
  const part = (at: number): number => Number.parseInt(color.slice(at, at + 2), 16)
  const opacity = part(7) / 255
  return `#${[1, 3, 5].map((at) => Math.round(255 + (part(at) - 255) * opacity).toString(16).padStart(2, '0')).join('')}`
}
