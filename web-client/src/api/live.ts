/** News that the server tells by itself (server-sent events). */
import type { SyncBody } from '../protocol/generated'

/** What somebody who follows hears. */
export interface Following {
  readonly onTold: (body: SyncBody) => void
  /** The stream broke off, or could not be opened. It is opened again by itself. */
  readonly onBroken: () => void
}

/** After an answer that the browser takes as final: a server that starts anew, a proxy that answers in its place. */
const REOPEN_MS = 5_000

/** Follows how the sync stands until the function that it gives back is called. A stream ends after some minutes; the next one is opened at once. */
export function followSync({ onTold, onBroken }: Following): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const open = (): void => {
    const opened = new EventSource('/api/admin/sync/live')
    source = opened
    opened.onmessage = (event: MessageEvent<string>) => {
      const body = read(event.data)
      if (body === null) onBroken()
      else onTold(body)
    }
    opened.onerror = () => {
      onBroken()
      if (opened.readyState !== EventSource.CLOSED) return
      clearTimeout(timer)
      timer = setTimeout(open, REOPEN_MS)
    }
  }
  open()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}

function read(text: string): SyncBody | null {
  try {
    return JSON.parse(text) as SyncBody
  } catch {
    return null
  }
}
