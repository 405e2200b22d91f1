/** Fields offered behind a `{`. */
import { useEffect, useState, useSyncExternalStore, type KeyboardEvent } from 'react'
import type { Field, Language, Layout } from '../../document/model'
import { useText } from '../../i18n'
import { labelOf } from '../texts'
import type { Writing } from './writing'

/** More than can be looked over. */
const MOST_OFFERED = 8
export const COMPLETIONS_ID = 'writing-completions'

const plain = (words: string): string => words.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** The fields whose label or key holds what was typed; those that begin with it first. Pure. */
function fieldsFor(query: string, fields: readonly Field[], language: Language, languages: readonly Language[]): Field[] {
  const wanted = plain(query.trim())
  const rank = (field: Field): number => {
    const [label, key] = [plain(labelOf(field, language, languages)), field.key]
    if (label.startsWith(wanted) || key.startsWith(wanted)) return 0
    return label.includes(wanted) || key.includes(wanted) ? 1 : 2
  }
  return fields.filter((field) => field.type !== 'image').map((field) => ({ field, rank: rank(field) })).filter((it) => it.rank < 2)
    .sort((a, b) => a.rank - b.rank).map((it) => it.field).slice(0, MOST_OFFERED)
}

/** What is offered now, and the keys that choose from it. */
export interface Completions {
  readonly fields: readonly Field[]
  readonly active: number
  /** Whether the press chose something here. */
  readonly press: (event: KeyboardEvent) => boolean
  readonly choose: (field: Field) => void
}

/** What is offered for what is being typed. */
export function useCompletions(writing: Writing, layout: Layout): Completions {
  const query = useSyncExternalStore(writing.subscribe, () => writing.query())
  const [chosen, setChosen] = useState(0)
  useEffect(() => setChosen(0), [query])
  const fields = query === null ? [] : fieldsFor(query, layout.fields, writing.language, layout.languages)
  // Somebody may delete fields while they are offered.
  const active = Math.min(chosen, Math.max(fields.length - 1, 0))
  const choose = (field: Field): void => {
    writing.insertField(field.key)
    writing.focus()
  }
  return {
    fields, active, choose,
    press(event) {
      if (fields.length === 0) return false
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      if (by !== 0) setChosen((active + by + fields.length) % fields.length)
      else if (event.key === 'Enter' || event.key === 'Tab') {
        const field = fields[active]
        if (field !== undefined) choose(field)
      } else if (event.key === 'Escape') writing.stopCompleting()
      else return false
      event.preventDefault()
      return true
    },
  }
}

/** The list below the caret. */
export function CompletionList({ completions, writing, layout, at }: {
  readonly completions: Completions; readonly writing: Writing; readonly layout: Layout; readonly at: readonly [number, number]
}) {
  const t = useText()
  if (completions.fields.length === 0) return null
  return (
    <ul
      id={COMPLETIONS_ID} className="writing-completions popover" role="listbox" aria-label={t('writing-fields')}
      style={{ transform: `translate(${at[0].toFixed(0)}px, ${at[1].toFixed(0)}px)` }}
      onPointerDown={(event) => event.stopPropagation()} onMouseDown={(event) => event.preventDefault()} onDoubleClick={(event) => event.stopPropagation()}
    >
      {completions.fields.map((field, index) => (
        <li
          key={field.key} id={`${COMPLETIONS_ID}-${index.toString()}`} role="option" aria-selected={index === completions.active}
          onClick={() => completions.choose(field)}
        >
          <span>{labelOf(field, writing.language, layout.languages)}</span> <code>{field.key}</code>
        </li>
      ))}
    </ul>
  )
}
