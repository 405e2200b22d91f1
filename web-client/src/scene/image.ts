/** Uploaded pictures in their boxes (P7). Pure. */
import type { ImageFit, Pair } from '../document/model'
import type { Box, ImageItem } from './items'

/** Where a picture of a size lies when it fills a box. */
export function fitted([width, height]: Pair, [x, y, w, h]: Box, fit: ImageFit): Box {
  if (fit === 'fill') return [x, y, w, h]
  const across = w / width
  const down = h / height
  const scale = fit === 'cover' ? Math.max(across, down) : Math.min(across, down)
  return [x + (w - width * scale) / 2, y + (h - height * scale) / 2, width * scale, height * scale]
}

/** A picture in a box; nothing when there is none, or none to be had. */
export function imageItems(asset: string | undefined, size: Pair | undefined, view: Box, fit: ImageFit): ImageItem[] {
  if (asset === undefined || size === undefined || ![size[0], size[1], view[2], view[3]].every((length) => length > 0)) return []
  return [{ kind: 'image', asset, box: fitted(size, view, fit), view }]
}
