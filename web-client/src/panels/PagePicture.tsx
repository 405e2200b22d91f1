/** A small picture of a page, drawn from the layout as it stands. */
import { memo } from 'react'
import { useEditor, useEditorState, useElement, useLayoutPart } from '../canvas/context'
import { Paint } from '../canvas/paint/Paint'
import type { Page, Pair } from '../document/model'
import { ownBox } from '../kernels/frame'
import { centreOf } from '../kernels/plane'
import { paperOf } from '../scene/ink'

/** A page with what stands on it. Decoration: its name stands beside it. */
export const PagePicture = memo(function PagePicture({ page }: { readonly page: Page }) {
  const styles = useLayoutPart((layout) => layout.styles)
  return (
    <svg className="page-picture" viewBox={`0 0 ${page.size[0].toString()} ${page.size[1].toString()}`} aria-hidden focusable={false} style={{ background: paperOf({ styles }, page.background) }}>
      {page.children.map((id) => <Still key={id} id={id} />)}
    </svg>
  )
})

const Still = memo(function Still({ id }: { readonly id: string }) {
  const { draft } = useEditor()
  const element = useElement(id)
  const language = useEditorState((state) => state.language)
  useLayoutPart((layout) => layout.fields)
  if (!element || element.hidden) return null
  const { at, size, rotation } = element
  const centre: Pair = rotation === 0 ? [0, 0] : element.type === 'group' ? centreOf(ownBox((it) => draft.view.element(it), id)) : [size[0] / 2, size[1] / 2]
  const turn = rotation === 0 ? '' : ` rotate(${rotation.toString()} ${centre[0].toString()} ${centre[1].toString()})`
  return (
    <g transform={`translate(${at[0].toString()} ${at[1].toString()})${turn}`} opacity={element.opacity === 1 ? undefined : element.opacity}>
      {element.type === 'group'
        ? element.children.map((child) => <Still key={child} id={child} />)
        : <Paint element={element} size={size} layout={draft.view.layout()} language={language} marks={false} />}
    </g>
  )
})
