/** Uploaded pictures of the organisation. */
import type { UploadedAssetBody } from '../protocol/generated'
import { ApiError, bytesOf, segment } from './request'
import { upload } from './upload'

/** What is taken as a picture, as a file dialog is told. */
export const PICTURE_TYPES = 'image/png,image/jpeg,image/webp,image/svg+xml'

/** Whether a file may be a picture at all, by what it says of itself; whether it is one that is taken, the server says. */
export const isPicture = ({ type, name }: Pick<File, 'type' | 'name'>): boolean => type.startsWith('image/') || (type === '' && /\.(png|jpe?g|webp|svg)$/i.test(name))

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

/** Uploads a file. `onProgress` hears which part of it has left, 0 to 1; aborting rejects with the signal's reason. */
export const uploadAsset = (file: Blob, name: string, onProgress: (part: number) => void, signal: AbortSignal): Promise<UploadedAssetBody> =>
  upload(`/api/assets?${new URLSearchParams({ name })}`, file, isUploaded, onProgress, signal)

const isUploaded = (body: unknown): body is UploadedAssetBody => typeof (body as UploadedAssetBody | null)?.asset?.id === 'string'
