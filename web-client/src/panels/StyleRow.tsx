/** Which shared text style lies beneath, and how one is made or changed from what is chosen. */
import { Plus, RefreshCw } from 'lucide-react'
import { useLayoutPart } from '../canvas/context'
import type { FullLook } from '../canvas/writing/looks'
import type { Element, TextLook } from '../document/model'
import { useText } from '../i18n'
import { IconButton, Select } from '../ui'
import { usePanelWrites, useReason } from './editing'
import { common } from './mixed'
import type { Typed } from './typed'

/** The choice that no style has. */
const NO_STYLE = '-'

/** The shared style of texts or words. */
export function StyleRow({ elements, typed }: { readonly elements: readonly Element[]; readonly typed: Typed }) {
  const t = useText()
  const reason = useReason()
  const { step } = usePanelWrites()
  const styles = useLayoutPart((layout) => layout.styles).filter((style) => style.kind === 'text')
  const style = common(typed.looks, (look) => look.style ?? NO_STYLE)
  const [first] = typed.looks
  const lineHeight = elements[0]?.typography?.lineHeight
  const look = (): TextLook | null => (first === undefined ? null : lookOf(first, typed.words ? undefined : lineHeight))
  const ids = typed.words ? [] : elements.map((element) => element.id)
  const make = (): void => {
    const made = look()
    if (made === null) return
    const id = step((commands) => commands.createStyle({ kind: 'text', name: t('style-new-name', { number: styles.length + 1 }), look: made }, ids))
    if (typed.words) typed.write({ style: id })
  }
  const update = (): void => {
    const changed = look()
    if (changed === null || style === null || style === NO_STYLE) return
    step((commands) => commands.setStyle(style, { look: changed }, ids))
    if (typed.words) typed.write({ style })
  }
  return (
    <div className="row row-end style-row">
      <Select
        label={t('field-style')} value={style} placeholder={t('mixed')} disabledReason={reason}
        onChange={(id) => typed.write({ style: id === NO_STYLE ? null : id })}
        options={[{ id: NO_STYLE, label: t('style-none') }, ...styles.map(({ id, name }) => ({ id, label: name }))]}
      />
      <IconButton icon={RefreshCw} label={t('style-update')} disabledReason={reason ?? (style === null || style === NO_STYLE ? t('why-no-style') : undefined)} onPress={update} />
      <IconButton icon={Plus} label={t('style-make')} disabledReason={reason} onPress={make} />
    </div>
  )
}

const lookOf = ({ style: _beneath, ...look }: FullLook, lineHeight: number | undefined): TextLook =>
  ({ ...look, ...(lineHeight === undefined ? {} : { lineHeight }) })
