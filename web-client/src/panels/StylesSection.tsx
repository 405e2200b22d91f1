/** The shared text styles and colours of the layout: their names, and what they say. */
import { Plus, Trash2 } from 'lucide-react'
import { useLayoutPart } from '../canvas/context'
import type { Layout, SharedStyle, TextLook } from '../document/model'
import { resolveColor } from '../document/view'
import { useText } from '../i18n'
import { Button, ColorField, IconButton } from '../ui'
import { usePanelWrites, useReason } from './editing'
import { Section } from './section'
import { SettledText } from './SettledText'

const FIRST_COLOR = '#9e2b25'

/** All shared styles. */
export function StylesSection() {
  const t = useText()
  const reason = useReason()
  const { step } = usePanelWrites()
  const styles = useLayoutPart((layout) => layout.styles)
  const texts = styles.filter((style) => style.kind === 'text')
  const colors = styles.filter((style) => style.kind === 'color')
  return (
    <Section title={t('section-styles')}>
      {texts.length === 0 && <p className="soft">{t('styles-hint')}</p>}
      {texts.length > 0 && <ul className="styles-list">{texts.map((style) => <li key={style.id}><TextStyle style={style} styles={styles} /></li>)}</ul>}
      {colors.length > 0 && <ul className="styles-list">{colors.map((style) => <li key={style.id}><Color style={style} /></li>)}</ul>}
      <Button
        variant="quiet" icon={Plus} disabledReason={reason}
        onPress={() => step((commands) => commands.createStyle({ kind: 'color', name: t('color-new-name', { number: colors.length + 1 }), value: FIRST_COLOR }))}
      >
        {t('color-make')}
      </Button>
    </Section>
  )
}

function TextStyle({ style, styles }: { readonly style: SharedStyle; readonly styles: Layout['styles'] }) {
  const t = useText()
  return (
    <div className="style-line">
      <span className="style-sample" aria-hidden style={sampleOf(style.look ?? {}, styles)}>Ag</span>
      <Name style={style} label={t('style-name')} />
      <span className="soft style-says">{style.look?.family ?? ''} {style.look?.size === undefined ? '' : `${style.look.size.toString()} pt`}</span>
      <Remove style={style} />
    </div>
  )
}

const sampleOf = (look: TextLook, styles: Layout['styles']): React.CSSProperties => ({
  fontFamily: `"${(look.family ?? 'Inter').replaceAll('"', '')}"`, fontWeight: look.weight ?? 400, fontStyle: look.italic === true ? 'italic' : 'normal',
  color: resolveColor({ styles }, look.color ?? '#1b1d22'),
})

function Color({ style }: { readonly style: SharedStyle }) {
  const t = useText()
  const reason = useReason()
  const { step } = usePanelWrites()
  return (
    <div className="style-line style-line-color">
      <ColorField
        label={t('color-of', { name: style.name })} hideLabel value={style.value ?? FIRST_COLOR} disabledReason={reason}
        onChange={(value) => step((commands) => commands.setStyle(style.id, { value }))}
      />
      <Name style={style} label={t('color-name')} />
      <Remove style={style} />
    </div>
  )
}

function Name({ style, label }: { readonly style: SharedStyle; readonly label: string }) {
  const reason = useReason()
  const { step } = usePanelWrites()
  return (
    <SettledText
      label={label} hideLabel value={style.name} disabledReason={reason}
      onSettle={(name) => { if (name !== '') step((commands) => commands.setStyle(style.id, { name })) }}
    />
  )
}

function Remove({ style }: { readonly style: SharedStyle }) {
  const t = useText()
  const reason = useReason()
  const { step } = usePanelWrites()
  return <IconButton icon={Trash2} label={t('style-delete', { name: style.name })} disabledReason={reason} onPress={() => step((commands) => commands.deleteStyle(style.id))} />
}
