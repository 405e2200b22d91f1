import { useDates, useI18n, useText } from '../../i18n'
import type { CertificateStep } from '../../protocol/generated'
import type { Registered } from '../../verifying/check'
import { entriesOf, type Json } from '../../verifying/json'
import type { Credential, Identity } from '../../verifying/shape'
import { Banner } from '../../ui'
import { Fact, Facts, Plate } from '../column'
import { isImage } from './said'

const IDENTITY: Readonly<Record<Identity['identityType'], string>> = { name: 'verify-recipient', emailAddress: 'verify-email', systemId: 'verify-system-id' }
const STEPS: Readonly<Record<CertificateStep, string>> = {
  issued: 'verify-step-issued', suspended: 'verify-step-suspended', reinstated: 'verify-step-reinstated', revoked: 'verify-step-revoked', corrected: 'verify-step-corrected',
  renewed: 'verify-step-renewed', expired: 'verify-step-expired',
}

/** What a certificate says that was signed: first what people ask for, then every value. */
export function SignedFacts({ credential }: { readonly credential: Credential }) {
  const t = useText()
  const dates = useDates()
  const { identifier, licenseNumber, achievement, result = [] } = credential.credentialSubject
  const language = achievement.inLanguage
  return (
    <Plate title={t('verify-facts')}>
      <Facts>
        <Fact label={t('verify-title-of')}><span lang={language}>{credential.name}</span></Fact>
        {identifier.map(identity => (
          <Fact key={identity.identityType} label={t(IDENTITY[identity.identityType])}>{identity.hashed ? <span className="soft">{t('verify-hidden')}</span> : identity.identityHash}</Fact>
        ))}
        <Fact label={t('verify-issuer')}>{credential.issuer.name}</Fact>
        {licenseNumber !== undefined && <Fact label={t('verify-number')}>{licenseNumber}</Fact>}
        <Fact label={t('verify-valid-from')}>{dates.day(new Date(credential.validFrom))}</Fact>
        <Fact label={t('verify-valid-until')}>{credential.validUntil === undefined ? t('verify-no-end') : dates.day(new Date(credential.validUntil))}</Fact>
        {result.map(({ resultDescription, value }) => (
          <div className="fact" key={resultDescription}>
            <dt lang={language}>{achievement.resultDescription?.find(({ id }) => id === resultDescription)?.name ?? resultDescription}</dt>
            <dd lang={language} className="verify-value"><Value value={value} /></dd>
          </div>
        ))}
        <Fact label={t('verify-criteria')} isLong><span lang={language}>{achievement.criteria.narrative}</span></Fact>
      </Facts>
      <Everything title={t('verify-everything')} document={credential as unknown as Json} />
    </Plate>
  )
}

/** A value as it can be read: of an image nobody could tell by its checksum that it is one. */
export function Value({ value }: { readonly value: string }) {
  const { t, language } = useI18n()
  return isImage(value) ? <span lang={language}>{t('verify-image')} <code>{value}</code></span> : value
}

/** Every value of a document, by where it stands. */
export function Everything({ title, document }: { readonly title: string; readonly document: Json }) {
  return (
    <details className="verify-everything">
      <summary>{title}</summary>
      <dl className="facts">
        {entriesOf(document).map(({ path, value }) => <div className="fact" key={path}><dt lang="en"><code>{path}</code></dt><dd className="verify-value">{value}</dd></div>)}
      </dl>
    </details>
  )
}

/** What the register knows beside the signature: whose domain it is, and what became of the certificate. */
export function RegisterFacts({ register }: { readonly register: Registered }) {
  const t = useText()
  const dates = useDates()
  return (
    <Plate title={t('verify-register')}>
      {register.domains.length === 0 && <Banner tone="warn">{t('verify-domain-unknown')}</Banner>}
      <Facts>
        {register.domains.map(({ domain, verified_at }) => <Fact key={domain} label={t('verify-domain')}>{t('verify-domain-since', { domain, date: dates.date(new Date(verified_at)) })}</Fact>)}
        {register.history.map(({ step, at }) => <Fact key={`${step} ${at}`} label={dates.date(new Date(at))}>{t(STEPS[step])}</Fact>)}
      </Facts>
    </Plate>
  )
}
