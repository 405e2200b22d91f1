import { useText } from '../../../i18n'
import type { DomainBody } from '../../../protocol/generated'
import { Badge, type Tone } from '../../../ui'
import { Plate } from '../../column'

/** States as WorkOS has them; what is newer than this page is shown by WorkOS's own word. */
export const STATES: Readonly<Record<string, readonly [Tone, string]>> = {
  verified: ['good', 'domain-verified'], legacy_verified: ['good', 'domain-verified'], pending: ['warn', 'domain-pending'], failed: ['bad', 'domain-failed'], unknown: ['neutral', 'domain-unknown'],
}

/** The domains by which people of the organisation are known. */
export function Domains({ domains }: { domains: readonly DomainBody[] }) {
  const t = useText()
  return (
    <Plate title={t('domains-title')} lead={t('domains-lead')}>
      {domains.length === 0 ? <p className="soft">{t('domains-none')}</p> : (
        <ul className="domains">
          {domains.map(domain => {
            const [tone, id] = STATES[domain.state] ?? ['neutral', null]
            return (
              <li key={domain.domain} className="domain">
                <span className="domain-name">{domain.domain}</span>
                {domain.is_contested ? <Badge tone="bad">{t('domain-contested')}</Badge> : <Badge tone={tone}>{id === null ? domain.state : t(id)}</Badge>}
                {domain.is_contested && <p className="domain-text">{t('domain-contested-text')}</p>}
              </li>
            )
          })}
        </ul>
      )}
    </Plate>
  )
}
