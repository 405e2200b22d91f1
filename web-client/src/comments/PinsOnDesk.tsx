/** The pins on the desk, and the words that are spoken about. Pins that would cover one another are one, which opens as a list. */
import { Flag } from 'lucide-react'
import { useMemo } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useEditor, useEditorState, useLayoutPart } from '../canvas/context'
import { pageOrigin, pagePlaces } from '../canvas/scene'
import type { Language, Pair } from '../document/model'
import { useText } from '../i18n'
import { Stretch } from '../canvas/writing/Marks'
import { transformOf } from '../canvas/writing/place'
import { typeset } from '../canvas/writing/typeset'
import { pagePose } from '../kernels/frame'
import { clustersOf } from '../kernels/pins'
import { plus } from '../kernels/plane'
import { scaleOf, toWindow } from '../kernels/viewport'
import { useFaces } from '../text'
import { useDrawn } from '../canvas/Overlay'
import { Icon, Menu, MenuItem } from '../ui'
import { isUnsent } from './acts'
import { useAuthorName } from './Comment'
import { useComments, useListed, useOpenPin } from './context'
import { useFirstWords } from './SaidWords'
import type { Pin } from './standing'
import { goToThread } from './step'
import './comments.css'

/** Pins nearer to each other than this cover one another, in pixels. */
const COVERS = 18

/** Which page element is a discussion's pin. */
export const pinId = (thread: string): string => `pin-${thread}`

/** Everything of discussions that lies on the pages. */
export function PinsOnDesk() {
  const open = useOpenPin()
  const listed = useListed()
  const pins = useMemo(() => (open && !listed.some(({ thread }) => thread.id === open.thread.id) ? [...listed, open] : listed), [listed, open])
  return (
    <>
      <Quotes pins={pins} open={open?.thread.id} />
      <Pins pins={pins} open={open?.thread.id} />
    </>
  )
}

function Pins({ pins, open }: { readonly pins: readonly Pin[]; readonly open: string | undefined }) {
  const t = useText()
  const viewport = useEditorState((state) => state.viewport)
  const commenting = useEditorState((state) => state.commenting)
  const places = useLayoutPart(pagePlaces)
  const { standing } = useComments()
  const scale = scaleOf(viewport)
  const clusters = useMemo(() => {
    const placed = pins.flatMap((pin) => {
      const at = onDesk(pin, places)
      return at ? [{ id: pin.thread.id, at }] : []
    })
    return clustersOf(placed, COVERS / scale)
  }, [pins, places, scale])
  const byId = new Map(pins.map((pin) => [pin.thread.id, pin]))
  const next = commenting && onDesk(standing.standOf(commenting), places)
  return (
    <div className="pins" role="group" aria-label={t('comment-pins')} data-testid="pins">
      {clusters.map(({ at, ids }) => {
        const [first, ...more] = ids.flatMap((id) => byId.get(id) ?? [])
        const where = toWindow(viewport, at)
        if (!first) return null
        return more.length === 0
          ? <SinglePin key={first.thread.id} pin={first} at={where} isOpen={first.thread.id === open} />
          : <ManyPins key={first.thread.id} pins={[first, ...more]} at={where} open={open} />
      })}
      {next && <span className="pin pin-next" style={placed(toWindow(viewport, next))} aria-hidden />}
    </div>
  )
}

function onDesk({ stand }: Pick<Pin, 'stand'>, places: ReturnType<typeof pagePlaces>): Pair | undefined {
  const origin = stand.state === 'pageless' ? undefined : places.get(stand.place.page)
  return stand.state === 'pageless' || !origin ? undefined : plus([origin.x, origin.y], stand.place.at)
}

const placed = ([x, y]: Pair): React.CSSProperties => ({ transform: `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(0, -100%)` })

/** What lies on the desk keeps the pointer from the tools. */
const keep = { onPointerDown: (event: React.SyntheticEvent) => event.stopPropagation(), onDoubleClick: (event: React.SyntheticEvent) => event.stopPropagation() }

