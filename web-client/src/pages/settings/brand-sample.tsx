import { useNumbers, useText } from '../../i18n'
import { Guilloche } from '../../ui'
import { useMe } from '../session'
import '../templates/sheet.css'
import { contrast, READABLE } from './contrast'

/** What stands where no colour was chosen: ink, and the house's seal. */
const INK = '#1b1d22'
const SEAL = '#9e2b25'
const PAPER = '#ffffff'

/** How the colours look on paper, as they are chosen. */
export function BrandSample({ primary, accent }: { primary: string; accent: string }) {
  const t = useText()
  const numbers = useNumbers()
  const { organisation } = useMe()
  const [main, mark] = [primary === 'none' ? INK : primary, accent === 'none' ? SEAL : accent]
  const read = contrast(main, PAPER)
  return (
    <figure className="brand">
      <div className="brand-sheet sheet" aria-hidden>
        <span className="brand-band" style={{ backgroundColor: main }} />
        <span className="brand-title" style={{ color: main }}>{t('settings-sample-title')}</span>
        <span className="brand-line" style={{ backgroundColor: mark }} />
        <span className="brand-name">{organisation.name}</span>
        <span className="brand-seal" style={{ color: mark }}><Guilloche size={44} /></span>
      </div>
      <figcaption className={read !== null && read < READABLE ? 'brand-weak' : 'soft'}>
        {read !== null && read < READABLE ? t('settings-sample-weak', { contrast: numbers.tenths(read) }) : t('settings-sample')}
      </figcaption>
    </figure>
  )
}
