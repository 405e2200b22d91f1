import { useId } from 'react'
import { measure, useFontVersion } from '../measure'
import { rosettePath } from '../../ui/guilloche'

/** Drawn about the origin in a circle of radius 50, then scaled to the element. */
const ROSETTE = [
  rosettePath({ petals: 19, turns: 6, outer: 30.5, inner: 11 }),
  rosettePath({ petals: 24, turns: 1, outer: 31.5, inner: 29.5 }),
  rosettePath({ petals: 7, turns: 3, outer: 10, inner: 2.5 }),
]
const EDGE = rosettePath({ petals: 60, turns: 1, outer: 49.6, inner: 48.2 }, 16)
const TEXT_RADIUS = 37.2
const TEXT_SIZE = 5.6

/** How far apart the letters stand so that a text, repeated as often as it fits well, closes the ring. */
function ring(text: string): { text: string; spacing: number } {
  const round = 2 * Math.PI * TEXT_RADIUS
  const face = { family: 'Inter', weight: 600, italic: false, size: TEXT_SIZE, color: '', spacing: 0 }
  const once = `${text.toLocaleUpperCase('de-CH')} · `
  const times = Math.max(1, Math.floor(round / (measure(once, face) + 0.7 * once.length)))
  const whole = once.repeat(times)
  return { text: whole, spacing: Math.max(-1, (round - measure(whole, face)) / whole.length) }
}

export interface SealArtProps {
  /** Millimetres. */
  width: number
  height: number
  ink: string
  ground: string
  /** Runs round the edge. */
  text: string
}

/** The built-in seal `rosette`: a guilloche with the school's name round it. An SVG group whose box begins at the origin. */
export function SealArt({ width, height, ink, ground, text }: SealArtProps) {
  const path = useId()
  // The ring is closed by measured widths.
  useFontVersion()
  const scale = Math.min(width, height) / 100
  const around = ring(text === '' ? 'Imprimatur' : text)
  // Hairlines stay hairlines on a seal of any size: 0.12 mm, as far as the eye can follow them in print.
  const hairline = 0.12 / scale
  return (
    <g transform={`translate(${width / 2} ${height / 2}) scale(${scale})`} fill="none" stroke={ink} strokeWidth={hairline} strokeLinejoin="round">
      <circle r={49.6} fill={ground} stroke="none" />
      <path d={EDGE} />
      <circle r={46.6} strokeWidth={hairline * 2.4} />
      <circle r={34} />
      {ROSETTE.map(d => <path key={d} d={d} />)}
      <path id={path} d={`M0 ${TEXT_RADIUS}A${TEXT_RADIUS} ${TEXT_RADIUS} 0 1 1 0.01 ${TEXT_RADIUS}`} stroke="none" />
      <text fill={ink} stroke="none" fontFamily="Inter" fontWeight={600} fontSize={TEXT_SIZE} letterSpacing={around.spacing} xmlSpace="preserve">
        <textPath href={`#${path}`}>{around.text}</textPath>
      </text>
    </g>
  )
}
