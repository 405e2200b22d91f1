/**
 * How runs look: what may be written as their attributes, and whose look new text continues.
 */
import type { RunPatch, RunStyle } from '../model'
import { ownRunStyle } from '../read/texts'
import { isId } from '../schema'

/** The attributes that a run may have. */
export const RUN_KEYS = ['family', 'weight', 'italic', 'size', 'color', 'spacing', 'style'] as const satisfies readonly (keyof RunStyle)[]

/** What of some attributes may be written. */
export function allowedLook(look: Readonly<Record<string, unknown>>): RunStyle {
  const style = look['style']
  return { ...ownRunStyle((key) => look[key], 'size'), ...(isId(style) ? { style } : {}) }
}

/** What of a patch may be written, as Yjs takes it: `null` takes an attribute away. */
export function allowedPatch(patch: RunPatch): Record<string, unknown> {
  const allowed: Record<string, unknown> = { ...allowedLook(patch) }
  for (const key of RUN_KEYS) if (patch[key] === null) allowed[key] = null
  // A shared style shows as it is: what was set by hand before it makes way.
  if (allowed['style'] !== undefined && allowed['style'] !== null) {
    for (const key of RUN_KEYS) if (!(key in allowed)) allowed[key] = null
  }
  return allowed
}

/** A look after a patch. */
export function patchedLook(look: RunStyle, patch: RunPatch): RunStyle {
  const next: Record<string, unknown> = { ...look, ...allowedPatch(patch) }
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== null))
}

/**
 * The place of the character whose look is continued by what is put in at `from` in the place of what stands there up to `to`: the
 * first one replaced, or else the one before; at the start of a paragraph the one after. -1 when there is none.
 */
export function neighbourOf(text: string, from: number, to = from): number {
  if (to > from) return from
  const starts = from === 0 || text[from - 1] === '\n'
  const ahead = from < text.length && (from === 0 || text[from] !== '\n')
  return starts && ahead ? from : from - 1
}
