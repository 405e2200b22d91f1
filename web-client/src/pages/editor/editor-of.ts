/** Makes an editor over an open draft, and keeps what it has chosen in step with what there is. */
import { mayEdit, mayType, type Editor } from '../../canvas/context'
import { Previews } from '../../canvas/previews'
import { freshState } from '../../canvas/state'
import { pageOrigin } from '../../canvas/scene'
import { sameList } from '../../canvas/store'
import type { Language, OpenDraft } from '../../document/model'
import { minus, times } from '../../kernels/plane'
import { panBy, scaleOf } from '../../kernels/viewport'
import { goToPage } from '../../tools/actions'
import { Machine } from '../../tools/machine'
import { finishPen } from '../../tools/pen'
import { tools } from '../../tools/tools'
import { Uploads, type UploadTellings } from '../../tools/uploads'

/** What an editor tells the person in passing. */
export interface Tellings {
  readonly needsField: () => void
  readonly uploads: UploadTellings
  /** What was being moved or typed into is no longer there. */
  readonly lost: () => void
  /** Whether the person may say something about it. */
  readonly mayComment: () => boolean
}

/** Opens an editor; `close` ends its subscriptions, not the draft. */
export function editorOf(draft: OpenDraft, language: Language, organisation: string, { needsField, lost, uploads: told, mayComment }: Tellings): { readonly editor: Editor; readonly close: () => void } {
  const state = freshState(language)
  const previews = new Previews(draft.presence)
  const machine = new Machine({ draft, state, previews, organisation, mayEdit: () => mayEdit(draft.access()), mayType: () => mayType(draft.access()), mayComment: () => mayComment() && draft.access() !== 'closed', needsField }, tools)
  const uploads = new Uploads(machine.ctx, told)

  /** Drops what somebody else deleted from the selection, and goes to a page that exists. */
  const prune = (): void => {
    const layout = draft.view.layout()
    const { selection, scope, page, editing, shaping, picking } = state.get()
    const there = selection.filter((id) => layout.elements.has(id))
    const held = [...previews.own().keys()]
    const letGo = held.length > 0 && !held.some((id) => layout.elements.has(id)) && machine.cancel()
    if (letGo || (editing !== null && !layout.elements.has(editing))) lost()
    state.set({
      ...(there.length === selection.length ? {} : { selection: there }),
      ...(scope !== null && !layout.elements.has(scope) ? { scope: null } : {}),
      ...(editing !== null && !layout.elements.has(editing) ? { editing: null } : {}),
      ...(shaping !== null && !layout.elements.has(shaping.id) ? { shaping: null } : {}),
      ...(picking?.kind === 'fill' && !layout.elements.has(picking.id) ? { picking: null } : {}),
    })
    const [first] = layout.pages
    if (!first || layout.pages.some((it) => it.id === page)) return
    if (page === '') state.set({ page: first.id })
    else goToPage(machine.ctx, first.id)
  }

  /** Keeps the current page where it is in the window when pages before it come, go or change their size. */
  let place = { page: '', at: pageOrigin(draft.view.layout(), '') }
  const steady = (): void => {
    const { page, viewport } = state.get()
    const at = pageOrigin(draft.view.layout(), page)
    if (page === place.page && (at[0] !== place.at[0] || at[1] !== place.at[1])) {
      state.set({ viewport: panBy(viewport, times(minus(place.at, at), scaleOf(viewport))) })
    }
    place = { page, at }
  }
  const notePlace = (): void => {
    const { page } = state.get()
    if (page !== place.page) place = { page, at: pageOrigin(draft.view.layout(), page) }
  }

  let shared: { selection: readonly string[]; tool: string; page: string; language: string } | null = null
  /** Tells others what is chosen. */
  const share = (): void => {
    const { selection, tool, page, language: shown } = state.get()
    if (shared && sameList(shared.selection, selection) && shared.tool === tool && shared.page === page && shared.language === shown) return
    shared = { selection, tool, page, language: shown }
    draft.presence.set({ selection, tool, page, language: shown })
  }

  /** Elements whose geometry somebody else has just written no longer need their last gesture. */
  const watched = new Map<string, () => void>()
  const settle = (): void => {
    for (const { state: peer } of draft.presence.peers()) {
      for (const id of Object.keys(peer.gesture?.elements ?? {})) {
        if (watched.has(id)) continue
        const stop = draft.view.subscribeElement(id, () => {
          previews.settled(id)
          if (draft.view.element(id)) return
          watched.delete(id)
          stop()
        })
        watched.set(id, stop)
      }
    }
  }

  /** Whoever takes another tool, another page or another element has done with the path at hand. */
  const endDrawing = (): void => {
    const { tool, pen, shaping, selection } = state.get()
    if (pen !== null && tool !== 'path') finishPen(machine.ctx)
    else if (shaping !== null && (tool !== 'select' || selection.length !== 1 || selection[0] !== shaping.id)) state.set({ shaping: null })
  }

  const firstLanguage = (): void => {
    const { languages } = draft.view.layout()
    const [first] = languages
    if (draft.loaded() && first !== undefined && !languages.includes(state.get().language)) state.set({ language: first })
  }

  const stops = [
    draft.view.subscribe(() => {
      steady()
      prune()
    }),
    state.subscribe(share),
    state.subscribe(notePlace),
    draft.presence.subscribe(settle),
    draft.subscribe(() => {
      if (!mayEdit(draft.access())) {
        machine.cancel()
        state.set({ pen: null, shaping: null, picking: null })
      }
      if (!mayType(draft.access())) state.set({ editing: null })
    }),
    state.subscribe(endDrawing),
  ]
  prune()
  share()
  firstLanguage()
  return {
    editor: { draft, state, previews, machine, uploads },
    close: () => {
      uploads.close()
      for (const stop of stops) stop()
      for (const stop of watched.values()) stop()
      machine.cancel()
      previews.close()
    },
  }
}
