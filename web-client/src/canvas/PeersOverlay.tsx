/** Everybody else on the desk: what they have chosen, and their pointers with their names. */
import { memo } from 'react'
import type { Pair, Peer } from '../document/model'
import { useEditor, useEditorState, useLayoutPart, usePeers } from './context'
import { Outline, outline, pageToWindow, useDrawn } from './Overlay'
import { pageOrigin, pagePlaces } from './scene'
import { selectionBox } from '../kernels/frame'

/** A person whose colour has not come yet is drawn in ink. */
const NO_COLOR = '#5a5f69'

/** The frames around what others have chosen. */
export function PeersSelections() {
  const peers = usePeers().filter((peer) => (peer.state.selection?.length ?? 0) > 0)
  return (
    <svg className="desk-overlay" aria-hidden>
      {peers.map((peer) => <PeerSelection key={peer.clientId} peer={peer} />)}
    </svg>
  )
}

function PeerSelection({ peer }: { readonly peer: Peer }) {
  const { draft } = useEditor()
  const viewport = useEditorState((state) => state.viewport)
  const look = useDrawn()
  const chosen = (peer.state.selection ?? []).filter((id) => look(id))
  const first = chosen[0] === undefined ? undefined : look(chosen[0])
  const box = selectionBox(look, chosen)
  if (!first || !box) return null
  const origin = pageOrigin(draft.view.layout(), first.page)
  const style = { stroke: peer.state.user?.color ?? NO_COLOR }
  return (
    <g className={peer.state.quiet === true ? 'peer-selection peer-quiet' : 'peer-selection'} data-testid="peer-selection">
      {chosen.map((id) => <Outline key={id} id={id} viewport={viewport} origin={origin} className="peer-frame" style={style} />)}
      {chosen.length > 1 && <polygon className="peer-frame peer-frame-outer" style={style} points={outline(viewport, origin, box)} />}
    </g>
  )
}

/** The pointers of everybody else. */
export function PeersCursors() {
  const { draft } = useEditor()
  const peers = usePeers()
  const viewport = useEditorState((state) => state.viewport)
  useLayoutPart(pagePlaces)
  const layout = draft.view.layout()
  return (
    <div className="desk-cursors" aria-hidden>
      {peers.map((peer) => {
        const { cursor, user, quiet } = peer.state
        if (!cursor || !user) return null
        const at = pageToWindow(viewport, pageOrigin(layout, cursor.page), cursor.at)
        return <Cursor key={peer.clientId} at={at} name={user.name} color={user.color} quiet={quiet === true} />
      })}
    </div>
  )
}

const Cursor = memo(function Cursor({ at, name, color, quiet }: { readonly at: Pair; readonly name: string; readonly color: string; readonly quiet: boolean }) {
  return (
    <div className={quiet ? 'cursor peer-quiet' : 'cursor'} data-testid="peer-cursor" data-name={name} style={{ transform: `translate(${at[0].toFixed(1)}px, ${at[1].toFixed(1)}px)` }}>
      <svg width={18} height={20} viewBox="0 0 18 20"><path d="M2 1.5 L15.5 12.2 L9.2 12.9 L5.8 18.3 Z" fill={color} stroke="#fff" strokeWidth={1.4} strokeLinejoin="round" /></svg>
      <span style={{ background: color }}>{name}</span>
    </div>
  )
}, (a, b) => a.name === b.name && a.color === b.color && a.quiet === b.quiet && a.at[0] === b.at[0] && a.at[1] === b.at[1])
