/** What the canvas shows of an element that draws nothing in pictures, so that it can be seen and taken hold of. */
import type { Element, Pair } from '../../document/model'
import { useText } from '../../i18n'
import { pictureOf } from '../pictures'

/** An empty image, a code without anything to say, a path that cannot be read, or something that only a newer page knows. */
export function StandIn({ element, size }: { readonly element: Element; readonly size: Pair }) {
  const t = useText()
  switch (element.type) {
    case 'image': return <ImageBox size={size} gone={element.image?.asset !== undefined && pictureOf(element.image.asset).kind === 'gone'} />
    case 'qr': case 'path': return <NamedBox size={size} name={t(`type-${element.type}`)} />
    case 'unknown': return <NamedBox size={size} name={element.typeName} />
    default: return null
  }
}

/** Where a picture comes, or where one was. */
function ImageBox({ size, gone }: { readonly size: Pair; readonly gone: boolean }) {
  const [width, height] = size
  const unit = Math.min(width, height) * 0.22
  return (
    <g className="stand-in">
      <rect width={width} height={height} rx={Math.min(0.8, unit)} strokeDasharray={gone ? '1.2 0.8' : undefined} />
      <g transform={`translate(${(width / 2).toString()} ${(height / 2).toString()}) scale(${(unit / 10).toString()})`}>
        <path className="stand-in-line" d={gone ? 'M-9 -9 L9 9 M9 -9 L-9 9' : 'M-14 10 L-4 -3 L3 5 L7 1 L14 10 Z'} />
        {!gone && <circle className="stand-in-line" cx={7} cy={-7} r={2.6} />}
      </g>
    </g>
  )
}

function NamedBox({ size, name }: { readonly size: Pair; readonly name: string }) {
  const [width, height] = size
  const text = Math.min(3.2, height * 0.4, (width * 1.6) / Math.max(name.length, 1))
  return (
    <g className="stand-in">
      <rect width={width} height={height} rx={0.8} strokeDasharray="1.2 0.8" />
      <text x={width / 2} y={height / 2 + text * 0.35} textAnchor="middle" fontSize={text}>{name}</text>
    </g>
  )
}
