/** What can happen, in the groups by which it is looked for. A server that is newer may tell more. */
export const GROUPS = {
  templates: ['template.created', 'template.renamed', 'template.deleted'],
  edits: ['draft.edited', 'draft.restored', 'version.named'],
  comments: ['comment.added', 'thread.resolved', 'thread.reopened', 'guest.invited', 'guest.revoked'],
  reviews: ['review.submitted', 'review.reassigned', 'review.withdrawn', 'review.rejected', 'review.approved'],
  publishing: ['version.published', 'version.rolled_back', 'template.archived', 'publication.cancelled'],
} as const

export type Group = keyof typeof GROUPS
export const GROUP_NAMES = Object.keys(GROUPS) as readonly Group[]

const KNOWN: ReadonlySet<string> = new Set(Object.values(GROUPS).flat())

/** The message that tells of something of a kind; `number`: it names a version. */
export function wordsOf(kind: string, number: number | null): string {
  if (!KNOWN.has(kind)) return 'activity-other'
  const id = `activity-${kind.replaceAll(/[._]/g, '-')}`
  return number !== null && NUMBERED.has(kind) ? `${id}-number` : id
}

/** Kinds that are told with the number of their version where it is known. */
const NUMBERED: ReadonlySet<string> = new Set([...GROUPS.reviews, ...GROUPS.publishing].filter(kind => kind !== 'template.archived' && kind !== 'review.reassigned'))
