import { useCallback, useEffect, useState } from 'react'
import { api } from '../../api'
import { useErrorText, useText } from '../../i18n'
import type { SignInOptionsBody } from '../../protocol/generated'
import { Banner, Button, EmptyState, Loading, Skeleton } from '../../ui'
import { codeOf } from '../failure'
import { HOME, navigate } from '../router'
import { useSession } from '../session'
import { BareShell } from '../shell'
import { LocalPeople } from './local-people'
import { workosAddress } from './way-back'
import './page.css'

type Options = { kind: 'loading' } | { kind: 'failed'; code: string } | { kind: 'there'; options: SignInOptionsBody }

export interface SignInPageProps {
  /** Where to go afterwards. */
  next: string | null
  /** Why WorkOS sent somebody back. */
  error: string | null
}

/** Signing in: by WorkOS, as a sample person, or either. */
export function SignInPage({ next, error }: SignInPageProps) {
  const t = useText()
  const errorText = useErrorText()
  const { state, refresh } = useSession()
  const [options, setOptions] = useState<Options>({ kind: 'loading' })
  const [signingIn, setSigningIn] = useState<string | null>(null)
  const [away, setAway] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  const load = useCallback(async () => {
    try { setOptions({ kind: 'there', options: await api.signInOptions() }) }
    catch (cause) { setOptions({ kind: 'failed', code: codeOf(cause) }) }
  }, [])
  useEffect(() => { void load() }, [load])
  useEffect(() => {
    // Back by the browser's own button: the button can be pressed again.
    const onShown = () => setAway(false)
    window.addEventListener('pageshow', onShown)
    return () => window.removeEventListener('pageshow', onShown)
  }, [])

  const signIn = async (email: string) => {
    if (signingIn !== null) return
    setSigningIn(email)
    setFailure(null)
    try {
      await api.signIn(email)
      await refresh()
      navigate(next ?? HOME, 'replace')
    } catch (cause) {
      setFailure(codeOf(cause))
    }
    setSigningIn(null)
  }
  const leave = () => {
    setAway(true)
    location.assign(workosAddress(next))
  }

  const { local, workos } = options.kind === 'there' ? options.options : { local: [], workos: false }
  if (options.kind === 'there' && !workos && local.length === 0) {
    return <BareShell title={t('sign-in-title')}><EmptyState level={1} title={t('sign-in-none-title')}><p>{t('sign-in-none-text')}</p></EmptyState></BareShell>
  }
  const failed = failure ?? error
  return (
    <BareShell title={t('sign-in-title')}>
      <div className={workos && local.length === 0 ? 'sign-in sign-in-alone' : 'sign-in'}>
        <h1 className="sign-in-title">{t('sign-in-title')}</h1>
        <p className="sign-in-lead">{t(options.kind === 'there' && workos ? 'sign-in-workos-text' : 'sign-in-text')}</p>
        {failed === null && state.kind === 'signed-out' && state.why !== 'start' && <Banner>{t(state.why === 'left' ? 'signed-out' : 'session-ended')}</Banner>}
        {failed !== null && <Banner tone="bad" title={t('sign-in-failed')} code={failed}>{errorText(failed)}</Banner>}
        {options.kind === 'failed' && (
          <Banner tone="bad" title={t('unreachable-title')} code={options.code} action={<Button onPress={() => { setOptions({ kind: 'loading' }); void load() }}>{t('try-again')}</Button>}>
            {errorText(options.code)}
          </Banner>
        )}
        {options.kind === 'loading' && (
          <Loading label={t('sign-in-loading')}>
            <div className="people">{[0, 1, 2, 3, 4, 5].map(key => <div key={key} className="person"><Skeleton width={36} height={36} /><Skeleton width="60%" height={14} /></div>)}</div>
          </Loading>
        )}
        {workos && <div className="sign-in-go"><Button variant="primary" isPending={away} onPress={leave}>{t('sign-in-action')}</Button></div>}
        {workos && local.length > 0 && <p className="sign-in-or">{t('sign-in-or')}</p>}
        {local.length > 0 && <LocalPeople people={local} signingIn={signingIn} onSignIn={email => { void signIn(email) }} />}
        {local.length > 0 && <p className="sign-in-note">{t('sign-in-local')}</p>}
        {/* A page of its own: only that one may use the camera. */}
        <p className="sign-in-note"><a href="/verify">{t('sign-in-verify')}</a></p>
      </div>
    </BareShell>
  )
}
