/** What the organisation's certificates are to look like: the editor offers it first, and reviews ask about it. */
import { Plus, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { api, assetAddress } from '../../api'
import { useErrorText, useText } from '../../i18n'
import type { AssetBody, Lockable } from '../../protocol/generated'
import { FAMILIES } from '../../text/manifest'
import { Banner, Button, Checkbox, ColorField, Dialog, IconButton, Loading, Skeleton, TextField } from '../../ui'
import { codeOf } from '../failure'
import { useSession } from '../session'
import { COLORS_MOST, LOGO_IMAGES_MOST, type SettingsDraft } from './draft'
import './brand-rules.css'

/** What a new colour of the brand begins as. */
const FIRST_COLOR = '#1b1d22'
const LOCKABLE = ['logo', 'seal', 'signature', 'qr'] as const satisfies readonly Lockable[]
/** Images that are offered as a logo: the newest. */
const IMAGES_OFFERED = 60

export interface BrandRulesProps {
  readonly draft: SettingsDraft
  readonly onChange: (part: Partial<SettingsDraft>) => void
  readonly onLeaveClear: () => void
  readonly clearFault: string | undefined
}

/** The part of the organisation's settings that certificates are held against. */
export function BrandRules({ draft, onChange, onLeaveClear, clearFault }: BrandRulesProps) {
  const t = useText()
  const [choosing, setChoosing] = useState(false)
  const toggled = <T,>(list: readonly T[], one: T, on: boolean): readonly T[] => (on ? [...list, one] : list.filter((it) => it !== one))
  return (
    <div className="settings-part" data-testid="brand-rules">
      <h3>{t('brand-rules')}</h3>
      <p className="soft">{t('brand-rules-hint')}</p>
      <div className="field">
        <span className="field-label">{t('brand-colors')}</span>
        <ul className="brand-colors">
          {draft.colors.map((color, at) => (
            <li key={at}>
              <ColorField hideLabel label={t('brand-color', { number: at + 1 })} value={color} onChange={(value) => onChange({ colors: draft.colors.map((it, place) => (place === at ? value.slice(0, 7) : it)) })} />
              <IconButton icon={X} label={t('brand-color-remove', { color: color.toUpperCase() })} onPress={() => onChange({ colors: draft.colors.filter((_, place) => place !== at) })} />
            </li>
          ))}
          <li>
            <Button icon={Plus} disabledReason={draft.colors.length >= COLORS_MOST ? t('brand-colors-full', { count: COLORS_MOST }) : undefined} onPress={() => onChange({ colors: [...draft.colors, FIRST_COLOR] })}>{t('brand-color-add')}</Button>
          </li>
        </ul>
      </div>
      <div className="field" role="group" aria-label={t('brand-fonts')}>
        <span className="field-label">{t('brand-fonts')}</span>
        <div className="brand-fonts">
          {[...FAMILIES.map(({ name }) => name), ...draft.fonts.filter((name) => !FAMILIES.some((it) => it.name === name))].map((name) => (
            <span key={name} style={{ fontFamily: `"${name}"` }}>
              <Checkbox label={name} isSelected={draft.fonts.includes(name)} onChange={(on) => onChange({ fonts: toggled(draft.fonts, name, on) })} />
            </span>
          ))}
        </div>
      </div>
      <div className="field">
        <span className="field-label">{t('brand-logo')}</span>
        <ul className="brand-logos">
          {draft.logo.map((id, at) => (
            <li key={id}>
              <span className="brand-logo"><img src={assetAddress(id)} alt={t('brand-logo-image', { number: at + 1 })} /></span>
              <IconButton icon={X} label={t('brand-logo-remove', { number: at + 1 })} onPress={() => onChange({ logo: draft.logo.filter((it) => it !== id) })} />
            </li>
          ))}
          <li><Button icon={Plus} disabledReason={draft.logo.length >= LOGO_IMAGES_MOST ? t('brand-logo-full', { count: LOGO_IMAGES_MOST }) : undefined} onPress={() => setChoosing(true)}>{t('brand-logo-add')}</Button></li>
        </ul>
      </div>
      {draft.logo.length > 0 && (
        <div className="settings-narrow">
          <TextField label={t('brand-clear')} inputMode="decimal" autoComplete="off" value={draft.clear} onChange={(clear) => onChange({ clear })} onBlur={onLeaveClear} error={clearFault} description={t('brand-clear-hint')} />
        </div>
      )}
      <div className="field" role="group" aria-label={t('brand-locked')}>
        <span className="field-label">{t('brand-locked')}</span>
        <div className="brand-fonts">
          {LOCKABLE.map((kind) => (
            <Checkbox key={kind} label={t(`brand-locked-${kind}`)} isSelected={draft.locked.includes(kind)} onChange={(on) => onChange({ locked: toggled(draft.locked, kind, on) })} />
          ))}
        </div>
      </div>
      {choosing && (
        <LogoDialog
          known={draft.logo} onClose={() => setChoosing(false)}
          onChoose={(id) => {
            onChange({ logo: [...draft.logo, id] })
            setChoosing(false)
          }}
        />
      )}
    </div>
  )
}

type State = { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly code: string } | { readonly kind: 'there'; readonly assets: readonly AssetBody[] }

/** One of the organisation's images. */
function LogoDialog({ known, onChoose, onClose }: { readonly known: readonly string[]; readonly onChoose: (id: string) => void; readonly onClose: () => void }) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [state, setState] = useState<State>({ kind: 'loading' })
  useEffect(() => {
    void api.assets({ limit: IMAGES_OFFERED }).then(
      ({ assets }) => setState({ kind: 'there', assets }),
      (error: unknown) => { if (!ended(error)) setState({ kind: 'failed', code: codeOf(error) }) },
    )
  }, [ended])
  const offered = state.kind === 'there' ? state.assets.filter((asset) => !known.includes(asset.id)) : []
  return (
    <Dialog size="wide" title={t('brand-logo-choose')} isOpen onClose={onClose} actions={<Button onPress={onClose}>{t('cancel')}</Button>}>
      {state.kind === 'loading' && <Loading label={t('pictures-loading')}><div className="brand-grid">{[0, 1, 2, 3].map((key) => <Skeleton key={key} width="100%" height={96} />)}</div></Loading>}
      {state.kind === 'failed' && <Banner tone="bad" title={t('pictures-failed')} code={state.code}>{errorText(state.code)}</Banner>}
      {state.kind === 'there' && offered.length === 0 && <p className="soft">{t('brand-logo-none')}</p>}
      <ul className="brand-grid">
        {offered.map((asset) => (
          <li key={asset.id}>
            <AriaButton className="brand-choice" onPress={() => onChoose(asset.id)}>
              <span className="brand-logo"><img src={assetAddress(asset.id)} alt="" loading="lazy" /></span>
              <span>{asset.name}</span>
            </AriaButton>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
