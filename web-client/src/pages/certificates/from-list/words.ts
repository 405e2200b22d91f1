/** Which words there are for what a list is and what is wrong in it. Pure. */
import type { ListFaultBody } from '../../../protocol/generated'
import type { Asks } from '../issue/form'
import { fieldOf, type Target } from './mapping'

/** The message that names what a column is taken for; null: a field, which its template names. */
export const targetId = (target: Target): string | null => (target.startsWith('values/') ? null : `list-to-${target.replaceAll('_', '-')}`)

/** The message that says what is wrong with a cell; null for what is newer than this page: then the server's own sentence is shown. */
export function faultId({ code, about, value }: Pick<ListFaultBody, 'code' | 'about' | 'value'>, asks: Asks): string | null {
  switch (code) {
    case 'name_invalid': return value === '' ? 'list-fault-no-name' : 'certificate-wrong-name'
    case 'email_invalid': return 'certificate-wrong-email'
    case 'external_id_invalid': return 'certificate-wrong-external-id'
    case 'language_unknown': return 'certificate-wrong-language'
    case 'recipient_twice': return 'list-fault-twice'
    case 'value_missing': return 'list-fault-missing'
    case 'values_too_long': return 'list-fault-long'
    case 'number_invalid': return 'list-fault-number'
    case 'cell_formula': return 'list-fault-formula'
    case 'cell_error': return 'list-fault-error'
    case 'field_unknown': case 'field_fills_itself': return 'list-fault-field'
    // A day that is one, and comes before the certificate begins, has the same code.
    case 'day_invalid': return about === 'valid_until' ? 'list-fault-until' : 'list-fault-day'
    case 'value_invalid': {
      const type = about === null ? undefined : fieldOf(about, asks)?.type
      return type === 'number' ? 'list-fault-digits' : type === 'date' ? 'list-fault-day' : 'certificate-wrong-text'
    }
    default: return null
  }
}

/** Encodings that are offered, by their names in the Encoding Standard, each with the message that says whose it is. */
export const ENCODINGS = [
  ['UTF-8', 'list-encoding-utf8'], ['windows-1252', 'list-encoding-windows'], ['macintosh', 'list-encoding-mac'],
  ['UTF-16LE', 'list-encoding-utf16'], ['windows-1250', 'list-encoding-east'], ['ISO-8859-15', 'list-encoding-latin'],
] as const

/** What may stand between cells, each with the message that names it. */
export const DELIMITERS = [[';', 'list-delimiter-semicolon'], [',', 'list-delimiter-comma'], ['\t', 'list-delimiter-tab'], ['|', 'list-delimiter-bar']] as const

/** How files are called that are taken. */
const TAKEN = ['csv', 'txt', 'tsv', 'xlsx'] as const
export const ACCEPTED = TAKEN.map(ending => `.${ending}`).join(',')

/** No list is as large, whatever a server takes; of such a file nothing is sent. */
const NEVER_BYTES = 64 * 1024 * 1024

/** Why a file is not sent at all; null: the server judges it. */
export function refusedFile({ name, size }: Pick<File, 'name' | 'size'>): 'list-file-kind' | 'list-file-empty' | 'list-file-large' | null {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()
  if (ending !== undefined && !TAKEN.some(taken => taken === ending)) return 'list-file-kind'
  if (size === 0) return 'list-file-empty'
  return size > NEVER_BYTES ? 'list-file-large' : null
}
