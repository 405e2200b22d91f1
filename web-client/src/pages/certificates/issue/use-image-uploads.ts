import { useEffect, useMemo, useState } from 'react'
import { useSession } from '../../session'
import { ImageUploads, type ImageUpload } from './image-uploads'

const NONE: ImageUpload = { kind: 'none' }

/** How far the images of a form are, and the way to give them. */
export interface FormImages {
  readonly of: (field: string) => ImageUpload
  /** One is on its way: what is issued now would lack it. */
  readonly isSending: boolean
  /** Stays the same as long as the form. */
  readonly uploads: ImageUploads
}

/** Uploads the images of a form. `onGiven` hears of each that is there, and stays the same. */
export function useImageUploads(onGiven: (field: string, id: string) => void): FormImages {
  const { ended } = useSession()
  const [state, setState] = useState<ReadonlyMap<string, ImageUpload>>(new Map())
  const uploads = useMemo(
    () => new ImageUploads({ changed: (field, upload) => setState(now => new Map(now).set(field, upload)), given: onGiven, ended }),
    [onGiven, ended],
  )
  useEffect(() => () => uploads.close(), [uploads])
  return { of: field => state.get(field) ?? NONE, isSending: [...state.values()].some(({ kind }) => kind === 'sending'), uploads }
}
