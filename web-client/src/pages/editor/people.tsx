/** Who else is here, and following somebody. */
import { useEffect } from 'react'
import { useEditor, useEditorState, usePeers } from '../../canvas/context'
import { pageOrigin } from '../../canvas/scene'
import type { Peer } from '../../document/model'
import { useText } from '../../i18n'
import { plus } from '../../kernels/plane'
import { centreOn, toWindow } from '../../kernels/viewport'
import { goToPage } from '../../tools/actions'
import { AvatarStack, Button } from '../../ui'

/** One entry for a person, however many windows they have open; the one that was not quiet counts. */
function persons(peers: readonly Peer[]): Peer[] {
  const byPerson = new Map<string, Peer>()
  for (const peer of peers) {
    const { user, quiet } = peer.state
    if (!user) continue
    if (!byPerson.has(user.id) || quiet !== true) byPerson.set(user.id, peer)
  }
  return [...byPerson.values()]
}

/** Everybody else, by their letters. Pressing somebody goes where they are and stays with them. */
export function People() {
  const { state } = useEditor()
  const t = useText()
  const peers = persons(usePeers())
  if (peers.length === 0) return null
  return (
    <div className="bar-people" data-testid="people" data-count={peers.length}>
      <AvatarStack
        label={t('people-label')} max={4}
        people={peers.map(({ state: { user, quiet } }) => ({
          id: user?.id ?? '', name: user?.name ?? '', color: user?.color ?? '', quiet: quiet === true,
        }))}
        onPress={(id) => {
          const peer = peers.find((it) => it.state.user?.id === id)
          if (peer) state.set({ following: peer.clientId })
        }}
      />
    </div>
  )
}

/** Follows somebody's page and pointer until one moves the desk oneself. */
export function Following() {
  const { machine, state, draft } = useEditor()
  const t = useText()
  const id = useEditorState((it) => it.following)
  const peer = usePeers().find((it) => it.clientId === id)
  const page = peer?.state.page ?? peer?.state.cursor?.page
  const cursor = peer?.state.cursor

  useEffect(() => {
    if (id !== null && !peer) state.set({ following: null })
  }, [id, peer, state])

  useEffect(() => {
    if (page !== undefined && page !== state.get().page) goToPage(machine.ctx, page)
  }, [page, machine, state])

  useEffect(() => {
    if (id === null || !cursor) return
    const { viewport, window, fitted } = state.get()
    if (fitted) return
    const at = plus(pageOrigin(draft.view.layout(), cursor.page), cursor.at)
    const [x, y] = toWindow(viewport, at)
    const inside = x > 60 && y > 60 && x < window[0] - 60 && y < window[1] - 60
    if (!inside) state.set({ viewport: centreOn({ x: at[0], y: at[1], width: 0, height: 0 }, window, viewport.zoom) })
  }, [id, cursor, state, draft])

  const user = peer?.state.user
  if (!user) return null
  return (
    <div className="following" style={{ borderColor: user.color }} role="status">
      <span className="following-tag" style={{ background: user.color }}>
        {t('following', { name: user.name })}
        <Button variant="quiet" onPress={() => state.set({ following: null })}>{t('following-end')}</Button>
      </span>
    </div>
  )
}
