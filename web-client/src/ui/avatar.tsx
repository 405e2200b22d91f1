import { Button as AriaButton } from 'react-aria-components'
import { Tooltip } from './tooltip'
import './avatar.css'

export interface AvatarPerson {
  id: string
  name: string
  /** The person's colour, `#rrggbb`, dark enough for white letters. */
  color: string
  /** Connection gone quiet: dimmed. */
  quiet?: boolean
}

/** First letters of the first and last name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = words[0]?.[0] ?? '?'
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''
  return (first + last).toLocaleUpperCase('de-CH')
}

/** A person's letters on the person's colour. Decoration: the name stands beside it, or is the button's. */
export function Avatar({ person, size = 24 }: { person: AvatarPerson; size?: number }) {
  return (
    <span
      className={person.quiet === true ? 'avatar avatar-quiet' : 'avatar'} aria-hidden
      style={{ backgroundColor: person.color, width: size, height: size, fontSize: Math.round(size * 0.42) }}
      data-initials={initials(person.name)}
    />
  )
}

export interface AvatarStackProps {
  label: string
  people: readonly AvatarPerson[]
  max?: number
  /** Pressing somebody, for instance to go where they are. */
  onPress?: (id: string) => void
}

/** People who are here, overlapping, each named on hover and focus. */
export function AvatarStack({ label, people, max = 4, onPress }: AvatarStackProps) {
  const shown = people.length > max ? people.slice(0, max - 1) : people
  const rest = people.slice(shown.length)
  return (
    <ul className="avatar-stack" aria-label={label}>
      {shown.map(person => (
        <li key={person.id}>
          <Tooltip text={person.name}>
            <AriaButton className="avatar-face" aria-label={person.name} onPress={() => onPress?.(person.id)}><Avatar person={person} /></AriaButton>
          </Tooltip>
        </li>
      ))}
      {rest.length > 0 && (
        <li>
          <Tooltip text={rest.map(person => person.name).join(', ')}>
            <AriaButton className="avatar-face" aria-label={rest.map(person => person.name).join(', ')}><span className="avatar avatar-more" data-initials={`+${rest.length}`} /></AriaButton>
          </Tooltip>
        </li>
      )}
    </ul>
  )
}
