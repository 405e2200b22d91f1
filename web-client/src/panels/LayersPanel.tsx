/** The layers: what stands on the page, front first, as a tree that can be put in another order. */
import {
  Circle, Eye, EyeOff, Folder, Hexagon, Image, Lock, LockOpen, Minus, PenLine, QrCode, Shapes, Signature, Square, Stamp, TextCursorInput, Type,
  type LucideIcon,
} from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { Collection, ListLayout, useDragAndDrop, Virtualizer, type ItemDropTarget, type Key } from 'react-aria-components'
import { useCurrentPage, useEditor, useEditorState, useLayoutPart } from '../canvas/context'
import { sameList } from '../canvas/store'
import type { Element, Layout } from '../document/model'
import { useText } from '../i18n'
import { bringIntoView } from '../tools/actions'
import { Icon, IconButton, Tree, TreeRow } from '../ui'
import { usePanelWrites, useReason } from './editing'
import { useElementBesidesWords, useName } from './elements'

const ICONS: Readonly<Record<Element['type'], LucideIcon>> = {
  text: Type, image: Image, rectangle: Square, ellipse: Circle, polygon: Hexagon, line: Minus, path: PenLine, qr: QrCode,
  signature: Signature, seal: Stamp, field: TextCursorInput, group: Folder, unknown: Shapes,
}

/** The icon that stands for an element. */
const iconOf = (element: Element): LucideIcon => ICONS[element.type]

/** Only the rows in sight are drawn: a layout may have some hundreds. */
const ROWS = { rowHeight: 28, padding: 8 }

interface Branch {
  readonly id: string
  readonly inside: readonly Branch[]
}

/** The tree of ids as text, so that it is made anew only when the order or the nesting changes. */
const outline = (layout: Layout, ids: readonly string[]): string =>
  ids.map((id) => {
    const children = layout.elements.get(id)?.children ?? []
    return children.length > 0 ? `${id}(${outline(layout, children)})` : id
  }).join(' ')

const branches = (layout: Layout, ids: readonly string[]): Branch[] =>
  ids.toReversed().map((id) => ({ id, inside: branches(layout, layout.elements.get(id)?.children ?? []) }))

/** The tree of elements of the current page. */
export function LayersPanel() {
  const { state, machine, draft } = useEditor()
  const t = useText()
  const page = useCurrentPage()
  const pageId = page?.id
  const shape = useLayoutPart((layout) => outline(layout, layout.pages.find((it) => it.id === pageId)?.children ?? []))
  const selection = useEditorState((it) => it.selection, sameList)
  const reason = useReason()
  const { step } = usePanelWrites()
  const [expanded, setExpanded] = useState<ReadonlySet<Key>>(new Set())

  // What is chosen on the page is seen in the tree, however deep it stands.
  useEffect(() => {
    const around = selection.flatMap((id) => groupsAround(draft.view.layout(), id))
    setExpanded((now) => (around.every((id) => now.has(id)) ? now : new Set([...now, ...around])))
  }, [selection, draft])

  const items = useMemo(() => {
    const layout = draft.view.layout()
    return branches(layout, layout.pages.find((it) => it.id === pageId)?.children ?? [])
    // The outline stands for the whole tree.
  }, [shape, draft, pageId])

  const drop = (ids: readonly string[], target: ItemDropTarget): void => {
    const to = draft.view.element(target.key.toString())
    if (!to || reason !== undefined) return
    if (target.dropPosition === 'on') {
      step((commands) => commands.place(ids, to.id, to.children.at(-1) ?? null))
      return
    }
    // The list is front first: before a row is in front of it.
    const siblings = draft.view.element(to.parent)?.children ?? draft.view.layout().pages.find((it) => it.id === to.parent)?.children ?? []
    const staying = siblings.filter((id) => !ids.includes(id) || id === to.id)
    const below = target.dropPosition === 'before' ? to.id : (staying[staying.indexOf(to.id) - 1] ?? null)
    step((commands) => commands.place(ids, to.parent, below))
  }

  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': key.toString() })),
    onMove: ({ keys, target }) => drop([...keys].map(String), target),
    getDropOperation: (target) =>
      target.type === 'item' && target.dropPosition === 'on' && draft.view.element(target.key.toString())?.type !== 'group' ? 'cancel' : 'move',
  })

  if (items.length === 0) return <p className="panel-empty">{t('layers-empty')}</p>
  return (
    // A tree cannot begin or cease to be dragged in: it is made anew when the right to write comes or goes.
    <Virtualizer key={String(reason === undefined)} layout={ListLayout} layoutOptions={ROWS}>
      <Tree
        aria-label={t('layers-label')} items={items} selectionMode="multiple" selectionBehavior="replace"
        selectedKeys={selection} expandedKeys={expanded} onExpandedChange={setExpanded}
        onSelectionChange={(keys) => {
          const ids = keys === 'all' ? items.map((it) => it.id) : [...keys as Set<Key>].map(String)
          if (sameList(ids, state.get().selection)) return
          state.set({ selection: ids, scope: scopeOf(draft.view.layout(), ids[0]) })
          const last = ids.at(-1)
          if (last !== undefined) bringIntoView(machine.ctx, last)
        }}
        {...(reason === undefined ? { dragAndDropHooks } : {})}
      >
        {(branch: Branch) => <LayerRow branch={branch} mayMove={reason === undefined} />}
      </Tree>
    </Virtualizer>
  )
}

