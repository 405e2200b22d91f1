/** Outlines of polygons, stars and paths, stretched to a box. Pure. */
import type { Pair } from '../../document/model'

/** The corners of a polygon or star in a box, as SVG writes them. */
export function polygonIn(size: Pair, extra: Readonly<Record<string, unknown>>): string {
  const given = extra['sides']
  const sides = typeof given === 'number' && given >= 3 && given <= 100 ? Math.round(given) : 5
  const inner = extra['inner']
  const star = typeof inner === 'number' && inner >= 0 && inner <= 1 ? inner : null
  const corners = star === null ? sides : sides * 2
  return Array.from({ length: corners }, (_, index) => {
    const radius = star !== null && index % 2 === 1 ? star : 1
    const angle = (index / corners) * 2 * Math.PI - Math.PI / 2
    const x = (size[0] / 2) * (1 + radius * Math.cos(angle))
    const y = (size[1] / 2) * (1 + radius * Math.sin(angle))
    return `${x.toFixed(3)},${y.toFixed(3)}`
  }).join(' ')
}

/** A path's commands (`M L C Q Z`, absolute) stretched from its own box to a size; empty when it cannot be read. */
export function pathIn(size: Pair, extra: Readonly<Record<string, unknown>>): string {
  const d = extra['d']
  const box = extra['box']
  if (typeof d !== 'string' || !/^[MLCQZ0-9eE+\-.,\s]*$/.test(d)) return ''
  const [width, height] = Array.isArray(box) ? (box as unknown[]) : []
  const scale: Pair = [
    typeof width === 'number' && width > 0 ? size[0] / width : 1,
    typeof height === 'number' && height > 0 ? size[1] / height : 1,
  ]
  let axis: 0 | 1 = 0
  return (d.match(/[MLCQZ]|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/g) ?? [])
    .map((token) => {
      if (/[MLCQZ]/.test(token)) {
        axis = 0
        return token
      }
      const scaled = Number(token) * scale[axis]
      axis = axis === 0 ? 1 : 0
      return scaled.toFixed(3)
    })
    .join(' ')
}
