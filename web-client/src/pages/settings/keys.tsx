import { KeyRound, Plus } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { api } from '../../api'
import { useDates, useErrorText, useText } from '../../i18n'
import type { ApiKeyBody } from '../../protocol/generated'
import { Badge, Banner, Button, Cell, HeadCell, Icon, Loading, Row, showToast, Skeleton, Table } from '../../ui'
import { Plate } from '../column'
import { codeOf } from '../failure'
import { useSession } from '../session'
import { CreateKeyDialog, TakeBackDialog } from './key-dialogs'
import { permissionId } from './permissions'
import './keys.css'

type State = { kind: 'loading' } | { kind: 'failed'; code: string } | { kind: 'there'; keys: readonly ApiKeyBody[] }
type Open = { kind: 'none' } | { kind: 'create' } | { kind: 'take-back'; key: ApiKeyBody }
const NOTHING: Open = { kind: 'none' }

/** Keys for programs of the organisation. */
export function Keys() {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [state, setState] = useState<State>({ kind: 'loading' })
  const [open, setOpen] = useState<Open>(NOTHING)
  const load = useCallback(async () => {
    try { setState({ kind: 'there', keys: (await api.keys()).keys }) }
    catch (error) { if (!ended(error)) setState({ kind: 'failed', code: codeOf(error) }) }
  }, [ended])
  useEffect(() => { void load() }, [load])

  const columns = [
    { label: t('key-column-name') }, { label: t('key-column-permissions') }, { label: t('key-column-made') }, { label: t('key-column-used') },
    { label: t('key-column-actions'), hideLabel: true },
  ]
  return (
    <Plate title={t('api-keys-title')} lead={t('api-keys-lead')} aside={<Button icon={Plus} onPress={() => setOpen({ kind: 'create' })}>{t('key-new')}</Button>}>
      {state.kind === 'loading' && <Loading label={t('api-keys-loading')}><div className="settings-skeleton">{[0, 1, 2].map(key => <Skeleton key={key} height={36} />)}</div></Loading>}
      {state.kind === 'failed' && (
        <Banner tone="bad" title={t('api-keys-failed')} code={state.code} action={<Button onPress={() => { setState({ kind: 'loading' }); void load() }}>{t('try-again')}</Button>}>
          {errorText(state.code)}
        </Banner>
      )}
      {state.kind === 'there' && state.keys.length === 0 && (
        <div className="keys-empty"><Icon of={KeyRound} size={20} /><p>{t('api-keys-none')}</p></div>
      )}
      {state.kind === 'there' && state.keys.length > 0 && (
        <Table label={t('api-keys-title')} columns={columns}>
          {state.keys.map(key => <KeyRow key={key.id} of={key} onTakeBack={() => setOpen({ kind: 'take-back', key })} />)}
        </Table>
      )}
      {open.kind === 'create' && <CreateKeyDialog onMade={() => { void load() }} onClose={() => setOpen(NOTHING)} />}
      {open.kind === 'take-back' && (
        <TakeBackDialog
          of={open.key} onClose={() => setOpen(NOTHING)}
          onDone={() => {
            setOpen(NOTHING)
            showToast({ tone: 'good', text: t('key-taken-back', { name: open.key.name }) })
            void load()
            // The button that opened the dialog goes with what it did.
            requestAnimationFrame(() => document.getElementById('content')?.focus({ preventScroll: true }))
          }}
        />
      )}
    </Plate>
  )
}

function KeyRow({ of: key, onTakeBack }: { of: ApiKeyBody; onTakeBack: () => void }) {
  const t = useText()
  const dates = useDates()
  const revoked = key.revoked_at === null ? null : new Date(key.revoked_at)
  return (
    <Row>
      <HeadCell>
        <span className={revoked === null ? 'key-name' : 'key-name key-gone'}>{key.name}</span>
        <code className="key-shown">{key.shown}…</code>
      </HeadCell>
      <Cell label={t('key-column-permissions')}><span className="key-scopes">{key.scopes.map(scope => <Badge key={scope}>{t(permissionId(scope))}</Badge>)}</span></Cell>
      <Cell label={t('key-column-made')}><span className="key-fact">{key.created_by.name}</span><span className="key-fact soft">{dates.date(new Date(key.created_at))}</span></Cell>
      <Cell label={t('key-column-used')}>{key.used_at === null ? <span className="soft">{t('key-never-used')}</span> : <time dateTime={key.used_at}>{dates.ago(new Date(key.used_at))}</time>}</Cell>
      <Cell>
        {revoked === null
          ? <Button variant="danger" aria-label={t('key-take-back-one', { name: key.name })} onPress={onTakeBack}>{t('key-take-back')}</Button>
          : <span className="soft">{t('key-gone', { when: dates.ago(revoked) })}</span>}
      </Cell>
    </Row>
  )
}
