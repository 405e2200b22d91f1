import { useEffect, useRef, useState } from 'react'
import { useText } from '../../i18n'
import { Banner, Button } from '../../ui'

/** How often a picture of the camera is looked at. */
const LOOK_EVERY_MS = 250
/** A camera that nobody shows a code to is let go. */
const LONGEST_MS = 180_000
/** Pixels of the longer side that are looked at. */
const SIDE = 1_000

type Trouble = 'insecure' | 'refused' | 'none' | 'over'

const WORDS: Readonly<Record<Trouble, string>> = {
  insecure: 'verify-camera-insecure', refused: 'verify-camera-refused', none: 'verify-camera-none', over: 'verify-camera-over',
}

/** Looks through the camera until it sees a code. Its pictures stay here. */
export function Camera({ onCode, onClose }: { readonly onCode: (text: string) => void; readonly onClose: () => void }) {
  const t = useText()
  const video = useRef<HTMLVideoElement>(null)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const onCodeNow = useRef(onCode)
  useEffect(() => { onCodeNow.current = onCode })
  useEffect(() => {
    let stream: MediaStream | null = null
    let timer = 0
    let over = false
    const end = Date.now() + LONGEST_MS
    const letGo = (): void => {
      over = true
      window.clearTimeout(timer)
      stream?.getTracks().forEach(track => track.stop())
    }
    const begin = async (): Promise<void> => {
      const devices = navigator.mediaDevices as MediaDevices | undefined
      if (devices === undefined) return setTrouble('insecure')
      const { drawn, readCode } = await import('../../verifying/code')
      stream = await devices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1_280 } }, audio: false })
      const shown = video.current
      if (over || shown === null) return letGo()
      shown.srcObject = stream
      await shown.play()
      const look = (): void => {
        const { videoWidth: width, videoHeight: height } = shown
        const scale = Math.min(1, SIDE / Math.max(width, height, 1))
        const pixels = width > 0 ? drawn(shown, Math.round(width * scale), Math.round(height * scale)) : null
        const text = pixels === null ? null : readCode(pixels)
        if (text !== null) {
          letGo()
          return onCodeNow.current(text)
        }
        if (Date.now() > end) {
          letGo()
          return setTrouble('over')
        }
        timer = window.setTimeout(look, LOOK_EVERY_MS)
      }
      look()
    }
    begin().catch((error: unknown) => {
      letGo()
      setTrouble(error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'none')
    })
    return letGo
  }, [])
  return (
    <div className="verify-camera">
      {trouble === null
        ? <><video ref={video} muted playsInline aria-label={t('verify-camera-picture')} /><p className="soft" role="status">{t('verify-camera-hint')}</p></>
        : <Banner tone="warn">{t(WORDS[trouble])}</Banner>}
      <Button onPress={onClose} data-testid="verify-camera-close">{t('verify-camera-close')}</Button>
    </div>
  )
}
