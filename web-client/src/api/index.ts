/**
 * Every HTTP call that the page makes. All throw {@link ApiError}.
 */
import type {
  AssetsBody, AssetsQuery, ChangeMeBody, CreateTemplateBody, CreatedTemplateBody, DraftBody, MeBody, SignInOptionsBody, SignedInBody, StarterBody,
  TemplateBody, TemplatesBody, TemplatesQuery,
} from '../protocol/generated'
import { request, segment } from './request'

export { assetAddress, assetSize, uploadAsset } from './assets'
export { render, RENDER_KINDS, type RenderKind, type RenderQuery } from './render'
export { ApiError } from './request'

/** The server's HTTP interface. */
export const api = {
  /** Who may sign in without an identity provider. */
  signInOptions: (): Promise<SignInOptionsBody> => request('/auth/options'),

  /** Signs in as a sample person; the browser keeps the session as a cookie. */
  signIn: (email: string): Promise<SignedInBody> => request('/auth/local', { method: 'POST', body: { email } }),

  /** Ends the session, and the sockets that it has open. */
  signOut: (): Promise<void> => request('/auth/sign-out', { method: 'POST', body: {} }),

  /** Who is signed in. */
  me: (): Promise<MeBody> => request('/api/me'),

  /** Changes what the person may change. */
  changeMe: (body: ChangeMeBody): Promise<MeBody> => request('/api/me', { method: 'PATCH', body }),

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
}
