/** Which page of a layout is to be seen. */
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useText } from '../i18n'
import { IconButton } from '../ui'
import './page-turner.css'

export interface PageTurnerProps {
  /** From 0. */
  readonly index: number
  readonly count: number
  readonly onIndex: (index: number) => void
}

/** Where there is one page, nothing is turned. */
export function PageTurner({ index, count, onIndex }: PageTurnerProps) {
  const t = useText()
  if (count < 2) return null
  return (
    <div className="page-turner" role="group" aria-label={t('preview-page')}>
      <IconButton icon={ChevronLeft} label={t('preview-page-before')} disabledReason={index === 0 ? t('page-is-first') : undefined} onPress={() => onIndex(index - 1)} />
      <span role="status">{t('status-page', { number: index + 1, count })}</span>
      <IconButton icon={ChevronRight} label={t('preview-page-after')} disabledReason={index === count - 1 ? t('page-is-last') : undefined} onPress={() => onIndex(index + 1)} />
    </div>
  )
}
