import type { DraftPublicationBody, PublishedBody, TemplateBody, TemplatesBody } from '../../../protocol/generated'
import { ApiError } from '../../../api'

/** A template from which certificates can be issued. */
export interface Published {
  readonly template: TemplateBody
  readonly version: PublishedBody
}

/** A version from which a certificate is made, as far as a form has to know it. */
export interface Source {
  readonly template: Pick<TemplateBody, 'id' | 'name'>
  readonly version: Pick<PublishedBody, 'version_id' | 'version_number'>
}

/** Publications that are asked for at once. */
const AT_ONCE = 4
/** As many are a choice; then it is left to whoever chooses whether to look on. */
const ENOUGH = 8
/** Pages that are looked through for it in one go. */
const PAGES_AT_ONCE = 4

export interface Found {
  readonly found: readonly Published[]
  /** Where the list of templates goes on. */
  readonly next: string | null
}

/**
 * Looks for published templates among all, in their order, from a place of the list on. The list does not say which are published: each is
 * asked, a few at once, and no more of them than it takes to offer a choice.
 */
export async function published(
  list: (after: string | null) => Promise<TemplatesBody>, publication: (draft: string) => Promise<DraftPublicationBody>, after: string | null,
): Promise<Found> {
  const found: Published[] = []
  let next = after
  for (let page = 0; page < PAGES_AT_ONCE; page++) {
    const answer = await list(next)
    found.push(...await among(answer.templates, publication))
    next = answer.next
    if (next === null || found.length >= ENOUGH) break
  }
  return { found, next }
}

async function among(templates: readonly TemplateBody[], publication: (draft: string) => Promise<DraftPublicationBody>): Promise<readonly Published[]> {
  const found: (Published | null)[] = templates.map(() => null)
  let at = 0
  const work = async () => {
    for (let index = at++; index < templates.length; index = at++) {
      const template = templates[index]
      if (template === undefined) return
      const current = await currentOf(template, publication)
      if (current !== null && !current.is_archived) found[index] = { template, version: current }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return found.filter(one => one !== null)
}

async function currentOf(template: TemplateBody, publication: (draft: string) => Promise<DraftPublicationBody>): Promise<PublishedBody | null> {
  try {
    return (await publication(template.draft_id)).current
  } catch (error) {
    // It was deleted meanwhile.
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}
