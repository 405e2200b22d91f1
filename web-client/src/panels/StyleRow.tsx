/** Which shared text style lies beneath, and how one is made or changed from what is chosen. */
import { Plus, RefreshCw } from 'lucide-react'
import { useLayoutPart } from '../canvas/context'
import type { Element } from '../document/model'
import { useText } from '../i18n'
import { IconButton, Select } from '../ui'
import { usePanelWrites, useReason } from './editing'
import { common } from './mixed'
import { changeStyle, makeStyle, type Chosen } from './shared-style'
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
  const chosen = (): Chosen | null => {
    const [look] = typed.looks
    if (look === undefined) return null
    if (typed.words === null) return { look, lineHeight: elements[0]?.typography?.lineHeight, wearers: elements.map(({ id }) => id) }
    const words = typed.words()
    return { look, lineHeight: undefined, wearers: words === null ? [] : [words] }
  }
  const make = (): void => {
    const from = chosen()
    if (from === null) return
    const id = step((commands) => makeStyle(commands, from, t('style-new-name', { number: styles.length + 1 })))
    // With a caret only, it is what is typed next that takes the style.
    if (from.wearers.length === 0) typed.write({ style: id })
  }
  const update = (): void => {
    const from = chosen()
    if (from === null || style === null || style === NO_STYLE) return
    step((commands) => changeStyle(commands, styles, from, style))
    if (from.wearers.length === 0) typed.write({ style })
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