/** The groups that an element stands in. */
function groupsAround(layout: Layout, id: string): string[] {
  const parent = scopeOf(layout, id)
  return parent === null ? [] : [parent, ...groupsAround(layout, parent)]
}

function scopeOf(layout: Layout, id: string | undefined): string | null {
  const parent = id === undefined ? undefined : layout.elements.get(id)?.parent
  return parent !== undefined && layout.elements.has(parent) ? parent : null
}

function LayerRow({ branch, mayMove }: { readonly branch: Branch; readonly mayMove: boolean }) {
  const t = useText()
  const element = useElementBesidesWords(branch.id)
  const name = useName(branch.id)
  const [renaming, setRenaming] = useState(false)
  const { set } = usePanelWrites()
  if (!element) return <TreeRow id={branch.id} textValue={branch.id} expandLabel={t('layer-expand')} />
  const rename = (value: string): void => {
    setRenaming(false)
    const wanted = value.trim()
    if (wanted !== (element.name ?? name)) set([element.id], { name: wanted === '' ? undefined : wanted })
  }
  return (
    <TreeRow
      id={branch.id} textValue={name} icon={<Icon of={iconOf(element)} size={14} />} expandLabel={t('layer-expand')}
      {...(mayMove ? { draggable: true, dragLabel: t('layer-move', { name }) } : {})}
      label={renaming
        ? (
          <input
            className="layer-input" defaultValue={element.name ?? name} autoFocus aria-label={t('layer-name')}
            onFocus={(event) => event.target.select()} onBlur={(event) => rename(event.target.value)}
            onPointerDown={(event) => event.stopPropagation()}
            onKeyDown={(event) => {
              event.stopPropagation()
              if (event.key === 'Enter') rename(event.currentTarget.value)
              if (event.key === 'Escape') setRenaming(false)
            }}
          />
          )
        : (
          <span className={element.hidden ? 'layer-name layer-hidden' : 'layer-name'} data-layer-id={branch.id} onDoubleClick={() => { if (mayMove) setRenaming(true) }}>{name}</span>
          )}
      trailing={mayMove && !renaming && <LayerSwitches element={element} />}
    >
      <Collection items={branch.inside}>
        {(inside: Branch) => <LayerRow branch={inside} mayMove={mayMove} />}
      </Collection>
    </TreeRow>
  )
}

function LayerSwitches({ element }: { readonly element: Element }) {
  const t = useText()
  const { set } = usePanelWrites()
  return (
    <>
      <span className={element.locked ? 'layer-switch layer-switch-on' : 'layer-switch'}>
        <IconButton icon={element.locked ? Lock : LockOpen} label={element.locked ? t('layer-unlock') : t('layer-lock')} onPress={() => set([element.id], { locked: !element.locked })} />
      </span>
      <span className={element.hidden ? 'layer-switch layer-switch-on' : 'layer-switch'}>
        <IconButton icon={element.hidden ? EyeOff : Eye} label={element.hidden ? t('layer-show') : t('layer-hide')} onPress={() => set([element.id], { hidden: !element.hidden })} />
      </span>
    </>
  )
}
