import type { ReactNode } from 'react'
import { layoutFromJson } from '../../thumbnails/from-json'
import './sheet.css'

/** Paper on the desk, as large as fits whatever its format. */
export function Sheet({ layout, children }: { layout: unknown; children: ReactNode }) {
  const [width, height] = layoutFromJson(layout).pages[0]?.size ?? [210, 297]
  return <span className={width > height ? 'sheet sheet-landscape' : 'sheet sheet-portrait'} style={{ aspectRatio: `${width} / ${height}` }}>{children}</span>
}
