/** Versions of a draft, and what changed between two of them. All throw `ApiError`. */
import type {
  DiffBody, RestoredBody, VersionBody, VersionTimesBody, VersionTimesQuery, VersionsBody, VersionsQuery,
} from '../protocol/generated'
import { request, segment } from './request'

/** The server's versions. */
export const versions = {
  /** A draft's versions and checkpoints, the newest first, a page at a time. */
  list: (draft: string, query: VersionsQuery = {}): Promise<VersionsBody> => {
    const { kept, ...rest } = query
    return request(`/api/drafts/${segment(draft)}/versions`, { query: { ...rest, ...(kept === undefined ? {} : { kept: String(kept) }) } })
  },

  /** When versions were made, in stretches of time. */
  times: (draft: string, query: VersionTimesQuery): Promise<VersionTimesBody> =>
    request(`/api/drafts/${segment(draft)}/versions/times`, { query: { ...query } }),

  /** Freezes what a draft holds now. */
  freeze: (draft: string, name?: string): Promise<VersionBody> =>
    request(`/api/drafts/${segment(draft)}/versions`, { method: 'POST', body: name === undefined ? {} : { name } }),

  /** Gives a version a name, or takes it away. */
  rename: (id: string, name: string | null): Promise<VersionBody> =>
    request(`/api/versions/${segment(id)}`, { method: 'PATCH', body: { name } }),

  /** One version, without what it holds. */
  one: (id: string): Promise<VersionBody> => request(`/api/versions/${segment(id)}`),

  /** What a version holds. */
  layout: (id: string): Promise<unknown> => request(`/api/versions/${segment(id)}/layout`),

  /** What changed from a version to another; without another, to what the draft holds now. */
  diff: (id: string, against?: string): Promise<DiffBody> => request(`/api/versions/${segment(id)}/diff`, { query: { against } }),

  /** Has a checkpoint made of what the draft holds, and gives the layout to write. */
  restore: (id: string): Promise<RestoredBody> => request(`/api/versions/${segment(id)}/restore`, { method: 'POST' }),
}
