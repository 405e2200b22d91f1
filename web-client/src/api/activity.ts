/** What happened to templates, and the audit as a file. */
import type { ActivityBody } from '../protocol/generated'
import { request } from './request'

/** What is asked for. */
export interface ActivityQuery {
  readonly template?: string
  /** Kinds, separated by commas. */
  readonly kinds?: string
  readonly before?: string
}

/** What happened, the newest first, a page at a time. */
export const activity = (query: ActivityQuery): Promise<ActivityBody> => request('/api/activity', { query: { ...query } })

/** Where the audit is fetched as a file. */
export const auditAddress = (format: 'csv' | 'json'): string => `/api/audit/export?format=${format}`
