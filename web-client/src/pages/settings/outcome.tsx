import { CircleCheck } from 'lucide-react'
import { useText } from '../../i18n'
import { Banner, Icon } from '../../ui'

/** What became of saving. */
export type Outcomes = { readonly kind: 'none' } | { readonly kind: 'saved' } | { readonly kind: 'failed'; readonly code: string }

/** Says it where it was asked for: in a word when it went well, in sentences when it didn't. Its place is kept. */
export function Outcome({ of, failedTitle, failedText }: { of: Outcomes; failedTitle: string; failedText: string }) {
  const t = useText()
  return (
    <>
      <p className="outcome" role="status">{of.kind === 'saved' && <><Icon of={CircleCheck} />{t('settings-saved')}</>}</p>
      {of.kind === 'failed' && <div className="outcome-failed"><Banner tone="bad" title={failedTitle} code={of.code}>{failedText}</Banner></div>}
    </>
  )
}
