/** What is said in passing of pictures that are uploaded. */
import { useMemo } from 'react'
import { useErrorText, useText } from '../../i18n'
import type { UploadTellings } from '../../tools/uploads'
import { showToast } from '../../ui'

/** Says why a picture could not be taken, and what of one was left out. */
export function useUploadTellings(): UploadTellings {
  const t = useText()
  const errorText = useErrorText()
  return useMemo(() => ({
    failed: (name, code) => showToast({ text: `${t('upload-failed', { name })} ${errorText(code)} (${code})`, tone: 'bad' }),
    leftOut: (warning) => showToast({ text: t(`asset-warning-${warning.replaceAll('_', '-')}`), tone: 'warn' }),
    tooMany: (most) => showToast({ text: t('upload-too-many', { most }), tone: 'warn' }),
    noPictures: () => showToast({ text: t('upload-no-pictures'), tone: 'warn' }),
  }), [t, errorText])
}
