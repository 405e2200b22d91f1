import type { Asked, Sources } from '../../verifying/check'

/** How long an answer is waited for. */
const PATIENCE_MS = 15_000
/** Keys that this device remembers as their issuers'. */
const SEEN_MOST = 200
const SEEN = 'imprimatur.verify.keys'

/** This page's own server, and no other: whoever asks elsewhere tells whom somebody checks. What was kept of an answer says nothing of now. */
async function ask(path: string): Promise<Asked> {
  try {
    const answer = await fetch(path, { credentials: 'omit', redirect: 'error', cache: 'no-store', headers: { accept: 'application/json, application/vc, application/did+json' }, signal: AbortSignal.timeout(PATIENCE_MS) })
    const text = await answer.text()
    if (answer.ok) return { kind: 'there', text }
    if (answer.status === 404) return { kind: 'nothing' }
    const code = codeOf(text)
    return answer.status === 409 ? { kind: 'refused', code } : { kind: 'away', code }
  } catch { return { kind: 'away', code: 'unreachable' } }
}

function codeOf(text: string): string {
  try {
    const { code } = JSON.parse(text) as { code?: unknown }
    return typeof code === 'string' ? code : 'unreadable'
  } catch { return 'unreadable' }
}

/** Names of keys, and when they were seen last, the newest last. A browser may forbid storage; then nothing is remembered. */
function seen(): [string, number][] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(SEEN) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one): one is [string, number] => Array.isArray(one) && typeof one[0] === 'string' && typeof one[1] === 'number') : []
  } catch { return [] }
}

function keep(kept: readonly [string, number][]): void {
  try { localStorage.setItem(SEEN, JSON.stringify(kept.slice(-SEEN_MOST))) } catch { /* as above */ }
}

const without = (method: string): [string, number][] => seen().filter(([name]) => name !== method)

/** What checking asks on this page. */
export const SOURCES: Sources = {
  host: location.host,
  ask,
  nowMs: () => Date.now(),
  seenMs: method => seen().find(([name]) => name === method)?.[1] ?? null,
  keepSeen: method => keep([...without(method), [method, Date.now()]]),
  forgetSeen: method => keep(without(method)),
}
