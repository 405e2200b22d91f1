import { useEffect } from 'react'

/**
 * Keeps this page, and nothing else, on the device, so that a code can be checked while the server is away (`worker.js`); and has what checking needs ready
 * where the browser keeps no pages.
 */
export function useKeptPage(): void {
  useEffect(() => {
    void import('../../verifying/canonical').catch(() => { /* It is loaded again when something is checked. */ })
    if (import.meta.env.PROD && 'serviceWorker' in navigator) {
      navigator.serviceWorker.register('/verify-worker.js', { scope: '/verify' }).catch(() => { /* A browser may forbid it; the page works with its server. */ })
    }
  }, [])
}
