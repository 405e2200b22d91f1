/** How values of a field may be written (`server/render/FORMAT.md`, F2 to F4). */
import type { FieldType } from '../../document/model'

/** The formats of each type, the usual one first. */
export const FORMATS: Readonly<Record<FieldType, readonly string[]>> = {
  date: ['long', 'medium', 'short', 'full', 'month', 'year', 'iso'],
  number: ['plain', 'ungrouped', '0', '0.0', '0.00', 'percent'],
  text: ['plain', 'upper'],
  image: [],
}

/** What stands for a format in a catalogue's key: digits and points do not. */
export const formatWord = (format: string): string => format.replaceAll('.', '-')
