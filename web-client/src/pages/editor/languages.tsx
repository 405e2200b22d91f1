/** The language that the certificate is shown in, and which ones it has. */
import { ChevronDown } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { useAccess, useEditor, useEditorState, useLayoutPart } from '../../canvas/context'
import { missingIn } from '../../canvas/texts'
import { LANGUAGES, type Language } from '../../document/model'
import { LANGUAGE_NAMES, useText } from '../../i18n'
import { useReason, usePanelWrites } from '../../panels/editing'
import { Icon, Menu, MenuChoice, MenuItem, MenuSeparator } from '../../ui'

/** The switch in the bar. */
export function LanguageSwitch() {
  const { state } = useEditor()
  const t = useText()
  const reason = useReason()
  // Texts may be written in a language before designers add it to the layout.
  const writesOnly = useAccess() === 'texts'
  const { step } = usePanelWrites()
  const language = useEditorState((it) => it.language)
  const languages = useLayoutPart((layout) => layout.languages)
  const counts = useLayoutPart((layout) => LANGUAGES.map((it) => missingIn(layout, it).length).join(' ')).split(' ').map(Number)
  const missing = (it: Language): number => counts[LANGUAGES.indexOf(it)] ?? 0
  const word = (it: Language): string => {
    const count = missing(it)
    return count === 0 ? LANGUAGE_NAMES[it] : t('language-missing', { language: LANGUAGE_NAMES[it], count })
  }
  const shown = languages.includes(language) ? languages : [...languages, language]
  const others = LANGUAGES.filter((it) => !shown.includes(it))
  return (
    <Menu
      label={t('content-language')} placement="bottom end"
      trigger={(
        <AriaButton className="button button-quiet language-face" aria-label={t('content-language-is', { code: language.toUpperCase(), language: word(language) })} data-testid="language-switch">
          <span>{language.toUpperCase()}</span>
          {missing(language) > 0 && <span className="count-warn">{missing(language)}</span>}
          <Icon of={ChevronDown} size={14} />
        </AriaButton>
      )}
    >
      <MenuChoice title={t('content-language')} value={language} onChange={(it) => state.set({ language: it })} options={shown.map((id) => ({ id, label: word(id) }))} />
      {others.length > 0 && (
        <>
          <MenuSeparator />
          {others.map((it) => (
            <MenuItem
              key={it} label={t(writesOnly ? 'language-write' : 'language-add', { language: LANGUAGE_NAMES[it] })} disabledReason={writesOnly ? undefined : reason}
              onAction={() => {
                if (!writesOnly) step((commands) => commands.setLanguages([...languages, it]))
                state.set({ language: it })
              }}
            />
          ))}
        </>
      )}
    </Menu>
  )
}
