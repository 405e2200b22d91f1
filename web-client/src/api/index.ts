/**
 * Every HTTP call that the page makes. All throw {@link ApiError}.
 */
import type {
  ApiKeysBody, AskedRunBody, AssetsBody, AssetsQuery, ChangeMeBody, CreateTemplateBody, CreatedApiKeyBody, CreatedTemplateBody, DraftBody, MeBody, MembersBody,
  InboxBody, InboxQuery, NewApiKeyBody, NewRunBody, PreferencesBody, ReadInboxBody, RetriedBody, RetryBody, SettingsBody, SignInOptionsBody, SignedInBody, SignedOutBody, StarterBody, SyncBody, SyncThingsBody,
  TemplateBody, TemplatesBody, TemplatesQuery, UnreadBody,
} from '../protocol/generated'
import { request, segment } from './request'
import { reviews } from './reviews'

export { activity, auditAddress, type ActivityQuery } from './activity'
export { assetAddress, assetSize, isPicture, PICTURE_TYPES, uploadAsset } from './assets'
export { certificateImage, uploadCertificateImage } from './certificate-images'
export { comments } from './comments'
export { guest, guestComments, guests } from './guests'
export { issuance, type Acted, type BatchAct, type CertificateAct } from './issuance'
export { lists } from './lists'
export { followSync, type Following } from './live'
export { publishing, versionPicture } from './publishing'
export { recipient } from './recipients'
export { render, RENDER_KINDS, type RenderKind, type RenderQuery } from './render'
export { ApiError } from './request'
export { versions } from './versions'

/** The server's HTTP interface. */
export const api = {
  ...reviews,

  /** Who may sign in without an identity provider. */
  signInOptions: (): Promise<SignInOptionsBody> => request('/auth/options'),

  /** Signs in as a sample person; the browser keeps the session as a cookie. */
  signIn: (email: string): Promise<SignedInBody> => request('/auth/local', { method: 'POST', body: { email } }),

  /** Ends the session, and the sockets that it has open. The answer says where to end it elsewhere, too. */
  signOut: (): Promise<SignedOutBody> => request('/auth/sign-out', { method: 'POST', body: {} }),

  /** Goes over to another organisation of the person; the cookie is the new session's. */
  switchTo: (organisation: string): Promise<SignedInBody> =>
    request('/auth/switch', { method: 'POST', body: { organisation_id: organisation } }),

  /** Who is signed in. */
  me: async (): Promise<MeBody> => withDefaults(await request('/api/me')),

  /** Changes what the person may change. */
  changeMe: async (body: ChangeMeBody): Promise<MeBody> => withDefaults(await request('/api/me', { method: 'PATCH', body })),

  /** The designs to begin from. */
  starters: async (): Promise<StarterBody[]> => request('/api/starters'),

  /** Templates, newest edited first, a page at a time. */
  templates: (query: TemplatesQuery = {}): Promise<TemplatesBody> => request('/api/templates', { query: { ...query } }),

  /** One template. */
  template: (id: string): Promise<TemplateBody> => request(`/api/templates/${segment(id)}`),

  /** Makes a template, empty or from a starter or a layout. */
  createTemplate: (body: CreateTemplateBody): Promise<CreatedTemplateBody> =>
    request('/api/templates', { method: 'POST', body }),

  /** Gives a template another name. */
  renameTemplate: (id: string, name: string): Promise<TemplateBody> =>
    request(`/api/templates/${segment(id)}`, { method: 'PATCH', body: { name } }),

  /** Deletes a template; its draft closes for everybody. */
  deleteTemplate: (id: string): Promise<void> => request(`/api/templates/${segment(id)}`, { method: 'DELETE' }),

  /** Copies a template with its layout. */
  duplicateTemplate: (id: string, name: string): Promise<CreatedTemplateBody> =>
    request(`/api/templates/${segment(id)}/duplicate`, { method: 'POST', body: { name } }),

  /** Which template a draft belongs to. */
  draft: (id: string): Promise<DraftBody> => request(`/api/drafts/${segment(id)}`),

  /** Pictures of the organisation, newest first, a page at a time. */
  assets: (query: AssetsQuery = {}): Promise<AssetsBody> => request('/api/assets', { query: { ...query } }),

  /** The layout of a draft as JSON, as the server has it on disk. */
  layout: (draft: string): Promise<unknown> => request(`/api/drafts/${segment(draft)}/layout`),

  /** How people come in, and go out to the registry. */
  sync: (): Promise<SyncBody> => request('/api/admin/sync'),

  /** What is brought to the registry, in one state, a page at a time. */
  syncThings: (query: { state?: string; after?: string }): Promise<SyncThingsBody> => request('/api/admin/sync/things', { query }),

  /** Has one thing that failed tried again now, or all. */
  retrySync: (body: RetryBody): Promise<RetriedBody> => request('/api/admin/sync/retry', { method: 'POST', body }),

  /** Asks for work on everything of the organisation. */
  askForRun: (kind: NewRunBody['kind']): Promise<AskedRunBody> => request('/api/admin/sync/runs', { method: 'POST', body: { kind } }),

  /** Members, by their names, a page at a time; and the domains. */
  members: (query: { search?: string; after?: string }): Promise<MembersBody> => request('/api/admin/people', { query }),

  /** What the organisation has settled for itself. */
  settings: (): Promise<SettingsBody> => request('/api/settings'),

  /** Settles all of it anew. */
  settle: (body: SettingsBody): Promise<SettingsBody> => request('/api/settings', { method: 'PUT', body }),

  /** What the person was told, the newest first, a page at a time. */
  inbox: ({ unread, ...query }: InboxQuery = {}): Promise<InboxBody> =>
    request('/api/inbox', { query: { ...query, ...(unread === undefined ? {} : { unread: String(unread) }) } }),

  /** How much of it was not read. */
  unread: (): Promise<UnreadBody> => request('/api/inbox/unread'),

  /** Notes what was read. */
  readInbox: (body: ReadInboxBody): Promise<UnreadBody> => request('/api/inbox/read', { method: 'PUT', body }),

  /** What the person is told of, and where. */
  preferences: (): Promise<PreferencesBody> => request('/api/inbox/preferences'),

  /** Decides what the person is told of, and where. */
  prefer: (body: PreferencesBody): Promise<PreferencesBody> => request('/api/inbox/preferences', { method: 'PUT', body }),

  /** Keys for programs, the newest first. */
  keys: (): Promise<ApiKeysBody> => request('/api/keys'),

  /** Makes a key; its secret is in this answer alone. */
  createKey: (body: NewApiKeyBody): Promise<CreatedApiKeyBody> => request('/api/keys', { method: 'POST', body }),

  /** Takes a key back, at once. */
  takeKeyBack: (id: string): Promise<void> => request(`/api/keys/${segment(id)}`, { method: 'DELETE' }),
}

/** While nodes change over to a new version, one from before may answer. */
function withDefaults(me: Omit<MeBody, 'organisations' | 'impersonator'> & Partial<MeBody>): MeBody {
  return { ...me, organisations: me.organisations ?? [], impersonator: me.impersonator ?? null }
}
