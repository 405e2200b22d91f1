/** The pins on the desk, and the words that are spoken about. */
import { useMemo } from 'react'
import { useEditor, useEditorState, useLayoutPart } from '../canvas/context'
import { pageOrigin, pagePlaces } from '../canvas/scene'
import type { Language, Pair } from '../document/model'
import { Stretch } from '../canvas/writing/Marks'
import { transformOf } from '../canvas/writing/place'
import { typeset } from '../canvas/writing/typeset'
import { pagePose } from '../kernels/frame'
import { plus } from '../kernels/plane'
import { scaleOf, toWindow } from '../kernels/viewport'
import { useFaces } from '../text'
import { useDrawn } from '../canvas/Overlay'
import { useComments, useCommentsView, useListed, useOpenPin } from './context'
import { pinsOnSheet } from './list'
import type { Pin } from './pin'
import { PinMarks } from './PinMarks'
import { goToThread } from './step'

/** Everything of discussions that lies on the pages. */
export function PinsOnDesk() {
  const open = useOpenPin()
  const listed = useListed()
  const hidden = useCommentsView((view) => view.pinsHidden)
  const pins = useMemo(() => pinsOnSheet(listed, open, hidden), [listed, open, hidden])
  return (
    <>
      <Quotes pins={pins} open={open?.thread.id} />
      <Pins pins={pins} open={open?.thread.id} />
    </>
  )
}

function Pins({ pins, open }: { readonly pins: readonly Pin[]; readonly open: string | undefined }) {
  const editor = useEditor()
  const comments = useComments()
  const viewport = useEditorState((state) => state.viewport)
  const commenting = useEditorState((state) => state.commenting)
  const places = useLayoutPart(pagePlaces)
  const marked = useMemo(() => pins.flatMap((pin) => {
    const at = onDesk(pin, places)
    return at ? [{ pin, at }] : []
  }), [pins, places])
  const next = commenting && onDesk(comments.standing.standOf(commenting), places)
  return (
    <PinMarks
      pins={marked} scale={scaleOf(viewport)} toPixels={(at) => toWindow(viewport, at)} open={open} next={next ?? null}
      onPress={(pin, isOpen) => {
        if (isOpen) editor.state.set({ thread: null })
        else goToThread(editor, comments, pin)
      }}
    />
  )
}

function onDesk({ stand }: Pick<Pin, 'stand'>, places: ReturnType<typeof pagePlaces>): Pair | undefined {
  const origin = stand.state === 'pageless' ? undefined : places.get(stand.place.page)
  return stand.state === 'pageless' || !origin ? undefined : plus([origin.x, origin.y], stand.place.at)
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
