import { useState } from 'react'
import { api } from '../../api'
import { useErrorText, useText } from '../../i18n'
import type { TemplateBody } from '../../protocol/generated'
import { Banner, Button, Dialog, TextField } from '../../ui'
import { ConfirmDialog } from '../confirm-dialog'
import { codeOf } from '../failure'
import { useSession } from '../session'

/** As long as the server allows. */
export const NAME_MAX = 200

export function RenameDialog({ template, onClose, onDone }: { template: TemplateBody; onClose: () => void; onDone: () => void }) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [name, setName] = useState(template.name)
  const [missing, setMissing] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const submit = async () => {
    if (name.trim() === '') { setMissing(true); return }
    setBusy(true)
    setFailure(null)
    try {
      await api.renameTemplate(template.id, name.trim())
      onDone()
      return
    } catch (error) { if (!ended(error)) setFailure(codeOf(error)) }
    setBusy(false)
  }

  return (
    <Dialog
      title={t('rename-title')} isOpen onClose={onClose} onSubmit={() => { void submit() }}
      actions={<><Button onPress={onClose}>{t('cancel')}</Button><Button variant="primary" type="submit" isPending={busy}>{t('rename-action')}</Button></>}
    >
      <TextField label={t('create-name')} value={name} onChange={value => { setName(value); setMissing(false) }} maxLength={NAME_MAX} autoFocus error={missing ? t('name-missing') : undefined} />
      {failure !== null && <Banner tone="bad" title={t('rename-failed')} code={failure}>{errorText(failure)}</Banner>}
    </Dialog>
  )
}

export function DeleteDialog({ template, onClose, onDone }: { template: TemplateBody; onClose: () => void; onDone: () => void }) {
  const t = useText()
  return (
    <ConfirmDialog
      title={t('delete-title', { name: template.name })} text={t('delete-text')} action={t('delete-action')} failed={t('delete-failed', { name: template.name })}
      act={() => api.deleteTemplate(template.id)} onClose={onClose} onDone={onDone}
    />
  )
}
