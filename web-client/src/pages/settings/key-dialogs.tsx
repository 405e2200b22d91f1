import { useId, useState } from 'react'
import { api } from '../../api'
import { useErrorText, useText } from '../../i18n'
import type { ApiKeyBody, CreatedApiKeyBody } from '../../protocol/generated'
import { Banner, Button, Checkbox, CopyBlock, Dialog, TextField } from '../../ui'
import { ConfirmDialog } from '../confirm-dialog'
import { codeOf } from '../failure'
import { useSession } from '../session'
import { KEY_PERMISSIONS, permissionId, type KeyPermission } from './permissions'

/** As long as the server allows. */
const NAME_MAX = 100

/** Asks what a key is for and what it allows; then shows its secret, once. */
export function CreateKeyDialog({ onMade, onClose }: { onMade: () => void; onClose: () => void }) {
  const t = useText()
  const errorText = useErrorText()
  const { state, ended } = useSession()
  // Nobody hands on what they may not do themselves.
  const own = state.kind === 'signed-in' ? KEY_PERMISSIONS.filter(permission => state.me.permissions.includes(permission)) : []
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<ReadonlySet<KeyPermission>>(new Set(['view']))
  const [asked, setAsked] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [made, setMade] = useState<CreatedApiKeyBody | null>(null)
  const legend = useId()
  const fault = useId()

  const submit = async () => {
    setAsked(true)
    if (name.trim() === '' || scopes.size === 0) return
    setBusy(true)
    setFailure(null)
    try {
      setMade(await api.createKey({ name: name.trim(), scopes: own.filter(permission => scopes.has(permission)) }))
      onMade()
    } catch (error) { if (!ended(error)) setFailure(codeOf(error)) }
    setBusy(false)
  }
  const choose = (permission: KeyPermission, isChosen: boolean) => {
    const next = new Set(scopes)
    if (isChosen) next.add(permission)
    else next.delete(permission)
    setScopes(next)
  }

  if (made !== null) {
    return (
      <Dialog title={t('key-made-title', { name: name.trim() })} isOpen staysOpen onClose={onClose} actions={<Button variant="primary" onPress={onClose}>{t('key-made-close')}</Button>}>
        <Banner tone="warn">{t('key-made-text')}</Banner>
        <CopyBlock label={t('key-secret')} text={made.key} autoFocus />
      </Dialog>
    )
  }
  const noScopes = asked && scopes.size === 0
  return (
    <Dialog
      title={t('key-new')} isOpen onClose={onClose} onSubmit={() => { void submit() }}
      actions={<><Button onPress={onClose}>{t('cancel')}</Button><Button variant="primary" type="submit" isPending={busy}>{t('key-create')}</Button></>}
    >
      <TextField label={t('key-name')} description={t('key-name-hint')} value={name} onChange={setName} maxLength={NAME_MAX} autoFocus error={asked && name.trim() === '' ? t('name-missing') : undefined} />
      <div className="field" role="group" aria-labelledby={legend} {...(noScopes && { 'aria-describedby': fault })}>
        <span className="field-label" id={legend}>{t('key-scopes')}</span>
        {own.map(permission => (
          <Checkbox key={permission} label={t(permissionId(permission))} isSelected={scopes.has(permission)} onChange={isChosen => choose(permission, isChosen)} />
        ))}
        {noScopes && <span className="field-error" id={fault} role="alert">{t('error-scopes-invalid')}</span>}
      </div>
      {failure !== null && <Banner tone="bad" title={t('key-not-made')} code={failure}>{errorText(failure)}</Banner>}
    </Dialog>
  )
}

export function TakeBackDialog({ of: key, onClose, onDone }: { of: ApiKeyBody; onClose: () => void; onDone: () => void }) {
  const t = useText()
  return (
    <ConfirmDialog
      title={t('key-take-back-title', { name: key.name })} text={t('key-take-back-text', { shown: `${key.shown}…` })}
      action={t('key-take-back-action')} failed={t('key-not-taken-back', { name: key.name })}
      act={() => api.takeKeyBack(key.id)} onClose={onClose} onDone={onDone}
    />
  )
}
