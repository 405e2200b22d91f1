/** The pins of discussions, on the desk and on a guest's sheet. Pins that would cover one another are one, which opens as a list. */
import { Flag } from 'lucide-react'
import { useMemo, type CSSProperties, type SyntheticEvent } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { Pair } from '../document/model'
import { useText } from '../i18n'
import { clustersOf } from '../kernels/pins'
import { Icon, Menu, MenuItem } from '../ui'
import { isUnsent } from './acts'
import { useAuthorName } from './Comment'
import type { Pin } from './pin'
import { useFirstWords } from './SaidWords'
import { useGoneWord } from './ThreadView'
import './comments.css'

/** Pins nearer to each other than this cover one another, in pixels. */
const COVERS = 18

/** Which page element is a discussion's pin. */
export const pinId = (thread: string): string => `pin-${thread}`

/** Whoever closes a discussion is at its pin again, or at what is named by `otherwise`. */
export function focusPin(thread: string, otherwise: string): void {
  const from = document.activeElement
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body && document.activeElement !== from) return
    const node = document.getElementById(pinId(thread)) ?? document.querySelector<HTMLElement>(otherwise)
    node?.focus({ preventScroll: true })
  })
}

export interface PinMarksProps {
  /** Pins, and where they point; any unit does. */
  readonly pins: readonly { readonly pin: Pin; readonly at: Pair }[]
  /** Pixels for that unit. */
  readonly scale: number
  readonly toPixels: (at: Pair) => Pair
  /** The discussion that is open. */
  readonly open: string | undefined
  /** Where one is about to begin. */
  readonly next: Pair | null
  readonly onPress: (pin: Pin, isOpen: boolean) => void
}

/** All pins of a ground. */
export function PinMarks({ pins, scale, toPixels, open, next, onPress }: PinMarksProps) {
  const t = useText()
  const clusters = useMemo(() => clustersOf(pins.map(({ pin, at }) => ({ id: pin.thread.id, at })), COVERS / scale), [pins, scale])
  const byId = new Map(pins.map(({ pin }) => [pin.thread.id, pin]))
  return (
    <div className="pins" role="group" aria-label={t('comment-pins')} data-testid="pins">
      {clusters.map(({ at, ids }) => {
        const [first, ...more] = ids.flatMap((id) => byId.get(id) ?? [])
        const where = toPixels(at)
        if (!first) return null
        return more.length === 0
          ? <SinglePin key={first.thread.id} pin={first} at={where} isOpen={first.thread.id === open} onPress={onPress} />
          : <ManyPins key={first.thread.id} pins={[first, ...more]} at={where} open={open} onPress={onPress} />
      })}
      {next && <span className="pin pin-next" style={placed(toPixels(next))} aria-hidden />}
    </div>
  )
}

const placed = ([x, y]: Pair): CSSProperties => ({ transform: `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(0, -100%)` })

/** What lies on the desk keeps the pointer from the tools. */
const keep = { onPointerDown: (event: SyntheticEvent) => event.stopPropagation(), onDoubleClick: (event: SyntheticEvent) => event.stopPropagation() }

function SinglePin({ pin, at, isOpen, onPress }: { readonly pin: Pin; readonly at: Pair; readonly isOpen: boolean } & Pick<PinMarksProps, 'onPress'>) {
  const t = useText()
  const goneWord = useGoneWord()
  const authorName = useAuthorName()
  const firstWords = useFirstWords()
  const { thread, stand } = pin
  const first = thread.comments[0]
  const spoken = [
    isUnsent(thread.id) ? t('comment-new') : t('comment-pin', { number: thread.number, name: first ? authorName(first.author) : '', words: firstWords(first) }),
    thread.state === 'resolved' ? t('comment-resolved') : '', thread.blocking && thread.state === 'open' ? t('comment-blocking') : '', thread.unread ? t('comment-unread') : '',
    stand.state === 'gone' ? goneWord(stand) : '',
  ].filter((it) => it !== '').join(', ')
  return (
    <span className="pin-place" style={placed(at)} {...keep}>
      <AriaButton
        id={pinId(thread.id)} className={classesOf(pin, isOpen)} aria-label={spoken} aria-haspopup="dialog" aria-expanded={isOpen} data-testid="pin" data-number={thread.number}
        data-stand={stand.state}
        onPress={() => onPress(pin, isOpen)}
      >
        <span className="pin-number" aria-hidden>{isUnsent(thread.id) ? '…' : thread.number}</span>
        {thread.blocking && thread.state === 'open' && <span className="pin-flag"><Icon of={Flag} size={10} /></span>}
      </AriaButton>
    </span>
  )
}

function classesOf({ thread, stand }: Pin, isOpen: boolean): string {
  const classes = ['pin']
  if (thread.unread) classes.push('pin-unread')
  if (thread.state === 'resolved') classes.push('pin-resolved')
  if (stand.state === 'gone') classes.push('pin-gone')
  if (isOpen) classes.push('pin-open')
  return classes.join(' ')
}

function ManyPins({ pins, at, open, onPress }: { readonly pins: readonly Pin[]; readonly at: Pair } & Pick<PinMarksProps, 'open' | 'onPress'>) {
  const t = useText()
  const authorName = useAuthorName()
  const firstWords = useFirstWords()
  const isOpen = pins.some(({ thread }) => thread.id === open)
  const unread = pins.some(({ thread }) => thread.unread)
  const count = pins.length
  const shown = pins.find(({ thread }) => thread.id === open) ?? pins[0]
  // Who speaks to the page says what they see on the pin, so its name begins with that.
  const mark = `${pins[0]?.thread.number ?? ''}+${(count - 1).toString()}`
  const spoken = [mark, t('comment-many', { count }), unread ? t('comment-unread') : ''].filter((it) => it !== '').join(', ')
  return (
    <span className="pin-place" style={placed(at)} {...keep}>
      <Menu
        label={t('comment-many', { count })}
        trigger={(
          <AriaButton
            {...(shown && { id: pinId(shown.thread.id) })} className={['pin pin-many', unread ? 'pin-unread' : '', isOpen ? 'pin-open' : ''].join(' ')} data-testid="pin-many" data-count={count}
            aria-label={spoken}
          >
            <span className="pin-number" aria-hidden>{mark}</span>
          </AriaButton>
        )}
      >
        {pins.map((pin) => {
          const first = pin.thread.comments[0]
          return (
            <MenuItem
              key={pin.thread.id} data-testid="pin-in-list" onAction={() => onPress(pin, false)}
              label={isUnsent(pin.thread.id) ? firstWords(first) : t('comment-pin', { number: pin.thread.number, name: first ? authorName(first.author) : '', words: firstWords(first) })}
            />
          )
        })}
      </Menu>
    </span>
  )
}
