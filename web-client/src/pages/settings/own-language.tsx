import { useState } from 'react'
import { LANGUAGES, LANGUAGE_NAMES, useErrorText, useI18n } from '../../i18n'
import { Select } from '../../ui'
import { codeOf } from '../failure'
import { useSession } from '../session'
import { Outcome, type Outcomes } from './outcome'

const options = LANGUAGES.map(language => ({ id: language, label: LANGUAGE_NAMES[language] }))

/** The language of the interface. It changes at once. */
export function OwnLanguage() {
  const { t, language } = useI18n()
  const errorText = useErrorText()
  const { chooseLanguage, ended } = useSession()
  const [outcome, setOutcome] = useState<Outcomes>({ kind: 'none' })
  const choose = async (chosen: typeof language) => {
    setOutcome({ kind: 'none' })
    try {
      await chooseLanguage(chosen)
      setOutcome({ kind: 'saved' })
    } catch (error) {
      if (!ended(error)) setOutcome({ kind: 'failed', code: codeOf(error) })
    }
  }
  return (
    <div className="settings-own">
      <div className="settings-narrow"><Select label={t('language')} value={language} onChange={chosen => { void choose(chosen) }} options={options} /></div>
      <Outcome of={outcome} failedTitle={t('settings-language-failed')} failedText={outcome.kind === 'failed' ? errorText(outcome.code) : ''} />
    </div>
  )
}
