/** Words for what changed. */
import type { Translate } from '../../../i18n'
import type { ChangeBody, ChangedPropertyBody, VersionBody } from '../../../protocol/generated'

/** What a version is called: its name, or its number, or when it was made. */
export function titleOf(version: VersionBody, t: Translate, moment: (at: Date) => string): string {
  if (version.name !== null) return version.name
  if (version.number !== null) return t('history-version', { number: version.number })
  return moment(new Date(version.created_at))
}

/** Who wrote it, in one line. */
export function authorsOf(version: VersionBody, t: Translate): string {
  const people = version.authors.length > 0 ? version.authors : version.made_by === null ? [] : [version.made_by]
  const names = people.map((person) => (person.name === '' ? t('history-somebody') : person.name))
  return names.length === 0 ? t('history-nobody') : names.join(', ')
}

/** What a changed thing is called. */
export function nameOfChange(change: ChangeBody, t: Translate): string {
  if (change.thing === 'layout') return t('history-thing-layout')
  if (change.name !== null && change.name !== '') return change.name
  if (change.thing === 'element') return typeOf(change, t)
  return change.thing === 'field' ? change.id : t(`history-thing-${change.thing}`)
}

const TYPES: ReadonlySet<string> = new Set(['text', 'image', 'rectangle', 'ellipse', 'polygon', 'line', 'path', 'qr', 'signature', 'seal', 'field', 'group'])

/** What sort of thing it is. */
export function typeOf(change: ChangeBody, t: Translate): string {
  if (change.thing !== 'element') return t(`history-thing-${change.thing}`)
  return change.kind !== null && TYPES.has(change.kind) ? t(`type-${change.kind}`) : t('type-unknown')
}

/** Keys of the schema that have a word of their own; others are shown as they are. */
const PROPERTIES: ReadonlySet<string> = new Set([
  'align', 'alt', 'asset', 'at', 'background', 'bleed', 'box', 'color', 'content', 'd', 'design', 'fallback', 'family', 'field', 'fill', 'fit', 'format',
  'ground', 'hidden', 'inner', 'italic', 'label', 'languages', 'level', 'lineHeight', 'locked', 'name', 'opacity', 'order', 'page', 'parent', 'radius',
  'required', 'role', 'rotation', 'sample', 'sides', 'signer', 'size', 'spacing', 'stroke', 'strokeDash', 'strokeWidth', 'style', 'textSize', 'textStyle',
  'texts', 'type', 'valign', 'value', 'weight',
])

/** What a property is called. */
export const propertyName = (key: string, t: Translate): string => (PROPERTIES.has(key) ? t('history-property', { key }) : key)

const SHOWN_FRACTION = 100

/** A value as people read it: the numbers of a place rounded to hundredths, a word for yes and no, nothing for what is the default. */
export function shownValue(value: unknown, key: string, t: Translate): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'boolean') return t(value ? 'history-yes' : 'history-no')
  if (typeof value === 'number') return String(Math.round(value * SHOWN_FRACTION) / SHOWN_FRACTION)
  if (typeof value === 'string') return value === '' ? '–' : value
  if (Array.isArray(value) && value.every((part) => typeof part === 'number' || typeof part === 'string')) {
    return value.map((part) => shownValue(part, key, t)).join(key === 'size' || key === 'box' ? ' × ' : ', ')
  }
  return JSON.stringify(value)
}

/** Pages and parents are told by what they are, not by their ids; whether there is anything to show at all. */
export function hasValues({ key }: ChangedPropertyBody): boolean {
  return !['page', 'parent', 'textStyle', 'asset', 'd', 'style'].includes(key)
}
