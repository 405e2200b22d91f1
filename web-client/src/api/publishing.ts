/** Publishing: from which version certificates are issued. All throw {@link ApiError}. */
import type { DiffBody, DraftPublicationBody, PublicationBody } from '../protocol/generated'
import { request, segment } from './request'

/** The part of the HTTP interface that is about publishing. Asking again for what is being done is answered with that. */
export const publishing = {
  /** What is published of a draft's template, and what is being done to it. */
  publication: (draft: string): Promise<DraftPublicationBody> => request(`/api/drafts/${segment(draft)}/publication`),

  /** Publishes an approved version. */
  publish: (version: string): Promise<PublicationBody> => request(`/api/versions/${segment(version)}/publish`, { method: 'POST' }),

  /** Makes a version that was published before the published one again. */
  rollBack: (version: string): Promise<PublicationBody> => request(`/api/versions/${segment(version)}/roll-back`, { method: 'POST' }),

  /** Ends that anything new is issued from a template. */
  archive: (template: string): Promise<PublicationBody> => request(`/api/templates/${segment(template)}/archive`, { method: 'POST' }),

  /** Cancels what was asked for, as long as nothing of it stands in the registry. */
  cancel: (publication: string): Promise<PublicationBody> => request(`/api/publications/${segment(publication)}/cancel`, { method: 'POST' }),

  /** What changes from one version to another. */
  changes: (from: string, to: string): Promise<DiffBody> => request(`/api/versions/${segment(from)}/diff`, { query: { against: to } }),
}

/** Where a page of a version is fetched as a picture. It never changes. */
export const versionPicture = (version: string, page: number, language: string): string =>
  `/api/versions/${segment(version)}/render.png?page=${page.toString()}&locale=${encodeURIComponent(language)}`
