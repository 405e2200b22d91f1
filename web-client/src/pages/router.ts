import { useEffect, useSyncExternalStore } from 'react'

/** Every page there is. */
export type Route =
  | { readonly page: 'sign-in'; readonly next: string }
  | { readonly page: 'templates' }
  | { readonly page: 'template'; readonly id: string }
  | { readonly page: 'not-found' }

const HOME = '/templates'
const listeners = new Set<() => void>()
let moved = false

/** Reads an address; what is unknown is a page of its own. */
export function readRoute(path: string, search: string): Route {
  const parts = path.split('/').filter(part => part !== '')
  if (parts.length === 0) return { page: 'templates' }
  if (parts.length === 1 && parts[0] === 'sign-in') return { page: 'sign-in', next: safeNext(new URLSearchParams(search).get('next')) }
  if (parts[0] === 'templates' && parts.length === 1) return { page: 'templates' }
  if (parts[0] === 'templates' && parts.length === 2 && parts[1] !== undefined) return { page: 'template', id: parts[1] }
  return { page: 'not-found' }
}

/** Only a path of this page: an address from elsewhere must not lead away after signing in. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : HOME
}

export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  if (to === location.pathname + location.search) return
  moved = true
  if (how === 'push') history.pushState(null, '', to)
  else history.replaceState(null, '', to)
  listeners.forEach(listener => listener())
  window.scrollTo(0, 0)
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
  const [path = '/', search = ''] = address.split('?')
  return readRoute(path, search)
}

/** Names the tab. */
export function usePageTitle(title: string): void {
  useEffect(() => { document.title = title === '' ? 'Imprimatur' : `${title} · Imprimatur` }, [title])
}
