/** A file on its way to the server, with how much of it has left. */
import { ApiError, failureOf } from './request'

/** How long an upload may stand still before it counts as lost. */
const PATIENCE_MS = 60_000

/** Sends a file. `onProgress` hears which part of it has left, 0 to 1; aborting rejects with the signal's reason. */
export function upload<T>(address: string, file: Blob, isAnswer: (body: unknown) => body is T, onProgress: (part: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error)
      return
    }
    // `fetch` does not tell how much of a body has left.
    const sending = new XMLHttpRequest()
    let timer: ReturnType<typeof setTimeout> | undefined
    const lost = (): void => {
      sending.abort()
      reject(new ApiError('unreachable', 'no answer', 0))
    }
    const alive = (): void => {
      clearTimeout(timer)
      timer = setTimeout(lost, PATIENCE_MS)
    }
    const stop = (): void => sending.abort()
    sending.open('POST', address)
    sending.responseType = 'text'
    sending.setRequestHeader('accept', 'application/json')
    sending.setRequestHeader('content-type', 'application/octet-stream')
    sending.upload.addEventListener('progress', (event) => {
      alive()
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total)
    })
    sending.addEventListener('error', () => reject(new ApiError('unreachable', 'no answer', 0)))
    sending.addEventListener('abort', () => reject(signal.aborted ? signal.reason as Error : new ApiError('unreachable', 'no answer', 0)))
    sending.addEventListener('load', () => {
      const body = parsed(sending.responseText)
      if (sending.status < 200 || sending.status >= 300) reject(failureOf(sending.status, sending.statusText, body))
      else if (isAnswer(body)) resolve(body)
      else reject(new ApiError('unreadable', 'the answer is not what was asked for', sending.status))
    })
    sending.addEventListener('loadend', () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    })
    signal.addEventListener('abort', stop)
    alive()
    sending.send(file)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
