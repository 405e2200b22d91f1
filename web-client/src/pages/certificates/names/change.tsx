import { ArrowRight } from 'lucide-react'
import { useText } from '../../../i18n'
import type { NameRequestBody } from '../../../protocol/generated'
import { Icon } from '../../../ui'

/** The name that stands in a certificate, and the one that is asked for. Not every screen reader tells what was struck out, so words do. */
export function NameChange({ of: { certificate, name } }: { readonly of: NameRequestBody }) {
  const t = useText()
  return (
    <p className="names-change">
      <span className="visually-hidden">{t('names-now')}</span>{' '}
      {certificate.recipient_name === null ? <span className="soft">{t('certificate-erased')}</span> : <del>{certificate.recipient_name}</del>}{' '}
      <span className="names-wanted">
        <Icon of={ArrowRight} />
        <span className="visually-hidden">{t('names-wanted')}</span>{' '}
        <ins>{name}</ins>
      </span>
    </p>
  )
}