function SinglePin({ pin, at, isOpen }: { readonly pin: Pin; readonly at: Pair; readonly isOpen: boolean }) {
  const t = useText()
  const editor = useEditor()
  const comments = useComments()
  const authorName = useAuthorName()
  const firstWords = useFirstWords()
  const { thread, stand } = pin
  const first = thread.comments[0]
  const spoken = [
    isUnsent(thread.id) ? t('comment-new') : t('comment-pin', { number: thread.number, name: first ? authorName(first.author) : '', words: firstWords(first) }),
    thread.state === 'resolved' ? t('comment-resolved') : '', thread.blocking && thread.state === 'open' ? t('comment-blocking') : '', thread.unread ? t('comment-unread') : '',
    stand.state === 'gone' ? t('comment-element-deleted') : '',
  ].filter((it) => it !== '').join(', ')
  return (
    <span className="pin-place" style={placed(at)} {...keep}>
      <AriaButton
        id={pinId(thread.id)} className={classesOf(pin, isOpen)} aria-label={spoken} aria-haspopup="dialog" aria-expanded={isOpen} data-testid="pin" data-number={thread.number}
        data-stand={stand.state}
        onPress={() => {
          if (isOpen) editor.state.set({ thread: null })
          else goToThread(editor, comments, pin)
        }}
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

function ManyPins({ pins, at, open }: { readonly pins: readonly Pin[]; readonly at: Pair; readonly open: string | undefined }) {
  const t = useText()
  const editor = useEditor()
  const comments = useComments()
  const authorName = useAuthorName()
  const firstWords = useFirstWords()
  const isOpen = pins.some(({ thread }) => thread.id === open)
  const unread = pins.some(({ thread }) => thread.unread)
  const count = pins.length
  const shown = pins.find(({ thread }) => thread.id === open) ?? pins[0]
  return (
    <span className="pin-place" style={placed(at)} {...keep}>
      <Menu
        label={t('comment-many', { count })}
        trigger={(
          <AriaButton
            {...(shown && { id: pinId(shown.thread.id) })} className={['pin pin-many', unread ? 'pin-unread' : '', isOpen ? 'pin-open' : ''].join(' ')} data-testid="pin-many" data-count={count}
            aria-label={unread ? `${t('comment-many', { count })}, ${t('comment-unread')}` : t('comment-many', { count })}
          >
            <span className="pin-number" aria-hidden>{`${pins[0]?.thread.number ?? ''}+${(count - 1).toString()}`}</span>
          </AriaButton>
        )}
      >
        {pins.map((pin) => {
          const first = pin.thread.comments[0]
          return (
            <MenuItem
              key={pin.thread.id} data-testid="pin-in-list" onAction={() => goToThread(editor, comments, pin)}
              label={isUnsent(pin.thread.id) ? firstWords(first) : t('comment-pin', { number: pin.thread.number, name: first ? authorName(first.author) : '', words: firstWords(first) })}
            />
          )
        })}
      </Menu>
    </span>
  )
}

/** The words that discussions are about, in the language that is shown. */
function Quotes({ pins, open }: { readonly pins: readonly Pin[]; readonly open: string | undefined }) {
  const { standing } = useComments()
  const language = useEditorState((state) => state.language)
  const quoting = useEditorState((state) => state.quoting)
  const commenting = useEditorState((state) => state.commenting)
  const next = commenting?.kind === 'passage' ? standing.standOf(commenting) : undefined
  const found = next?.words?.found
  return (
    <svg className="desk-overlay" aria-hidden>
      {pins.map(({ thread, words, element }) => words?.found && element && words.language === language && (
        <Quoted
          key={thread.id} element={element.id} language={language} from={words.found.from} to={words.found.to}
          className={thread.id === open ? 'quoted quoted-open' : thread.state === 'resolved' ? 'quoted quoted-resolved' : 'quoted'}
        />
      ))}
      {quoting && quoting.language === language && <Quoted {...quoting} className="quoted quoted-open" />}
      {found && next.element && <Quoted element={next.element.id} language={language} from={found.from} to={found.to} className="quoted quoted-open" />}
    </svg>
  )
}

function Quoted({ element: id, language, from, to, className }: {
  readonly element: string; readonly language: Language; readonly from: number; readonly to: number; readonly className: string
}) {
  useFaces()
  const layout = useLayoutPart((it) => it)
  const viewport = useEditorState((state) => state.viewport)
  const look = useDrawn()
  const element = look(id)
  const set = element && typeset(element, layout, language)
  if (!element || element.hidden || set === undefined || set.waiting) return null
  // As it is drawn: also while somebody moves it.
  const place = { pose: pagePose(look, id), origin: pageOrigin(layout, element.page), viewport }
  return <g transform={transformOf(place)}><Stretch set={set} from={from} to={to} className={className} /></g>
}
