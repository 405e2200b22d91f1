import { useEffect } from 'react'

/** Begins the addresses of this page and of certificates: for both the page is kept. */
const SCOPE = '/v'
/** What devices may still have that kept this page at its own address alone; there, the longer one would go on answering. */
const SCOPE_BEFORE = '/verify'

/**
 * Keeps this page, and nothing else, on the device, so that a code can be checked while the server is away (`worker.js`); and has what checking needs ready
 * where the browser keeps no pages.
 */
export function useKeptPage(): void {
  useEffect(() => {
    void import('../../verifying/canonical').catch(() => { /* It is loaded again when something is checked. */ })
    if (import.meta.env.PROD && 'serviceWorker' in navigator) {
      keep(navigator.serviceWorker).catch(() => { /* A browser may forbid it; the page works with its server. */ })
    }
  }, [])
}

/** The one before goes only once there is another: on a later visit, where the new one is not ready yet. */
async function keep(workers: ServiceWorkerContainer): Promise<void> {
  const { active } = await workers.register('/verify-worker.js', { scope: SCOPE })
  if (active === null) return
  const before = (await workers.getRegistrations()).filter(({ scope }) => new URL(scope).pathname === SCOPE_BEFORE)
  await Promise.all(before.map(one => one.unregister()))
}
