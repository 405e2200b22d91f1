/** Where others write: their carets and selections in their colours, with their names, in the text as it is shown here. */
import { useRef } from 'react'
import type { Element, Peer } from '../../document/model'
import { caretAt, useFaces } from '../../text'
import { useEditor, useEditorState, useLayoutPart, usePeers } from '../context'
import { useDrawn } from '../Overlay'
import { CaretMark, Stretch } from './Marks'
import { inWindow, placeOf, transformOf } from './place'
import { typeset } from './typeset'

/** A person whose colour has not come yet is drawn in ink. */
const NO_COLOR = '#5a5f69'

/** Everybody else's carets. */
export function PeersCarets() {
  const language = useEditorState((state) => state.language)
  const look = useDrawn()
  const peers = usePeers()
  return peers.map((peer) => {
    const element = peer.state.text?.language === language ? look(peer.state.text.element) : undefined
    return element?.typography && !element.hidden ? <PeerCaret key={`${peer.clientId.toString()} ${element.id} ${language}`} peer={peer} element={element} /> : null
  })
}

function PeerCaret({ peer, element }: { readonly peer: Peer; readonly element: Element }) {
  useFaces()
  const { draft } = useEditor()
  const layout = useLayoutPart((it) => it)
  const viewport = useEditorState((state) => state.viewport)
  const { text, user, quiet } = peer.state
  /** Words travel slower than the caret behind them: until they are here it stays where it was. */
  const last = useRef<readonly [number, number] | null>(null)
  if (text == null) return null
  const anchor = draft.anchors.at(element.id, text.language, text.anchor)
  const caret = draft.anchors.at(element.id, text.language, text.caret)
  if (anchor !== null && caret !== null) last.current = [anchor, caret]
  const set = typeset(element, layout, text.language)
  if (last.current === null || set === undefined) return null
  const [from, to] = last.current
  const color = user?.color ?? NO_COLOR
  const place = placeOf(draft.view, layout, element, viewport)
  const mark = caretAt(set, to)
  const [x, y] = inWindow(place, [mark.x, mark.top])
  const className = quiet === true ? 'peer-quiet' : undefined
  return (
    <>
      <svg className="desk-overlay" aria-hidden>
        <g className={className} transform={transformOf(place)} data-testid="peer-caret" data-name={user?.name} data-index={to}>
          {from !== to && <Stretch set={set} from={Math.min(from, to)} to={Math.max(from, to)} className="peer-selected" color={color} />}
          <CaretMark set={set} index={to} className="peer-caret" color={color} />
        </g>
      </svg>
      {user && <span className={quiet === true ? 'peer-caret-name peer-quiet' : 'peer-caret-name'} aria-hidden style={{ background: color, transform: `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-1px, -100%)` }}>{user.name}</span>}
    </>
  )
}
