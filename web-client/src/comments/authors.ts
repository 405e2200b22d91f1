/** Who said something: members by their id, guests by theirs. Pure. */
import type { AuthorBody } from '../protocol/generated'

/** Whether two authors are one. Of those who were deleted nobody knows. */
export function isSameAuthor(a: AuthorBody, b: AuthorBody): boolean {
  return a.person === null ? a.guest !== undefined && b.person === null && a.guest === b.guest : a.person === b.person
}
