/** Where words are typed: grows with them, offers people behind an `@`, and sends with Mod+Enter. */
import { SendHorizontal } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useText } from '../i18n'
import { onMac, shownKeys } from '../tools/shown-keys'
import { Button } from '../ui'
import { lookingAt, sentWords, withMention, type Looking, type Meant } from './mentions'
import { useOffered } from './people'
import { useTalk, type Unsaid } from './talk'

/** The server takes no more characters. */
export const MOST_WORDS = 4_000

export interface ComposerProps {
  /** What is typed here, for those who hear it. */
  readonly label: string
  readonly placeholder: string
  readonly send: string
  readonly value: Unsaid
  readonly autoFocus?: boolean
  readonly onChange: (value: Unsaid) => void
  /** The words as they are sent; there are some. */
  readonly onSend: (body: string) => void
  readonly onCancel: () => void
  /** Stands beside the button. */
  readonly children?: ReactNode
}

/** A field for words, with a button that sends them. */
export function Composer({ label, placeholder, send, value, autoFocus = false, onChange, onSend, onCancel, children }: ComposerProps) {
  const t = useText()
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const caret = useRef<number | null>(null)
  const [looking, setLooking] = useState<Looking | null>(null)
  const [chosen, setChosen] = useState(0)
  const { isGuest } = useTalk()
  const people = useOffered(looking?.query ?? null)
  const active = Math.min(chosen, Math.max(people.length - 1, 0))
  const body = sentWords(value.words, value.chosen)
  const length = [...body].length
  const tooLong = length > MOST_WORDS
  useEffect(() => setChosen(0), [looking?.query])
  useEffect(() => {
    const node = field.current
    if (!autoFocus || node === null) return
    node.focus({ preventScroll: true })
    node.setSelectionRange(node.value.length, node.value.length)
  }, [autoFocus])
  // The field has its words anew when a name was put into them.
  useLayoutEffect(() => {
    if (caret.current !== null) field.current?.setSelectionRange(caret.current, caret.current)
    caret.current = null
  }, [value])

  const look = (): void => {
    const node = field.current
    setLooking(node === null || node.selectionStart !== node.selectionEnd ? null : lookingAt(node.value, node.selectionStart))
  }
  const choose = (person: Meant): void => {
    const node = field.current
    if (looking === null || node === null) return
    const put = withMention(value.words, looking, node.selectionStart, person)
    caret.current = put.caret
    setLooking(null)
    onChange({ words: put.words, chosen: [...value.chosen, person] })
    node.focus()
  }
  const submit = (): void => {
    if (body === '' || tooLong) return
    setLooking(null)
    onSend(body)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    const person = looking === null ? undefined : people[active]
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (person !== undefined && by !== 0) setChosen((active + by + people.length) % people.length)
    else if (person !== undefined && (event.key === 'Tab' || (event.key === 'Enter' && !event.ctrlKey && !event.metaKey))) choose(person)
    else if (person !== undefined && event.key === 'Escape') setLooking(null)
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
    else if (event.key === 'Escape') onCancel()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="composer">
      <div className="composer-field">
        <textarea
          ref={field} className="input input-area composer-words" rows={2} value={value.words} placeholder={placeholder} aria-label={label} data-testid="composer"
          onChange={(event) => {
            onChange({ words: event.target.value, chosen: value.chosen })
            look()
          }}
          onKeyDown={onKeyDown} onKeyUp={(event) => { if (/^(Arrow|Home|End)/.test(event.key) && people.length === 0) look() }} onClick={look}
          onBlur={() => setLooking(null)}
          aria-describedby={`${id}-hint`} {...(tooLong && { 'aria-invalid': true })}
          {...(people.length > 0 ? { 'aria-autocomplete': 'list' as const, 'aria-controls': `${id}-people`, 'aria-activedescendant': `${id}-${active.toString()}` } : {})}
        />
        {people.length > 0 && (
          <ul id={`${id}-people`} className="composer-people popover" role="listbox" aria-label={t('comment-people')} data-testid="mentionable">
            {people.map((person, index) => (
              <li
                key={person.id} id={`${id}-${index.toString()}`} role="option" aria-selected={index === active}
                // The keyboard stays in the field.
                onMouseDown={(event) => event.preventDefault()} onClick={() => choose(person)}
              >
                {person.name}
              </li>
            ))}
          </ul>
        )}
      </div>
      {/* Said, and seen where there are too many. */}
      <span id={`${id}-hint`} className={tooLong ? 'composer-hint field-error' : 'visually-hidden'}>
        {tooLong ? t('comment-too-long', { count: length - MOST_WORDS }) : t(isGuest ? 'guest-hint' : 'comment-hint')}
      </span>
      <div className="composer-foot">
        {children}
        <span className="composer-buttons">
          <Button variant="quiet" onPress={onCancel}>{t('cancel')}</Button>
          <Button
            variant="primary" icon={SendHorizontal} onPress={submit} shortcut={shownKeys('Mod+Enter', onMac())} tooltip={send} data-testid="send"
            disabledReason={body === '' ? t('comment-nothing') : tooLong ? t('comment-too-long', { count: length - MOST_WORDS }) : undefined}
          >
            {send}
          </Button>
        </span>
      </div>
    </div>
  )
}
