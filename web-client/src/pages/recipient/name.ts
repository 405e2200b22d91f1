/** How somebody stands who would be called otherwise in a certificate of theirs, and the words for it. Pure. */
import type { NewNameRequestBody, OwnCertificateBody } from '../../protocol/generated'

/** Letters of what is added to a request, and of its answer, as the server takes them. */
export const NOTE_MOST = 500

type Asked = Pick<OwnCertificateBody, 'may_ask_name' | 'name_request' | 'state'>

/** What a card says of the newest request, and what can be done. */
export interface Standing {
  /** `corrected`: accepted, and another certificate has taken the place of this one. */
  readonly line: 'open' | 'declined' | 'accepted' | 'corrected' | null
  /** Something new can be asked. */
  readonly mayAsk: boolean
  /** What is asked can be asked otherwise. */
  readonly mayChange: boolean
  readonly mayTakeBack: boolean
}

export function standingOf({ may_ask_name, name_request, state }: Asked): Standing {
  const now = name_request?.state ?? null
  const isOpen = now === 'open'
  return {
    line: now === 'accepted' && state === 'superseded' ? 'corrected' : now,
    // Accepted, and not corrected all the same, it can be asked once more.
    mayAsk: may_ask_name && !isOpen,
    mayChange: may_ask_name && isOpen,
    mayTakeBack: isOpen,
  }
}

/** The message of a line. */
export const lineId = (line: NonNullable<Standing['line']>): string => `mine-name-${line}`

/** What the form begins with: what is asked, or the name that stands there. */
export function begunWith({ recipient_name, name_request }: Pick<OwnCertificateBody, 'recipient_name' | 'name_request'>): { readonly name: string; readonly note: string } {
  if (name_request?.state === 'open') return { name: name_request.name, note: name_request.note ?? '' }
  return { name: recipient_name ?? '', note: '' }
}

/** What is sent of what was typed. */
export function askedFor(name: string, note: string): NewNameRequestBody {
  const words = note.trim()
  return { name: name.trim(), note: words === '' ? null : words }
}

/** What is wrong with a name, as far as the page can tell: the message that says it. */
export function wrongNameId(typed: string, now: string | null): 'certificate-wrong-no-name' | 'mine-name-same' | null {
  const name = typed.trim()
  if (name === '') return 'certificate-wrong-no-name'
  return name === now ? 'mine-name-same' : null
}

/** Where a refusal is said, and by which message. `id` null: the sentence of the code. */
export function refusedBy(code: string): { readonly at: 'name' | 'note' | 'dialog'; readonly id: string | null } {
  switch (code) {
    case 'name_invalid': return { at: 'name', id: 'certificate-wrong-name' }
    case 'note_invalid': return { at: 'note', id: 'certificate-wrong-note' }
    // The general sentence speaks to those who issue.
    case 'certificate_superseded': return { at: 'dialog', id: 'mine-name-superseded' }
    default: return { at: 'dialog', id: null }
  }
}
