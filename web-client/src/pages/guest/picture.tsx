/** The server's picture of a page: what will be printed. */
import { RefreshCw } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { guest } from '../../api'
import type { Language } from '../../document/model'
import { useErrorText, useText } from '../../i18n'
import { Button, Loading, Skeleton } from '../../ui'
import { codeOf } from '../failure'

/** While the server draws others' pictures it is asked again, so often, by itself. */
const BUSY_MS = 2_000
const MOST_BUSY = 5
/** How near to the window a page has to be, in pixels, before its picture is asked for. */
const NEAR = '600px'

type Picture =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'there'; readonly address: string }
  | { readonly kind: 'failed'; readonly code: string }

export interface PagePictureProps {
  /** Counted from 1. */
  readonly page: number
  readonly language: Language
  readonly versionId: string
  /** What the picture shows, for those who don't see it. */
  readonly label: string
}

/** A page as a picture, fetched once it comes near. */
export function PagePicture({ page, language, versionId, label }: PagePictureProps) {
  const t = useText()
  const errorText = useErrorText()
  const place = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(false)
  const [count, setCount] = useState(0)
  const [picture, setPicture] = useState<Picture>({ kind: 'waiting' })
  useEffect(() => {
    const node = place.current
    if (node === null) return
    const observer = new IntersectionObserver((entries) => { if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true) }, { rootMargin: NEAR })
    observer.observe(node)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (!isNear) return
    const ending = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    let address: string | null = null
    setPicture({ kind: 'waiting' })
    const ask = async (busy: number): Promise<void> => {
      try {
        const bytes = await guest.picture(versionId, page, language, ending.signal)
        if (ending.signal.aborted) return
        address = URL.createObjectURL(bytes)
        setPicture({ kind: 'there', address })
      } catch (error) {
        if (ending.signal.aborted) return
        const code = codeOf(error)
        if (code === 'render_busy' && busy < MOST_BUSY) timer = setTimeout(() => void ask(busy + 1), BUSY_MS)
        else setPicture({ kind: 'failed', code })
      }
    }
    void ask(0)
    return () => {
      clearTimeout(timer)
      ending.abort()
      if (address !== null) URL.revokeObjectURL(address)
    }
  }, [isNear, page, language, versionId, count])
  useEffect(() => {
    if (picture.kind !== 'failed') return
    const again = (): void => setCount((was) => was + 1)
    window.addEventListener('online', again)
    return () => window.removeEventListener('online', again)
  }, [picture.kind])
  return (
    <div ref={place} className="guest-picture" data-testid="guest-picture" data-kind={picture.kind}>
      {picture.kind === 'waiting' && <Loading label={t('guest-picture-loading')}><span className="guest-picture-shape"><Skeleton width="50%" height={24} /><Skeleton width="70%" /><Skeleton width="30%" /></span></Loading>}
      {picture.kind === 'there' && <img src={picture.address} alt={label} draggable={false} />}
      {picture.kind === 'failed' && (
        <div className="guest-picture-failed" role="alert">
          <p>{t('guest-picture-failed')} {errorText(picture.code)} <code>{picture.code}</code></p>
          <Button icon={RefreshCw} onPress={() => setCount((was) => was + 1)}>{t('try-again')}</Button>
        </div>
      )}
    </div>
  )
}
