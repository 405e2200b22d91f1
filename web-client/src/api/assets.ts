/** Uploaded pictures of the organisation. */
import type { UploadedAssetBody } from '../protocol/generated'
import { ApiError, bytesOf, failureOf, segment } from './request'

/** Where the bytes of a picture are; it never changes. */
export const assetAddress = (id: string): string => `/api/assets/${segment(id)}`

/** Width and height of a picture: pixels, or of an SVG its own, which may have a fraction. */
export async function assetSize(id: string): Promise<readonly [number, number]> {
  const answer = await bytesOf(assetAddress(id))
  const bytes = await answer.blob()
  if (bytes.type === 'image/svg+xml') {
    const root = new DOMParser().parseFromString(await bytes.text(), 'image/svg+xml').documentElement
    return [Number.parseFloat(root.getAttribute('width') ?? ''), Number.parseFloat(root.getAttribute('height') ?? '')]
  }
  const pixels = await createImageBitmap(bytes).catch(() => { throw new ApiError('unreadable', 'the picture cannot be read', answer.status) })
  const size = [pixels.width, pixels.height] as const
  pixels.close()
  return size
}

/** How long an upload may stand still before it counts as lost. */
const PATIENCE_MS = 60_000

/** Uploads a file. `onProgress` hears which part of it has left, 0 to 1; aborting rejects with the signal's reason. */
export function uploadAsset(file: Blob, name: string, onProgress: (part: number) => void, signal: AbortSignal): Promise<UploadedAssetBody> {
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
    sending.open('POST', `/api/assets?${new URLSearchParams({ name })}`)
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
      if (sending.status < 200 || sending.status >= 300) {
        reject(failureOf(sending.status, sending.statusText, parsed(sending.responseText)))
        return
      }
      const body = parsed(sending.responseText) as UploadedAssetBody | null
      if (typeof body?.asset?.id === 'string') resolve(body)
      else reject(new ApiError('unreadable', 'the answer is not an image', sending.status))
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

