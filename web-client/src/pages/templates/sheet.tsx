import { useMemo, type ReactNode } from 'react'
import { readSketch } from '../../thumbnails/sketch'
import './sheet.css'

/** Paper on the desk, as large as fits whatever its format. */
export function Sheet({ layout, children }: { layout: unknown; children: ReactNode }) {
  const [width, height] = useMemo(() => readSketch(layout).pages[0]?.size ?? [210, 297], [layout])
  return <span className={width > height ? 'sheet sheet-landscape' : 'sheet sheet-portrait'} style={{ aspectRatio: `${width} / ${height}` }}>{children}</span>
}
