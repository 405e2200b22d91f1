import { useEffect, useSyncExternalStore } from 'react'

/** Every page there is. */
export type Route =
  | { readonly page: 'sign-in'; readonly next: string | null; readonly error: string | null }
  | { readonly page: 'templates' }
  /** `thread`: the number of a discussion to open. */
  | { readonly page: 'template'; readonly id: string; readonly thread: number | null }
  | { readonly page: 'certificates' }
  /** `id`: a list that was taken in; `batch`: what it was issued as. */
  | { readonly page: 'from-list'; readonly id: string | null; readonly batch: string | null }
  | { readonly page: 'sync' }
  | { readonly page: 'people'; readonly search: string }
  | { readonly page: 'settings' }
  | { readonly page: 'activity' }
  /** For somebody without an account. */
  | { readonly page: 'guest' }
  /** What a link in a mail to a recipient leads to, and their own page. */
  | { readonly page: 'claim' }
  | { readonly page: 'mine' }
  /** For anybody. `id`: the certificate at whose address it stands, because its own page, the server's, cannot be had. */
  | { readonly page: 'verify'; readonly id: string | null }
  | { readonly page: 'not-found' }

export const HOME = '/templates'
const listeners = new Set<() => void>()
let moved = false

/** Reads an address; what is unknown is a page of its own. */
export function readRoute(path: string, search: string): Route {
  const query = new URLSearchParams(search)
  const parts = path.split('/').filter(part => part !== '')
  const [first, second, third] = parts
  if (first === undefined) return { page: 'templates' }
  if (parts.length === 1) {
    if (first === 'sign-in') return { page: 'sign-in', next: safeNext(query.get('next')), error: safeCode(query.get('error')) }
    if (first === 'templates') return { page: 'templates' }
    if (first === 'certificates') return { page: 'certificates' }
    if (first === 'settings') return { page: 'settings' }
    if (first === 'activity') return { page: 'activity' }
    if (first === 'guest') return { page: 'guest' }
    if (first === 'claim') return { page: 'claim' }
    if (first === 'mine') return { page: 'mine' }
    if (first === 'verify') return { page: 'verify', id: null }
  }
  if (parts.length === 2 && second !== undefined) {
    if (first === 'templates') return { page: 'template', id: second, thread: safeNumber(query.get('thread')) }
    if (first === 'v' && /^crt_[0-9a-f]{32}$/.test(second)) return { page: 'verify', id: second }
    if (first === 'certificates' && second === 'list') return { page: 'from-list', id: null, batch: query.get('batch') }
    if (first === 'admin' && second === 'sync') return { page: 'sync' }
    if (first === 'admin' && second === 'people') return { page: 'people', search: query.get('search') ?? '' }
  }
  if (parts.length === 3 && third !== undefined && first === 'certificates' && second === 'list') return { page: 'from-list', id: third, batch: null }
  return { page: 'not-found' }
}

/** Only a path of this page: an address from elsewhere must not lead away after signing in. Null: nowhere in particular. */
export function safeNext(next: string | null): string | null {
  return next !== null && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : null
}

/** Only a code: an address must not put sentences of others on the page. */
function safeCode(code: string | null): string | null {
  return code !== null && /^[a-z_]{1,40}$/.test(code) ? code : null
}

/** Only a number as discussions have them. */
function safeNumber(number: string | null): number | null {
  return number !== null && /^[1-9]\d{0,8}$/.test(number) ? Number(number) : null
}

/** Where the page for signing in leads back to here. */
export function signInAddress(): string {
  return `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`
}

export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  if (to === location.pathname + location.search) return
  moved = true
  if (how === 'push') history.pushState(null, '', to)
  else history.replaceState(null, '', to)
  listeners.forEach(listener => listener())
  window.scrollTo(0, 0)
}

/** Takes what stands behind a # out of the address, and out of the browser's history. */
export function dropHash(): void {
  history.replaceState(null, '', location.pathname + location.search)
}

/** Whether this page was reached from another one of ours; else the browser has put the focus where it belongs. */
export function hasNavigated(): boolean {
  return moved
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}

export function useRoute(): Route {
  const address = useSyncExternalStore(subscribe, () => location.pathname + location.search)
  const at = address.indexOf('?')
  return at < 0 ? readRoute(address, '') : readRoute(address.slice(0, at), address.slice(at))
}

/** Names the tab. */
export function usePageTitle(title: string): void {
  useEffect(() => { document.title = title === '' ? 'Imprimatur' : `${title} · Imprimatur` }, [title])
}
