/** Where somebody wanted to go who is away to sign in: the way back after a failure doesn't say it. */
import { HOME, safeNext } from '../router'

const STORED = 'imprimatur.next'

/** The address that leads to WorkOS, and afterwards to `next`. */
export function workosAddress(next: string | null, organisation?: string): string {
  const query = new URLSearchParams({ return_to: next ?? HOME })
  if (organisation !== undefined) query.set('organisation', organisation)
  return `/auth/sign-in?${query}`
}

/** Kept in this tab until `wantedNext` asks for it. */
export function rememberNext(next: string | null): void {
  // A browser may forbid storage; the way back then leads to the templates.
  try {
    if (next === null) sessionStorage.removeItem(STORED)
    else sessionStorage.setItem(STORED, next)
  } catch { /* as above */ }
}

/** What the address says; after a failure, what was remembered when this tab left. */
export function wantedNext(said: string | null, error: string | null): string | null {
  if (said !== null || error === null) return said
  try { return safeNext(sessionStorage.getItem(STORED)) } catch { return null }
}
