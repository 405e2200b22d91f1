/** Images that fields of certificates are filled with: each is of one certificate, and none of the organisation's pictures. */
import type { CertificateImageBody } from '../protocol/generated'
import { segment } from './request'
import { upload } from './upload'

/** Where the bytes of an image are: until it is forgotten, or its certificate erased. */
export const certificateImage = (id: string): string => `/api/certificate-images/${segment(id)}`

/** Uploads one. `onProgress` hears which part of it has left, 0 to 1; aborting rejects with the signal's reason. */
export const uploadCertificateImage = (file: Blob, onProgress: (part: number) => void, signal: AbortSignal): Promise<CertificateImageBody> =>
  upload('/api/certificate-images', file, isImage, onProgress, signal)

const isImage = (body: unknown): body is CertificateImageBody => typeof (body as CertificateImageBody | null)?.id === 'string'
