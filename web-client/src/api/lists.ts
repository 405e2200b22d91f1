/** Lists: files with many people in them, from which certificates are issued together. All throw {@link ApiError}. */
import type {
  BatchBody, IssueListBody, ListBody, ListCheckBody, ListFitBody, ListFitQueryBody, ListMappingBody, ListPreviewBody, ListReadingBody,
} from '../protocol/generated'
import { bytesOf, request, segment } from './request'
import { upload } from './upload'

/** Letters of a file's name that are sent: as many as the server takes. */
const NAME_LETTERS = 200

const isList = (body: unknown): body is ListBody => typeof (body as ListBody | null)?.id === 'string'
const of = (id: string, act: string): string => `/api/lists/${segment(id)}/${act}`

/** The part of the HTTP interface that is about lists. Nothing but `issue` issues anything. */
export const lists = {
  /** Has a file taken in. `onProgress` hears which part of it has left, 0 to 1. */
  take: (template: string, file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<ListBody> =>
    upload(`/api/lists?${new URLSearchParams({ template_id: template, name: file.name.slice(-NAME_LETTERS) })}`, file, isList, onProgress, signal),

  /** Reads a list; what is left out is found out. */
  read: (id: string, reading: ListReadingBody): Promise<ListBody> => request(of(id, 'read'), { method: 'POST', body: reading }),

  /** Judges every row. */
  check: (id: string, mapping: ListMappingBody, signal: AbortSignal): Promise<ListCheckBody> => request(of(id, 'check'), { method: 'POST', body: mapping, signal }),

  /** Tries rows in the template, as many as can be tried in a moment. */
  fit: (id: string, query: ListFitQueryBody, signal: AbortSignal): Promise<ListFitBody> => request(of(id, 'fit'), { method: 'POST', body: query, signal }),

  /** A row as its certificate would look. */
  preview: async (id: string, preview: ListPreviewBody, signal: AbortSignal): Promise<Blob> => (await bytesOf(of(id, 'preview'), signal, preview)).blob(),

  /** Has all of it issued. Asked again, it is answered with what was issued first. */
  issue: (id: string, body: IssueListBody): Promise<BatchBody> => request(of(id, 'issue'), { method: 'POST', body }),

  /** Forgets it. */
  discard: (id: string): Promise<void> => request(`/api/lists/${segment(id)}`, { method: 'DELETE' }),
}
