/** Which discussions a list shows. */
import { ToggleButton as AriaToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { useText } from '../i18n'
import { SHOWN, type Shown } from './list'

/** One of a few, side by side. */
export function ShownChoice({ shown, onChange }: { readonly shown: Shown; readonly onChange: (shown: Shown) => void }) {
  const t = useText()
  return (
    <ToggleButtonGroup
      className="segments" aria-label={t('comments-shown')} selectionMode="single" disallowEmptySelection selectedKeys={[shown]}
      onSelectionChange={(keys) => {
        const [key] = keys
        const next = SHOWN.find((it) => it === key)
        if (next) onChange(next)
      }}
    >
      {SHOWN.map((id) => <AriaToggleButton key={id} id={id} className="segment" data-testid={`shown-${id}`}>{t(`comments-shown-${id}`)}</AriaToggleButton>)}
    </ToggleButtonGroup>
  )
}
