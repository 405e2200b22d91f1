import { Check, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../i18n/i18n'
import { Button } from './button'
import './copy-block.css'

export interface CopyBlockProps {
  /** What it is. */
  label: string
  text: string
  /** Several lines keep their form and scroll sideways; else the text is broken wherever it has to. */
  lines?: boolean
  /** Copying is the next thing to do. */
  autoFocus?: boolean
}

/** How long the button says that it was done. */
const SAYS_MS = 2_500

/** Text that is to be taken elsewhere, letter by letter. */
export function CopyBlock({ label, text, lines = false, autoFocus = false }: CopyBlockProps) {
  const t = useText()
  const block = useRef<HTMLPreElement>(null)
  const [said, setSaid] = useState<'copied' | 'marked' | null>(null)
  useEffect(() => {
    if (said !== 'copied') return
    const timer = setTimeout(() => setSaid(null), SAYS_MS)
    return () => clearTimeout(timer)
  }, [said])

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setSaid('copied')
    } catch {
      // A browser may forbid it, and does on pages without TLS: then the keyboard does it.
      if (block.current !== null) getSelection()?.selectAllChildren(block.current)
      block.current?.focus()
      setSaid('marked')
    }
  }
  return (
    <div className="copy-block">
      <pre className={lines ? 'copy-text copy-lines' : 'copy-text'} ref={block} tabIndex={0} role="group" aria-label={label}>{text}</pre>
      <div className="copy-foot">
        <Button autoFocus={autoFocus} icon={said === 'copied' ? Check : Copy} onPress={() => { void copy() }}>{t(said === 'copied' ? 'copied' : 'copy')}</Button>
        <span className={said === 'marked' ? 'copy-said' : 'visually-hidden'} role="status">{said === 'marked' ? t('copy-by-keys') : said === 'copied' ? t('copied') : ''}</span>
      </div>
    </div>
  )
}
