/** From what a certificate is made that takes the place of another, and with what in it. */
import { api, ApiError, publishing, versions } from '../../../api'
import type { CertificateBody, NewCertificateBody } from '../../../protocol/generated'
import { dayOf } from '../issue/form'
import type { Source } from '../issue/published'

/** A correction is made from the version of the old one, a renewal from the one that is published now. */
export async function sourceOf({ template_id: id, title, version_id }: CertificateBody, how: 'correct' | 'renew'): Promise<Source> {
  if (how === 'correct') {
    const { number } = await versions.one(version_id)
    // What was published has one.
    if (number === null) throw new ApiError('nothing_to_issue_from', '', 409)
    return { template: { id, name: title }, version: { version_id, version_number: number } }
  }
  const template = await api.template(id)
  const { current } = await publishing.publication(template.draft_id)
  if (current === null || current.is_archived) throw new ApiError('nothing_to_issue_from', '', 409)
  return { template, version: current }
}

/** What a renewal says at first: the same, from the day on after the old one ends, or from today. When it ends somebody has to say. */
export function renewed(content: NewCertificateBody, now: Date): NewCertificateBody {
  const { valid_until: end, ...same } = content
  const today = dayOf(now)
  return { ...same, valid_from: end !== undefined && end >= today ? after(end) : today }
}

function after(day: string): string {
  const next = new Date(`${day}T12:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10)
}
