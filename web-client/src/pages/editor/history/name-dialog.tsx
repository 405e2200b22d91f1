/** Gives a version a name, or the draft as it is now. */
import { useState } from 'react'
import { useErrorText, useText } from '../../../i18n'
import type { VersionBody } from '../../../protocol/generated'
import { Banner, Button, Dialog, TextField } from '../../../ui'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { NAME_MAX } from '../../templates/name-dialog'

export function NameDialog({ version, act, onClose, onDone }: {
  /** Null: the draft as it is now. */
  readonly version: VersionBody | null
  readonly act: (name: string | null) => Promise<VersionBody>
  readonly onClose: () => void
  readonly onDone: (version: VersionBody) => void
}) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [name, setName] = useState(version?.name ?? '')
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (): Promise<void> => {
    setBusy(true)
    setFailure(null)
    try {
      onDone(await act(name.trim() === '' ? null : name.trim()))
      return
    } catch (error) { if (!ended(error)) setFailure(codeOf(error)) }
    setBusy(false)
  }
  return (
    <Dialog
      title={t(version === null ? 'history-freeze' : 'history-name')} isOpen onClose={onClose} onSubmit={() => void submit()}
      actions={<><Button onPress={onClose}>{t('cancel')}</Button><Button variant="primary" type="submit" isPending={busy}>{t(version === null ? 'history-freeze-action' : 'history-name-action')}</Button></>}
    >
      <p>{t(version === null ? 'history-freeze-text' : 'history-name-text')}</p>
      <TextField label={t('history-name-label')} value={name} onChange={setName} maxLength={NAME_MAX} autoFocus />
      {failure !== null && <Banner tone="bad" title={t('history-name-failed')} code={failure}>{errorText(failure)}</Banner>}
    </Dialog>
  )
}
