/** Draws one element in its own coordinates (millimetres, from its box's top left), without any behaviour. */
import type { Element, Language, Layout, Pair } from '../../document/model'
import { resolveColor } from '../../document/view'
import { FieldText, RunsText } from './Texts'
import { ImageBox, QrPattern, SealShape, SignatureBlock, UnknownBox } from './Placeholders'
import { pathIn, polygonIn } from './outlines'

export interface PaintProps {
  readonly element: Element
  /** The box as it is drawn, which a gesture may have changed. */
  readonly size: Pair
  readonly layout: Layout
  readonly language: Language
  /** Shows what belongs to the tool only: marks of fields and of missing texts. */
  readonly marks: boolean
}

/** The shape, text or stand-in of an element. Groups draw nothing themselves. */
export function Paint(props: PaintProps) {
  const { element, size, layout } = props
  const [width, height] = size
  const fill = resolveColor(layout, element.fill)
  const stroke = resolveColor(layout, element.stroke)
  const ink = {
    fill,
    stroke,
    strokeWidth: stroke === 'none' ? 0 : element.strokeWidth,
    strokeDasharray: element.strokeDash.length > 0 ? element.strokeDash.join(' ') : undefined,
  }
  switch (element.type) {
    case 'rectangle':
      return <rect width={Math.abs(width)} height={Math.abs(height)} rx={element.radius ?? 0} {...ink} />
    case 'ellipse':
      return <ellipse cx={width / 2} cy={height / 2} rx={Math.abs(width / 2)} ry={Math.abs(height / 2)} {...ink} />
    case 'line':
      return <line x1={0} y1={0} x2={width} y2={height} {...ink} fill="none" strokeLinecap="butt" />
    case 'polygon':
      return <polygon points={polygonIn(size, element.extra)} {...ink} strokeLinejoin="miter" />
    case 'path':
      return <path d={pathIn(size, element.extra)} {...ink} />
    case 'text':
      return <RunsText {...props} />
    case 'field':
      return <FieldText {...props} />
    case 'image':
      return <ImageBox size={size} />
    case 'qr':
      return <QrPattern size={size} seed={element.id} color={fill} />
    case 'signature':
      return <SignatureBlock {...props} />
    case 'seal':
      return <SealShape {...props} />
    case 'group':
      return null
    case 'unknown':
      return <UnknownBox size={size} name={element.typeName} />
  }
}
