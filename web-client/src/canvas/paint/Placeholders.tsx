/** Stand-ins for what the page knows but does not draw in full yet. They keep their place and say what they are. */
import { useText } from '../../i18n'
import type { Pair } from '../../document/model'
import { resolveColor } from '../../document/view'
import { SealArt } from './SealArt'
import { wordsOf } from '../texts'
import type { PaintProps } from './Paint'

/** An image that is not there yet. */
export function ImageBox({ size }: { readonly size: Pair }) {
  const [width, height] = size
  const unit = Math.min(width, height) * 0.22
  return (
    <g className="stand-in">
      <rect width={width} height={height} rx={0.8} />
      <g transform={`translate(${(width / 2).toString()} ${(height / 2).toString()}) scale(${(unit / 10).toString()})`}>
        <path className="stand-in-line" d="M-14 10 L-4 -3 L3 5 L7 1 L14 10 Z" />
        <circle className="stand-in-line" cx={7} cy={-7} r={2.6} />
      </g>
    </g>
  )
}

/** A code with the look of one: three finders and dots that follow from the element, the same for everybody. */
export function QrPattern({ size, seed, color }: { readonly size: Pair; readonly seed: string; readonly color: string }) {
  const modules = 21
  const side = Math.min(size[0], size[1])
  const cell = side / modules
  let state = [...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7)
  let d = ''
  for (let y = 0; y < modules; y++) {
    for (let x = 0; x < modules; x++) {
      state = (state * 1664525 + 1013904223) >>> 0
      const finder = (x < 8 && y < 8) || (x > 12 && y < 8) || (x < 8 && y > 12)
      if (!finder && state > 0x8000_0000) d += `M${x.toString()} ${y.toString()}h1v1h-1z`
    }
  }
  for (const [x, y] of [[0, 0], [14, 0], [0, 14]] as const) {
    d += `M${x.toString()} ${y.toString()}h7v7h-7zM${(x + 1).toString()} ${(y + 1).toString()}v5h5v-5zM${(x + 2).toString()} ${(y + 2).toString()}h3v3h-3z`
  }
  return (
    <g transform={`translate(${((size[0] - side) / 2).toString()} ${((size[1] - side) / 2).toString()})`}>
      <path d={d} transform={`scale(${cell.toString()})`} fill={color === 'none' ? '#1b1d22' : color} fillRule="evenodd" />
    </g>
  )
}

/** A line to sign on, with the name and the role below. */
export function SignatureBlock({ element, size, language, layout }: PaintProps) {
  const [width, height] = size
  const t = useText()
  const word = (key: string): string => {
    const words = element.extra[key]
    if (typeof words !== 'object' || words === null) return ''
    const by = words as Readonly<Record<string, unknown>>
    const found = [language, ...layout.languages].map((it) => by[it]).find((it) => typeof it === 'string' && it !== '')
    return typeof found === 'string' ? found : ''
  }
  const stroke = resolveColor(layout, element.stroke)
  const text = Math.min(3.4, height * 0.2)
  const rule = Math.max(height - text * 2.9, height * 0.3)
  return (
    <g>
      <line x1={0} x2={width} y1={rule} y2={rule} stroke={stroke === 'none' ? '#1b1d22' : stroke} strokeWidth={0.25} />
      <text x={0} y={rule + text * 1.25} fontSize={text} fill="#1b1d22" fontFamily="Inter, sans-serif">{word('signer') || t('type-signature')}</text>
      <text x={0} y={rule + text * 2.5} fontSize={text * 0.88} fill="#5a5f69" fontFamily="Inter, sans-serif">{word('role')}</text>
    </g>
  )
}

/** A built-in seal with its words around its edge. */
export function SealShape({ element, size, layout, language }: PaintProps) {
  const stroke = resolveColor(layout, element.stroke)
  return (
    <SealArt
      width={size[0]} height={size[1]} ink={stroke === 'none' ? '#9e2b25' : stroke} ground={resolveColor(layout, element.fill)}
      text={wordsOf(element, layout, language)}
    />
  )
}

/** Something that a newer version of the page knows. */
export function UnknownBox({ size, name }: { readonly size: Pair; readonly name: string }) {
  const [width, height] = size
  const text = Math.min(3.2, height * 0.4, (width * 1.6) / Math.max(name.length, 1))
  return (
    <g className="stand-in">
      <rect width={width} height={height} rx={0.8} strokeDasharray="1.2 0.8" />
      <text x={width / 2} y={height / 2 + text * 0.35} textAnchor="middle" fontSize={text}>{name}</text>
    </g>
  )
}
