/** What single images, codes, signatures and seals hold. */
import { useEditorState, useLayoutPart } from '../canvas/context'
import type { Element, ImageFit, QrLevel } from '../document/model'
import { QR_OFFLINE, QR_TEXT, QR_VERIFICATION } from '../document/schema'
import { resolveColor } from '../document/view'
import { useText } from '../i18n'
import { modulesOf, qrSays } from '../scene/qr'
import { sealDrawing, SEAL_DESIGNS } from '../scene/seal'
import { inLanguage } from '../scene/words'
import { verificationAddress } from '../canvas/scenery'
import { ColorField, Select, ToggleFace, ToggleGroup } from '../ui'
import { useSwatches } from './AppearanceSection'
import { usePanelWrites, useReason, useWordsReason } from './editing'
import { PictureRow } from './PictureRow'
import { Section } from './section'
import { SettledText } from './SettledText'

const FITS: readonly ImageFit[] = ['contain', 'cover', 'fill']
const LEVELS: readonly QrLevel[] = ['L', 'M', 'Q', 'H']
/** Modules smaller than this are hard to scan in print, in millimetres. */
const SMALLEST_MODULE_MM = 0.33
const QUIET_MODULES = 8

/** An image: which, and how it fills its box. */
export function ImageSection({ element }: { readonly element: Element }) {
  const t = useText()
  const reason = useReason()
  const { set } = usePanelWrites()
  return (
    <Section title={t('section-image')}>
      <PictureRow element={element} asset={element.image?.asset} />
      <Select
        label={t('field-image-fit')} value={element.image?.fit ?? 'contain'} disabledReason={reason} onChange={(fit) => set([element.id], { fit })}
        options={FITS.map((id) => ({ id, label: t(`image-fit-${id}`) }))}
      />
    </Section>
  )
}

/** A code: what it says, how much of it may be damaged, what it stands on. */
export function QrSection({ element }: { readonly element: Element }) {
  const t = useText()
  const reason = useReason()
  const { set } = usePanelWrites()
  const styles = useLayoutPart((layout) => layout.styles)
  const swatches = useSwatches()
  const { content, level, ground } = element.qr ?? { content: QR_VERIFICATION, level: 'M' as const, ground: '#ffffff' }
  const kind = content === QR_VERIFICATION || content === QR_OFFLINE ? content : 'text'
  const words = kind === 'text' ? content.slice(QR_TEXT.length) : ''
  const write = set.bind(null, [element.id])
  const says = qrSays(content, level, verificationAddress())
  const modules = modulesOf(says.text, says.level)
  const module = modules ? Math.min(...element.size) / (modules.count + QUIET_MODULES) : undefined
  return (
    <Section title={t('section-qr')}>
      <Select
        label={t('field-qr-content')} value={kind} disabledReason={reason}
        onChange={(next) => write({ content: next === 'text' ? `${QR_TEXT}${verificationAddress()}` : next })}
        options={[{ id: QR_VERIFICATION, label: t('qr-verification') }, { id: QR_OFFLINE, label: t('qr-offline') }, { id: 'text', label: t('qr-text') }]}
      />
      {kind === QR_OFFLINE && <p className="hint">{t('qr-offline-hint')}</p>}
      {kind === 'text' && <SettledText label={t('field-qr-text')} lines={2} value={words} disabledReason={reason} onSettle={(value) => { if (value !== '') write({ content: `${QR_TEXT}${value}` }) }} />}
      {kind !== QR_OFFLINE && (
        <Select
          label={t('field-qr-level')} value={level} disabledReason={reason} onChange={(next) => write({ level: next })}
          options={LEVELS.map((id) => ({ id, label: t(`qr-level-${id.toLowerCase()}`) }))}
        />
      )}
      <ColorField label={t('field-qr-ground')} value={resolveColor({ styles }, ground, '#ffffff')} allowNone swatches={swatches} onChange={(value) => write({ ground: value })} disabledReason={reason} />
      {modules === undefined && <p className="hint hint-warn">{t('qr-too-long')}</p>}
      {module !== undefined && module < SMALLEST_MODULE_MM && <p className="hint hint-warn">{t('qr-too-small', { size: Math.ceil(SMALLEST_MODULE_MM * ((modules?.count ?? 0) + QUIET_MODULES)) })}</p>}
    </Section>
  )
}

/** A signature: who, as what, and a picture of it. */
export function SignatureSection({ element }: { readonly element: Element }) {
  const t = useText()
  const reason = useWordsReason()
  const { step } = usePanelWrites()
  const language = useEditorState((state) => state.language)
  const languages = useLayoutPart((layout) => layout.languages)
  const words = (['signer', 'role'] as const).map((key) => {
    const by = element.signature?.[key] ?? {}
    const elsewhere = inLanguage(by, { language, layout: { languages } })
    return (
      <SettledText
        key={`${key} ${language}`} label={t(`field-${key}`, { language: language.toUpperCase() })} value={by[language] ?? ''} placeholder={elsewhere ?? t(`${key}-placeholder`)}
        disabledReason={reason} onSettle={(value) => step((commands) => commands.setSigner(element.id, key, language, value))}
      />
    )
  })
  return (
    <Section title={t('section-signature')}>
      {words}
      <PictureRow element={element} asset={element.signature?.asset} optional />
      <p className="soft hint">{t('signature-hint')}</p>
    </Section>
  )
}

/** A seal: one of the designs, or a picture instead. */
export function SealSection({ element }: { readonly element: Element }) {
  const t = useText()
  const reason = useReason()
  const { set } = usePanelWrites()
  const asset = element.seal?.asset
  const design = SEAL_DESIGNS.find((it) => it === element.seal?.design) ?? 'rosette'
  return (
    <Section title={t('section-seal')}>
      <ToggleGroup
        aria-label={t('field-seal-design')} selectionMode="single" disallowEmptySelection selectedKeys={asset === undefined ? [design] : []}
        onSelectionChange={(keys) => {
          const [key] = keys
          const chosen = SEAL_DESIGNS.find((it) => it === key)
          if (chosen) set([element.id], { design: chosen, asset: undefined })
        }}
      >
        {SEAL_DESIGNS.map((id) => (
          <ToggleFace key={id} id={id} label={t(`seal-${id}`)} disabledReason={reason} data-testid={`seal-${id}`}>
            <svg className="seal-face" viewBox="-50 -50 100 100" aria-hidden focusable={false}>
              {sealDrawing(id, 'currentColor', 0.45).map((path, index) => (
                <path key={index} d={path.d} fill={path.fill} stroke={path.stroke} strokeWidth={path.strokeWidth} strokeLinejoin={path.join} />
              ))}
            </svg>
          </ToggleFace>
        ))}
      </ToggleGroup>
      <PictureRow element={element} asset={asset} optional />
      <p className="soft hint">{t('seal-hint')}</p>
    </Section>
  )
}
