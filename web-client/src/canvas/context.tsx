/** What every part of an open editor shares, and the hooks to read it. */
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import * as document from '../document/hooks'
import type { Element, Geometry, Layout, OpenDraft, Page, Peer, RefusedEdits, SaveState } from '../document/model'
import type { Machine } from '../tools/machine'
import type { Uploads } from '../tools/uploads'
import type { Previews } from './previews'
import type { EditorState } from './state'
import { usePart, type Store } from './store'

/** An open editor: the draft, what the person has chosen, what is in flight, and the tools. */
export interface Editor {
  readonly draft: OpenDraft
  readonly state: Store<EditorState>
  readonly previews: Previews
  readonly machine: Machine
  readonly uploads: Uploads
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
export const useLayout = (): Layout => document.useLayout(useEditor().draft.view)

/** A part of the layout that keeps its identity while it says the same. */
export const useLayoutPart = <T,>(part: (layout: Layout) => T): T => document.usePart(useEditor().draft.view, part)

/** One element as the document has it. */
export const useElement = (id: string): Element | undefined => document.useElement(useEditor().draft.view, id)

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
export const usePeers = (): readonly Peer[] => document.usePeers(useEditor().draft.presence)

/** The truth about saving. */
export const useSaveState = (): SaveState => document.useSaveState(useEditor().draft)

/** Edits that were refused and wait for a decision. */
export const useRefused = (): RefusedEdits | null => document.useRefused(useEditor().draft)

/** What this person may do here. */
export const useAccess = (): Access => document.useAccess(useEditor().draft)

/** What the server lets a person do in a draft. */
export type Access = ReturnType<OpenDraft['access']>

/** Whether the layout may be changed. Until the server has spoken, one's own copy may be: it is judged when it is sent. */
export const mayEdit = (access: Access): boolean => access === 'edit' || access === 'unknown'

/** Whether words may be written: also by those who may change nothing else. */
export const mayType = (access: Access): boolean => mayEdit(access) || access === 'texts'
