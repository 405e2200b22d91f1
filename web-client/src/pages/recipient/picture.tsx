import { useState } from 'react'
import { useText } from '../../i18n'
import { publicPath } from '../certificates/row'

/** A certificate as it is printed, first page. Whoever does not see it hears what it is. */
export function Picture({ id, title }: { readonly id: string; readonly title: string }) {
  const t = useText()
  const [state, setState] = useState<'loading' | 'there' | 'failed'>('loading')
  return (
    <div className="certificate-picture" data-state={state} data-testid="certificate-picture">
      {state === 'failed'
        ? <p>{t('mine-picture-failed')}</p>
        : <img src={`${publicPath(id)}/certificate.png`} alt={t('mine-picture', { title })} loading="lazy" onLoad={() => setState('there')} onError={() => setState('failed')} />}
    </div>
  )
}
