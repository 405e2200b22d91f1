import type { LucideIcon } from 'lucide-react'

/** A 16 px icon with 1.5 px strokes. Decoration: the word beside it, or the control's label, carries the meaning. */
export function Icon({ of: Drawing, size = 16 }: { of: LucideIcon; size?: number }) {
  return <Drawing size={size} strokeWidth={1.5} absoluteStrokeWidth aria-hidden focusable={false} />
}
