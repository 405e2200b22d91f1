/** Those whom certificates were given to: their links, and their page. All throw {@link ApiError}. */
import type { AskLinkBody, LinkBody, MineBody, NewNameRequestBody, OwnNameRequestBody, SharedBody } from '../protocol/generated'
import { request, segment } from './request'

/** What a recipient asks for. Who they are says their cookie. */
export const recipient = {
  /** What a link would do; looking uses nothing up. */
  look: (secret: string): Promise<LinkBody> => request('/api/mine/look', { method: 'POST', body: { secret } }),

  /** Does what a link is for, once. */
  enter: (secret: string): Promise<void> => request('/api/mine/session', { method: 'POST', body: { secret } }),

  /** Signs this browser out. */
  leave: (): Promise<void> => request('/api/mine/session', { method: 'DELETE' }),

  /** Everything that is theirs. */
  mine: (): Promise<MineBody> => request('/api/mine'),

  /** Has a link sent to an address, if anything is known of it; the answer does not say so. */
  ask: (body: AskLinkBody): Promise<unknown> => request('/api/mine/links', { method: 'POST', body }),

  /** Has a link sent that adds an address to the page. */
  askAddress: (body: AskLinkBody): Promise<unknown> => request('/api/mine/addresses', { method: 'POST', body }),

  /** Takes an address away from the page. */
  removeAddress: (id: string): Promise<void> => request(`/api/mine/addresses/${segment(id)}`, { method: 'DELETE' }),

  /** Makes an address that shows that a certificate holds, and not what it says of them. */
  share: (id: string): Promise<SharedBody> => request(`/api/mine/certificates/${segment(id)}/share`, { method: 'PUT' }),

  /** Takes that address back. */
  unshare: (id: string): Promise<void> => request(`/api/mine/certificates/${segment(id)}/share`, { method: 'DELETE' }),

  /** Asks to be called otherwise in a certificate. What is asked already, and not decided, is asked so from now on. */
  askName: (id: string, body: NewNameRequestBody): Promise<OwnNameRequestBody> => request(`/api/mine/certificates/${segment(id)}/name-request`, { method: 'PUT', body }),

  /** Takes that back, as long as nobody has decided. */
  takeNameBack: (id: string): Promise<void> => request(`/api/mine/certificates/${segment(id)}/name-request`, { method: 'DELETE' }),
}
