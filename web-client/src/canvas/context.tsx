/** What every part of an open editor shares, and the hooks to read it. */
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import type { Element, Geometry, Layout, OpenDraft, Page, Peer, SaveState } from '../document/model'
import type { Machine } from '../tools/machine'
import type { Previews } from './previews'
import type { EditorState } from './state'
import { usePart, type Store } from './store'

/** An open editor: the draft, what the person has chosen, what is in flight, and the tools. */
export interface Editor {
  readonly draft: OpenDraft
  readonly state: Store<EditorState>
  readonly previews: Previews
  readonly machine: Machine
}

const EditorContext = createContext<Editor | null>(null)
export const EditorProvider = EditorContext.Provider

/** The editor that a component stands in. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error('stands outside of an editor')
  return editor
}

/** A part of the editor's state. */
export function useEditorState<T>(part: (state: EditorState) => T, same?: (a: T, b: T) => boolean): T {
  return usePart(useEditor().state, part, same)
}

/** The layout. Components that show a single element use {@link useElement}. */
export function useLayout(): Layout {
  const { view } = useEditor().draft
  return useSyncExternalStore(useCallback((listener) => view.subscribe(listener), [view]), () => view.layout())
}

/** A part of the layout that is compared by identity. */
export function useLayoutPart<T>(part: (layout: Layout) => T, same?: (a: T, b: T) => boolean): T {
  const { view } = useEditor().draft
  return usePart({ get: () => view.layout(), subscribe: (listener) => view.subscribe(listener) }, part, same)
}

/** One element as the document has it. */
export function useElement(id: string): Element | undefined {
  const { view } = useEditor().draft
  return useSyncExternalStore(useCallback((listener) => view.subscribeElement(id, listener), [view, id]), () => view.element(id))
}

/** Where an element is drawn instead of where it stands, while it is in flight. */
export function usePreview(id: string): Partial<Geometry> | undefined {
  const { previews } = useEditor()
  return useSyncExternalStore(useCallback((listener) => previews.subscribe(id, listener), [previews, id]), () => previews.get(id))
}

/** The current page. */
export function useCurrentPage(): Page | undefined {
  const id = useEditorState((state) => state.page)
  return useLayoutPart((layout) => layout.pages.find((page) => page.id === id) ?? layout.pages[0])
}

/** Everybody else in the room. */
export function usePeers(): readonly Peer[] {
  const { presence } = useEditor().draft
  return useSyncExternalStore(useCallback((listener) => presence.subscribe(listener), [presence]), () => presence.peers())
}

/** The truth about saving. */
export function useSaveState(): SaveState {
  const { draft } = useEditor()
  return useSyncExternalStore(useCallback((listener) => draft.subscribe(listener), [draft]), () => draft.saveState())
}

/** What this person may do here. */
export function useAccess(): ReturnType<OpenDraft['access']> {
  const { draft } = useEditor()
  return useSyncExternalStore(useCallback((listener) => draft.subscribe(listener), [draft]), () => draft.access())
}

/** Whether the layout may be changed. Until the server has spoken, one's own copy may be: it is judged when it is sent. */
export const mayEdit = (access: ReturnType<OpenDraft['access']>): boolean => access === 'edit' || access === 'unknown'
