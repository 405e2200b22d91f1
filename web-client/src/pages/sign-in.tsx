import { ArrowRight } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { api } from '../api'
import { useErrorText, useText } from '../i18n'
import type { LocalPersonBody } from '../protocol/generated'
import { Avatar, Banner, Button, EmptyState, Icon, Loading, Skeleton } from '../ui'
import { roleId } from './account-menu'
import { codeOf } from './failure'
import { navigate } from './router'
import { useSession } from './session'
import { BareShell } from './shell'
import './sign-in.css'

/** Until the server has told a person's own colour: the same set, in turn. */
const COLORS = ['#2b5ba8', '#1e7a5a', '#8e44ad', '#a3560a', '#0f7c8c', '#a3326e', '#4b5d16', '#c0392b'] as const

type People = { kind: 'loading' } | { kind: 'failed'; code: string } | { kind: 'there'; people: readonly LocalPersonBody[] }

/** The local sign-in: one card for each sample person, by organisation. */
export function SignInPage({ next }: { next: string }) {
  const t = useText()
  const errorText = useErrorText()
  const { state, refresh } = useSession()
  const [people, setPeople] = useState<People>({ kind: 'loading' })
  const [signingIn, setSigningIn] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)

  const load = useCallback(async () => {
    try { setPeople({ kind: 'there', people: (await api.signInOptions()).local }) }
    catch (error) { setPeople({ kind: 'failed', code: codeOf(error) }) }
  }, [])
  useEffect(() => { void load() }, [load])

  const signIn = async (email: string) => {
    if (signingIn !== null) return
    setSigningIn(email)
    setFailure(null)
    try {
      await api.signIn(email)
      await refresh()
      navigate(next, 'replace')
    } catch (error) {
      setFailure(codeOf(error))
    }
    setSigningIn(null)
  }

  if (people.kind === 'there' && people.people.length === 0) {
    return <BareShell title={t('sign-in-title')}><EmptyState level={1} title={t('sign-in-none-title')}><p>{t('sign-in-none-text')}</p></EmptyState></BareShell>
  }
  return (
    <BareShell title={t('sign-in-title')}>
      <div className="sign-in">
        <h1 className="sign-in-title">{t('sign-in-title')}</h1>
        <p className="sign-in-lead">{t('sign-in-text')}</p>
        {failure === null && state.kind === 'signed-out' && state.why !== 'start' && <Banner>{t(state.why === 'left' ? 'signed-out' : 'session-ended')}</Banner>}
        {failure !== null && <Banner tone="bad" title={t('sign-in-failed')} code={failure}>{errorText(failure)}</Banner>}
        {people.kind === 'failed' && (
          <Banner tone="bad" title={t('unreachable-title')} code={people.code} action={<Button onPress={() => { setPeople({ kind: 'loading' }); void load() }}>{t('try-again')}</Button>}>
            {errorText(people.code)}
          </Banner>
        )}
        {people.kind === 'loading' && (
          <Loading label={t('sign-in-loading')}>
            <div className="people">{[0, 1, 2, 3, 4, 5].map(key => <div key={key} className="person"><Skeleton width={36} height={36} /><Skeleton width="60%" height={14} /></div>)}</div>
          </Loading>
        )}
        {people.kind === 'there' && byOrganisation(people.people).map(([organisation, members]) => (
          <section key={organisation} className="organisation" aria-label={t('sign-in-people', { organisation })}>
            <h2 className="organisation-name">{organisation}</h2>
            <ul className="people">
              {members.map((person, index) => (
                <li key={person.email}>
                  <AriaButton
                    className={signingIn === person.email ? 'person person-chosen' : 'person'}
                    onPress={() => { void signIn(person.email) }}
                  >
                    <Avatar size={36} person={{ id: person.email, name: person.name, color: COLORS[index % COLORS.length] ?? COLORS[0] }} />
                    <span className="person-text">
                      <span className="person-name">{person.name}</span>
                      <span className="person-role">{t(roleId(person.role))}</span>
                      <span className="person-can">{t(`${roleId(person.role)}-can`)}</span>
                    </span>
                    <span className="person-go"><Icon of={ArrowRight} /></span>
                  </AriaButton>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {people.kind === 'there' && <p className="sign-in-note">{t('sign-in-local')}</p>}
      </div>
    </BareShell>
  )
}

function byOrganisation(people: readonly LocalPersonBody[]): [string, LocalPersonBody[]][] {
  const groups = new Map<string, LocalPersonBody[]>()
  for (const person of people) groups.set(person.organisation, [...(groups.get(person.organisation) ?? []), person])
  return [...groups]
}
