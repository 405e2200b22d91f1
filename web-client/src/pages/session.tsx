import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { api, ApiError } from '../api'
import { browserStorage, forgetOthers, tabStorage } from '../comments/kept-words'
import { useI18n, useText, type Language } from '../i18n'
import type { MeBody, Permission } from '../protocol/generated'
import { clearToasts } from '../ui'
import { navigate } from './router'

export type SessionState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'signed-out'; readonly why: 'start' | 'left' | 'ended' }
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'signed-in'; readonly me: MeBody }

interface Session {
  readonly state: SessionState
  /** Asks the server again who this is. */
  readonly refresh: () => Promise<void>
  readonly signOut: () => Promise<void>
  /** Also remembered for the person, when there is one. Rejects when that failed; the page speaks it all the same. */
  readonly chooseLanguage: (language: Language) => Promise<void>
  /** What a request failed with; a session that has ended leads to the sign-in page, once. True when it did. */
  readonly ended: (error: unknown) => boolean
}

/** How often a server that doesn't answer is asked again. */
const RETRY_MS = 4_000

const Context = createContext<Session | null>(null)

/** Who is signed in. Asks once at the start, and again while the server doesn't answer. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<SessionState>({ kind: 'loading' })
  const { setLanguage } = useI18n()
  const known = useRef(false)
  /** Chosen on this page before it was known who is there: it then becomes the person's own. */
  const chosen = useRef<Language | null>(null)

  const refresh = useCallback(async () => {
    try {
      const me = await api.me()
      if (!known.current) {
        const wanted = chosen.current ?? me.person.preferred_locale
        chosen.current = null
        setLanguage(wanted)
        // The page speaks the language that was chosen, even when that can't be remembered for the next time.
        if (wanted !== me.person.preferred_locale) void api.changeMe({ preferred_locale: wanted }).catch(() => undefined)
      }
      known.current = true
      setState({ kind: 'signed-in', me })
    } catch (error) {
      known.current = false
      if (error instanceof ApiError && error.status === 401) setState({ kind: 'signed-out', why: 'start' })
      else setState({ kind: 'unreachable', code: error instanceof ApiError ? error.code : 'unreachable' })
    }
  }, [setLanguage])

  useEffect(() => { void refresh() }, [refresh])
  const person = state.kind === 'signed-in' ? state.me.person.id : null
  useEffect(() => {
    if (person !== null) for (const storage of [browserStorage(), tabStorage()]) forgetOthers(person, storage)
  }, [person])
  useEffect(() => {
    if (state.kind !== 'unreachable') return
    const again = () => { void refresh() }
    const timer = setInterval(again, RETRY_MS)
    window.addEventListener('online', again)
    return () => { clearInterval(timer); window.removeEventListener('online', again) }
  }, [state.kind, refresh])

  useEffect(() => {
    // Another tab may have gone over to another organisation, or a role may have changed. What fails says nothing: a page that is open stays open.
    const onReturn = () => {
      if (document.visibilityState !== 'visible' || !known.current) return
      void api.me().then(me => setState(now => (now.kind === 'signed-in' && JSON.stringify(now.me) !== JSON.stringify(me) ? { kind: 'signed-in', me } : now)), () => undefined)
    }
    // Back from WorkOS by the browser's own button: the page is shown as it was left, whatever happened there.
    const onShown = (event: PageTransitionEvent) => { if (event.persisted) void refresh() }
    document.addEventListener('visibilitychange', onReturn)
    window.addEventListener('pageshow', onShown)
    return () => { document.removeEventListener('visibilitychange', onReturn); window.removeEventListener('pageshow', onShown) }
  }, [refresh])

  const signOut = useCallback(async () => {
    let next: string | null = null
    // Whatever the server says, this page forgets who it was.
    try { next = (await api.signOut()).next } catch { /* the session will run out */ }
    known.current = false
    clearToasts()
    if (next !== null) {
      setState({ kind: 'loading' })
      location.assign(next)
      return
    }
    setState({ kind: 'signed-out', why: 'left' })
    navigate('/sign-in')
  }, [])

  const ended = useCallback((error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 401) return false
    known.current = false
    setState({ kind: 'signed-out', why: 'ended' })
    return true
  }, [])

  const chooseLanguage = useCallback(async (language: Language) => {
    setLanguage(language)
    if (!known.current) { chosen.current = language; return }
    const me = await api.changeMe({ preferred_locale: language })
    setState(now => (now.kind === 'signed-in' ? { kind: 'signed-in', me } : now))
  }, [setLanguage])

  const value = useMemo(() => ({ state, refresh, signOut, chooseLanguage, ended }), [state, refresh, signOut, chooseLanguage, ended])
  return <Context value={value}>{children}</Context>
}

export function useSession(): Session {
  const value = use(Context)
  if (value === null) throw new Error('useSession needs a SessionProvider above it')
  return value
}

/** Who is signed in; only for pages that are shown to nobody else. */
export function useMe(): MeBody {
  const { state } = useSession()
  if (state.kind !== 'signed-in') throw new Error('useMe is only for pages behind the sign-in')
  return state.me
}

/** The sentence that says who has a permission. */
const WHO_HAS = { edit_layout: 'needs-edit-layout', edit_texts: 'needs-edit-texts', manage: 'needs-manage', issue: 'needs-issue' } as const

/** Undefined when the permission is there, else the sentence that says who has it. */
export function useReasonWithout(permission: Permission & keyof typeof WHO_HAS): string | undefined {
  const t = useText()
  return useMe().permissions.includes(permission) ? undefined : t(WHO_HAS[permission])
}

/** Whether the caller manages the organisation. */
export function useManages(): boolean {
  return useMe().permissions.includes('manage')
}
