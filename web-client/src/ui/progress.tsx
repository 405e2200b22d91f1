import { ProgressBar } from 'react-aria-components'
import './progress.css'

export interface ProgressProps {
  /** What goes on. */
  label: string
  /** From 0 to 1; null when nobody knows how much there is. */
  part: number | null
  /** In words, instead of the percentage. */
  words?: string
}

/** How far something is. Its figures stand beside it. */
export function Progress({ label, part, words }: ProgressProps) {
  return (
    <ProgressBar
      className="progress" aria-label={label} minValue={0} maxValue={1} value={part ?? 0} isIndeterminate={part === null}
      {...(words !== undefined && part !== null && { valueLabel: words })}
    >
      <div className={part === null ? 'progress-bar progress-going' : 'progress-bar'} style={part === null ? undefined : { width: `${part * 100}%` }} />
    </ProgressBar>
  )
}
