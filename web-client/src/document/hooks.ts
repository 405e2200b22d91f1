/**
 * React hooks over an open draft. Each re-renders only when what it gives changes.
 */
import { useCallback, useSyncExternalStore } from 'react'
import type { Element, History, Layout, LayoutView, OpenDraft, Peer, PresenceStore, RefusedEdits, SaveState } from './model'

/** The whole layout. A part of it (`usePart`) renders less. */
export function useLayout(view: LayoutView): Layout {
  return usePart(view, (layout) => layout)
}

/** One element; `undefined` when it is not (any more) part of the layout. */
export function useElement(view: LayoutView, id: string): Element | undefined {
  const subscribe = useCallback((listener: () => void) => view.subscribeElement(id, listener), [view, id])
  return useSyncExternalStore(subscribe, () => view.element(id))
}

/** Any part of the layout that keeps its identity while it says the same. */
export function usePart<T>(view: LayoutView, part: (layout: Layout) => T): T {
  const subscribe = useCallback((listener: () => void) => view.subscribe(listener), [view])
  return useSyncExternalStore(subscribe, () => part(view.layout()))
}

/** Whether there is a step to undo. */
export function useCanUndo(history: History): boolean {
  const subscribe = useCallback((listener: () => void) => history.subscribe(listener), [history])
  return useSyncExternalStore(subscribe, () => history.canUndo())
}

/** Whether there is a step to redo. */
export function useCanRedo(history: History): boolean {
  const subscribe = useCallback((listener: () => void) => history.subscribe(listener), [history])
  return useSyncExternalStore(subscribe, () => history.canRedo())
}

/** Everybody else in the draft. */
export function usePeers(presence: Pick<PresenceStore, 'peers' | 'subscribe'>): readonly Peer[] {
  const subscribe = useCallback((listener: () => void) => presence.subscribe(listener), [presence])
  return useSyncExternalStore(subscribe, () => presence.peers())
}

/** The truth about saving. */
export function useSaveState(draft: OpenDraft): SaveState {
  return useDraftPart(draft, () => draft.saveState())
}

/** Edits that were refused and wait for a decision. */
export function useRefused(draft: OpenDraft): RefusedEdits | null {
  return useDraftPart(draft, () => draft.refused())
}

/** What the server lets this person do in the draft. */
export function useAccess(draft: OpenDraft): ReturnType<OpenDraft['access']> {
  return useDraftPart(draft, () => draft.access())
}

/** Whether the layout is there. */
export function useLoaded(draft: OpenDraft): boolean {
  return useDraftPart(draft, () => draft.loaded())
}

function useDraftPart<T>(draft: OpenDraft, part: () => T): T {
  const subscribe = useCallback((listener: () => void) => draft.subscribe(listener), [draft])
  return useSyncExternalStore(subscribe, part)
}
