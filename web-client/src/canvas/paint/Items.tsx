/** Draws items, whatever they belong to: the one painter of the canvas, of page pictures and of thumbnails. */
import { memo } from 'react'
import { assetAddress } from '../../api'
import type { ImageItem, Item, Matrix, PathItem } from '../../scene/items'
import { Glyphs, PlacedGlyphs } from './Glyphs'

const matrix = (transform: Matrix): string => `matrix(${transform.join(' ')})`

/** Items, one over the other. */
export const Items = memo(function Items({ items }: { readonly items: readonly Item[] }) {
  return items.map((item, index) => <ItemNode key={item.kind === 'group' ? item.id ?? index : index} item={item} />)
})

function ItemNode({ item }: { readonly item: Item }) {
  switch (item.kind) {
    case 'group':
      return (
        <g transform={matrix(item.transform)} opacity={item.opacity === 1 ? undefined : item.opacity}>
          <Items items={item.items} />
        </g>
      )
    case 'path':
      return <PathNode path={item} />
    case 'image':
      return <ImageNode image={item} />
    case 'text':
      return <Glyphs lines={item.lines} />
    case 'glyphs':
      return <PlacedGlyphs {...item} />
  }
}

function PathNode({ path }: { readonly path: PathItem }) {
  const { d, fill, stroke, strokeWidth, dash, join, rule } = path
  return (
    <path
      d={d} fill={fill} fillRule={rule === 'evenodd' ? 'evenodd' : undefined} stroke={stroke} strokeWidth={stroke === 'none' ? undefined : strokeWidth}
      strokeDasharray={dash.length > 0 ? dash.join(' ') : undefined} strokeLinejoin={join === 'round' ? 'round' : undefined}
    />
  )
}

/** The inner drawing's edge cuts off what does not show. */
function ImageNode({ image: { asset, box, view } }: { readonly image: ImageItem }) {
  return (
    <svg x={view[0]} y={view[1]} width={view[2]} height={view[3]} viewBox={view.join(' ')} preserveAspectRatio="none" overflow="hidden">
      <image href={assetAddress(asset)} x={box[0]} y={box[1]} width={box[2]} height={box[3]} preserveAspectRatio="none" />
    </svg>
  )
}
