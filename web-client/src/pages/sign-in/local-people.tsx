import { ArrowRight } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { useText } from '../../i18n'
import type { LocalPersonBody } from '../../protocol/generated'
import { Avatar, Icon } from '../../ui'
import { colorAt } from '../person-colors'
import { roleId } from '../roles'

export interface LocalPeopleProps {
  people: readonly LocalPersonBody[]
  /** The address of whoever was pressed. */
  signingIn: string | null
  onSignIn: (email: string) => void
}

/** The local sign-in: one card for each sample person, by organisation. */
export function LocalPeople({ people, signingIn, onSignIn }: LocalPeopleProps) {
  const t = useText()
  return byOrganisation(people).map(([organisation, members]) => (
    <section key={organisation} className="organisation" aria-label={t('sign-in-people', { organisation })}>
      <h2 className="organisation-name">{organisation}</h2>
      <ul className="people">
        {members.map((person, index) => (
          <li key={person.email}>
            <AriaButton className={signingIn === person.email ? 'person person-chosen' : 'person'} onPress={() => onSignIn(person.email)}>
              <Avatar size={36} person={{ id: person.email, name: person.name, color: colorAt(index) }} />
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
  ))
}

function byOrganisation(people: readonly LocalPersonBody[]): [string, LocalPersonBody[]][] {
  const groups = new Map<string, LocalPersonBody[]>()
  for (const person of people) groups.set(person.organisation, [...(groups.get(person.organisation) ?? []), person])
  return [...groups]
}
