import './guilloche.css'

/** Petals of one line; the pen goes round `turns` times before it meets its beginning. */
interface Line { petals: number; turns: number; outer: number; inner: number }

/** A closed curve whose distance from the middle swings between two radii: one line of a rosette, about the origin. */
export function rosettePath({ petals, turns, outer, inner }: Line, steps = 40): string {
  const mean = (outer + inner) / 2
  const swing = (outer - inner) / 2
  const total = petals * steps
  const points: string[] = []
  for (let i = 0; i < total; i++) {
    const angle = (i / total) * turns * 2 * Math.PI
    const radius = mean + swing * Math.cos((petals / turns) * angle)
    points.push(`${(radius * Math.sin(angle)).toFixed(2)} ${(-radius * Math.cos(angle)).toFixed(2)}`)
  }
  return `M${points.join('L')}Z`
}

const FINE = [
  rosettePath({ petals: 17, turns: 5, outer: 49, inner: 20 }),
  rosettePath({ petals: 12, turns: 1, outer: 18, inner: 13 }),
  rosettePath({ petals: 12, turns: 1, outer: 13, inner: 18 }),
  rosettePath({ petals: 5, turns: 2, outer: 10, inner: 3 }),
]
const SMALL = [rosettePath({ petals: 12, turns: 5, outer: 48, inner: 20 })]

/** The house's rosette, small and drawn in hairlines. Decoration only. */
export function Guilloche({ size, turning = false }: { size: number; turning?: boolean }) {
  const lines = size < 64 ? SMALL : FINE
  const hairline = (100 / size) * (size < 64 ? 0.95 : 0.6)
  return (
    <svg className={turning ? 'guilloche guilloche-turning' : 'guilloche'} width={size} height={size} viewBox="-50 -50 100 100" aria-hidden focusable="false">
      <g fill="none" stroke="currentColor" strokeWidth={hairline} strokeLinejoin="round">
        {lines.map(d => <path key={d} d={d} />)}
      </g>
    </svg>
  )
}
