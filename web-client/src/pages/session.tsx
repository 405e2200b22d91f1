import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { api, ApiError } from '../api'
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
  /** Also remembered for the person, when there is one. */
  readonly chooseLanguage: (language: Language) => void
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
  useEffect(() => {
    if (state.kind !== 'unreachable') return
    const again = () => { void refresh() }
    const timer = setInterval(again, RETRY_MS)
    window.addEventListener('online', again)
    return () => { clearInterval(timer); window.removeEventListener('online', again) }
  }, [state.kind, refresh])

  const signOut = useCallback(async () => {
    // Whatever the server says, this page forgets who it was.
    try { await api.signOut() } catch { /* the session will run out */ }
    known.current = false
    clearToasts()
    setState({ kind: 'signed-out', why: 'left' })
    navigate('/sign-in')
  }, [])

  const chooseLanguage = useCallback((language: Language) => {
    setLanguage(language)
    if (known.current) void api.changeMe({ preferred_locale: language }).catch(() => undefined)
    else chosen.current = language
  }, [setLanguage])

  const ended = useCallback((error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 401) return false
    known.current = false
    setState({ kind: 'signed-out', why: 'ended' })
    return true
  }, [])

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

/** Undefined when the permission is there, else the sentence that says who has it. */
export function useReasonWithout(permission: Permission & 'edit_layout'): string | undefined {
  const t = useText()
  return useMe().permissions.includes(permission) ? undefined : t('needs-edit-layout')
}
