/** Going to a discussion, and from one to the next. */
import { useCallback } from 'react'
import { pageOrigin } from '../canvas/scene'
import { useEditor } from '../canvas/context'
import type { Editor } from '../canvas/context'
import { plus } from '../kernels/plane'
import { centreOn, toWindow } from '../kernels/viewport'
import { goToPage } from '../tools/actions'
import { useComments, type Comments } from './context'
import { listedPins, neighbourIn } from './list'
import type { Pin } from './pin'

/** What must be seen around a pin: its discussion opens beside it. */
const ROOM = 60

/** Opens a discussion, with what it hangs on in view. */
export function goToThread({ draft, state, machine }: Editor, { view }: Pick<Comments, 'view'>, pin: Pin, stepping = false): void {
  view.set({ stepping })
  state.set({ thread: pin.thread.id, commenting: null, following: null })
  if (pin.stand.state === 'pageless') return
  const { page, at } = pin.stand.place
  if (state.get().page !== page) goToPage(machine.ctx, page)
  const { viewport, window } = state.get()
  const desk = plus(pageOrigin(draft.view.layout(), page), at)
  const [x, y] = toWindow(viewport, desk)
  if (x > ROOM && y > ROOM && x < window[0] - ROOM && y < window[1] - ROOM) return
  state.set({ viewport: centreOn({ x: desk[0], y: desk[1], width: 0, height: 0 }, window, viewport.zoom), fitted: false })
}

/** Opens the next discussion of the list, or the one before. Whether there is any. */
export function stepThread(editor: Editor, comments: Pick<Comments, 'standing' | 'view' | 'discussions'>, by: 1 | -1): boolean {
  const { standing, view, discussions } = comments
  const { shown, thisPage } = view.get()
  const { page, thread } = editor.state.get()
  const open = thread === null ? undefined : discussions.thread(thread)
  const list = listedPins(standing.get(), { shown, page: thisPage ? page : null }, discussions.me)
  const next = neighbourIn(list.map((pin) => pin.thread.id), open?.id ?? null, by)
  const pin = list.find((it) => it.thread.id === next)
  if (pin) goToThread(editor, comments, pin, true)
  return pin !== undefined
}

/** Steps from where one is. */
export function useStepThread(): (by: 1 | -1) => void {
  const editor = useEditor()
  const comments = useComments()
  return useCallback((by) => { stepThread(editor, comments, by) }, [editor, comments])
}
