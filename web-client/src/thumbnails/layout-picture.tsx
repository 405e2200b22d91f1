import { memo } from 'react'
import { Paint } from '../canvas/paint/Paint'
import type { Element, Language, Layout, Pair } from '../document/model'
import { ownBox } from '../kernels/frame'
import { centreOf } from '../kernels/plane'
import { paperOf } from '../scene/ink'
import { layoutFromJson } from './from-json'
import './layout-picture.css'

export interface LayoutPictureProps {
  /** As `GET /api/drafts/{id}/layout` and `GET /api/starters` give it. */
  layout: unknown
  language: Language
  /** Which page, from 0. */
  page?: number
  /** What the picture shows, for those who don't see it; absent when the words beside it say so. */
  label?: string
}

/** A page of a layout as a small picture, with samples in its fields. Fills the width it is given. */
export const LayoutPicture = memo(function LayoutPicture({ layout: json, language, page = 0, label }: LayoutPictureProps) {
  const layout = layoutFromJson(json)
  const shown = layout.pages[page] ?? layout.pages[0]
  if (shown === undefined) return null
  const [width, height] = shown.size
  return (
    <svg
      className="layout-picture" viewBox={`0 0 ${width} ${height}`} focusable="false"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <rect width={width} height={height} fill={paperOf(layout, shown.background)} />
      <Drawn ids={shown.children} layout={layout} language={language} />
    </svg>
  )
})

function Drawn({ ids, layout, language }: { ids: readonly string[]; layout: Layout; language: Language }) {
  return ids.map(id => {
    const element = layout.elements.get(id)
    if (element === undefined || element.hidden) return null
    return (
      <g key={id} transform={placeOf(element, layout)} {...(element.opacity < 1 && { opacity: element.opacity })}>
        {element.type === 'group'
          ? <Drawn ids={element.children} layout={layout} language={language} />
          : <Paint element={element} size={element.size} layout={layout} language={language} marks={false} />}
      </g>
    )
  })
}

/** Where it stands, turned about its centre; a group's is that of what it holds. */
function placeOf({ id, type, at, size, rotation }: Element, layout: Layout): string {
  const move = `translate(${at[0]} ${at[1]})`
  if (rotation === 0) return move
  const centre: Pair = type === 'group' ? centreOf(ownBox(one => layout.elements.get(one), id)) : [size[0] / 2, size[1] / 2]
  return `${move} rotate(${rotation} ${centre[0]} ${centre[1]})`
}
