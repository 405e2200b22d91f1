import { PenLine, Undo2 } from 'lucide-react'
import { useState, type Ref } from 'react'
import { recipient } from '../../api'
import { useDates, useErrorText, useText } from '../../i18n'
import type { OwnCertificateBody } from '../../protocol/generated'
import { Button, showToast } from '../../ui'
import { codeOf } from '../failure'
import { lineId, standingOf } from './name'

export interface NameLineProps {
  readonly of: OwnCertificateBody
  readonly onChange: () => void
  readonly onChanged: () => Promise<void>
  /** The first of its buttons. */
  readonly first: Ref<HTMLButtonElement>
}

/** What became of the wish to be called otherwise in a certificate; nothing where nobody has asked. */
export function NameLine({ of: one, onChange, onChanged, first }: NameLineProps) {
  const t = useText()
  const dates = useDates()
  const errorText = useErrorText()
  const [busy, setBusy] = useState(false)
  const { name_request: request, title, organisation } = one
  const { line, mayChange, mayTakeBack } = standingOf(one)
  if (request === null || line === null) return null
  const back = async () => {
    setBusy(true)
    try {
      await recipient.takeNameBack(one.id)
      showToast({ tone: 'good', text: t('mine-name-taken-back') })
    } catch (error) {
      const code = codeOf(error)
      showToast({ tone: 'bad', text: code === 'name_request_moved' ? errorText(code) : t('mine-name-not-back') })
    }
    await onChanged()
    setBusy(false)
  }
  const date = dates.date(new Date(request.decided_at ?? request.asked_at))
  return (
    <div className="own-name" data-testid={`card-name-${request.state}`}>
      <p>{t(lineId(line), { name: request.name, organisation, date })}</p>
      {line === 'declined' && request.answer !== null && <blockquote className="own-name-quote">{request.answer}</blockquote>}
      {(mayChange || mayTakeBack) && (
        <div className="own-name-acts">
          {mayChange && <Button variant="quiet" icon={PenLine} onPress={onChange} aria-label={t('mine-name-change-one', { title })} ref={first} data-testid="card-name-change">{t('mine-name-change')}</Button>}
          {mayTakeBack && <Button variant="quiet" icon={Undo2} isPending={busy} onPress={() => { void back() }} aria-label={t('mine-name-back-one', { title })} ref={mayChange ? null : first} data-testid="card-name-back">{t('mine-name-back')}</Button>}
        </div>
      )}
    </div>
  )
}
