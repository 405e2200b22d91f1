/**
 * Values of a patch as they are written: in range, and only where they differ from what stands.
 */
import type { Element, ElementPatch } from '../model'
import { clamp, same, size } from '../read/values'
import { LARGEST_POSITION_MM } from '../schema'
import type { Entry } from './editing'

const PATCH_KEYS = [
  'at', 'size', 'rotation', 'opacity', 'fill', 'stroke', 'strokeWidth', 'strokeDash', 'name', 'locked', 'hidden', 'radius',
  'family', 'weight', 'italic', 'textSize', 'color', 'spacing', 'lineHeight', 'align', 'valign', 'fit', 'field', 'format', 'style',
  'sides', 'inner', 'd', 'box', 'asset', 'design', 'content', 'level', 'ground',
] as const satisfies readonly (keyof ElementPatch)[]

/** Writes what a patch changes into an element's map; `undefined` takes the key away. */
export function writePatch(entry: Entry, patch: ElementPatch, element: Element | undefined): void {
  const type: unknown = entry.get('type')
  for (const key of PATCH_KEYS) {
    if (!(key in patch)) continue
    const value = patch[key]
    if (value === undefined) {
      if (entry.has(key)) entry.delete(key)
      continue
    }
    const allowed = allow(key, value, type)
    if (allowed === undefined) continue
    const stands = entry.get(key)
    if (same(stands, allowed)) continue
    // An absent key already says its default.
    if (stands === undefined && element !== undefined && same(shown(element, key), allowed)) continue
    entry.set(key, Array.isArray(allowed) ? [...allowed] : allowed)
  }
}

/** Writes a value unless it stands there already; `undefined` takes the key away. */
export function writeValue(entry: Entry, key: string, value: unknown): void {
  if (value === undefined) {
    if (entry.has(key)) entry.delete(key)
  } else if (!same(entry.get(key), value)) {
    entry.set(key, Array.isArray(value) ? [...value] : value)
  }
}

/** The value in range, or `undefined` when it cannot be written at all. */
function allow(key: (typeof PATCH_KEYS)[number], value: unknown, type: unknown): unknown {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return undefined
    if (key === 'opacity') return clamp(value, 0, 1)
    if (key === 'strokeWidth' || key === 'radius') return Math.max(0, value)
    if (key === 'weight') return clamp(value, 100, 900)
    if (key === 'sides') return clamp(Math.round(value), 3, 100)
    if (key === 'inner') return clamp(value, 0, 1)
    return value
  }
  if (Array.isArray(value)) {
    if (!value.every((part) => typeof part === 'number' && Number.isFinite(part))) return undefined
    if (key === 'size') return size(value, type === 'line')
    if (key === 'at') return value.map((part: number) => clamp(part, -LARGEST_POSITION_MM, LARGEST_POSITION_MM))
  }
  return value
}

/** What the element shows for a key, defaults included. */
function shown(element: Element, key: (typeof PATCH_KEYS)[number]): unknown {
  switch (key) {
    case 'family': case 'weight': case 'italic': case 'textSize': case 'color': case 'spacing': case 'lineHeight':
    case 'align': case 'valign':
      return element.typography?.[key]
    case 'fit': return element.image?.fit ?? element.typography?.fit
    case 'sides': case 'inner': return element.polygon?.[key]
    case 'd': case 'box': return element.path?.[key]
    case 'asset': return (element.image ?? element.signature ?? element.seal)?.asset
    case 'design': return element.seal?.design
    case 'content': case 'level': case 'ground': return element.qr?.[key]
    case 'field': return element.field?.key
    case 'format': return element.field?.format
    default: return element[key]
  }
}
