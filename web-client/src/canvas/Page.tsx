/** The pages on the desk: their paper, and what stands on them. */
import { memo } from 'react'
import type { Page } from '../document/model'
import { useText } from '../i18n'
import type { Rect } from '../kernels/plane'
import { scaleOf, toWindow } from '../kernels/viewport'
import { paperOf } from '../scene/ink'
import { useEditorState, useLayoutPart } from './context'
import { ElementNode } from './ElementNode'
import { pagePlaces } from './scene'

/** The papers below the drawing, so that their shadows cost the drawing nothing. */
export function Papers() {
  const pages = useLayoutPart((layout) => layout.pages)
  const styles = useLayoutPart((layout) => layout.styles)
  const places = useLayoutPart(pagePlaces)
  const viewport = useEditorState((state) => state.viewport)
  const current = useEditorState((state) => state.page)
  const scale = scaleOf(viewport)
  return pages.map((page) => {
    const place = places.get(page.id)
    if (!place) return null
    const [x, y] = toWindow(viewport, [place.x, place.y])
    return (
      <div
        key={page.id} className={page.id === current ? 'paper paper-current' : 'paper'}
        style={{ transform: `translate(${x.toString()}px, ${y.toString()}px)`, width: place.width * scale, height: place.height * scale, background: paperOf({ styles }, page.background) }}
      />
    )
  })
}

/** All pages with what stands on them. */
export function Pages() {
  const pages = useLayoutPart((layout) => layout.pages)
  const places = useLayoutPart(pagePlaces)
  const viewport = useEditorState((state) => state.viewport)
  const marks = useEditorState((state) => state.marks)
  const scale = scaleOf(viewport)
  return (
    <svg className={marks ? 'desk-pages' : 'desk-pages desk-unmarked'} data-testid="canvas-pages">
      <g transform={`translate(${viewport.offset[0].toString()} ${viewport.offset[1].toString()}) scale(${scale.toString()})`}>
        <PageNodes pages={pages} places={places} />
      </g>
    </svg>
  )
}

/** Not drawn again while the window moves over the desk. */
const PageNodes = memo(function PageNodes({ pages, places }: { readonly pages: readonly Page[]; readonly places: ReadonlyMap<string, Rect> }) {
  const t = useText()
  return pages.map((page, index) => {
    const place = places.get(page.id)
    return (
      <g
        key={page.id} role="group" data-page-id={page.id} transform={`translate(${(place?.x ?? 0).toString()} ${(place?.y ?? 0).toString()})`}
        aria-label={page.name ?? t('page-number', { number: index + 1 })}
      >
        {page.children.map((id) => <ElementNode key={id} id={id} />)}
        <rect className="page-edge" width={page.size[0]} height={page.size[1]} />
      </g>
    )
  })
})
