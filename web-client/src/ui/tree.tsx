import { ChevronRight, GripVertical } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Button, GridList as AriaGridList, GridListItem as AriaGridListItem, Tree as AriaTree, TreeItem as AriaTreeItem, TreeItemContent,
  type GridListItemProps as AriaGridListItemProps, type GridListProps as AriaGridListProps,
  type TreeItemProps as AriaTreeItemProps, type TreeProps as AriaTreeProps,
} from 'react-aria-components'
import { Icon } from './icon'
import './tree.css'

/** A list whose rows hold controls; arrow keys walk the rows, Tab goes into one. */
export function GridList<T extends object>(props: Omit<AriaGridListProps<T>, 'className' | 'style'>) {
  return <AriaGridList {...props} className="grid-list" />
}

export function GridListItem(props: Omit<AriaGridListItemProps, 'className' | 'style'>) {
  return <AriaGridListItem {...props} className="grid-row" />
}

/** Rows that hold rows: layers. Drag and drop by `dragAndDropHooks`, with the keyboard too. */
export function Tree<T extends object>(props: Omit<AriaTreeProps<T>, 'className' | 'style'> & { 'aria-label': string }) {
  return <AriaTree {...props} className="tree" />
}

export interface TreeRowProps extends Omit<AriaTreeItemProps, 'className' | 'style' | 'children'> {
  textValue: string
  icon?: ReactNode
  /** Defaults to `textValue`. */
  label?: ReactNode
  /** Controls at the end of the row. */
  trailing?: ReactNode
  /** Shows a handle; the tree needs `dragAndDropHooks`. */
  draggable?: boolean
  /** Names of the two small buttons that the row has. */
  expandLabel: string
  dragLabel?: string
  /** Rows beneath. */
  children?: ReactNode
}

/** One row of a `Tree`. */
export function TreeRow({ icon, label, trailing, draggable = false, expandLabel, dragLabel, children, ...rest }: TreeRowProps) {
  return (
    <AriaTreeItem {...rest} className="tree-row">
      <TreeItemContent>
        {({ hasChildItems, level }) => (
          <div className="tree-line" style={{ paddingInlineStart: `${(level - 1) * 14}px` }}>
            {draggable && <Button slot="drag" className="tree-handle" {...(dragLabel !== undefined && { 'aria-label': dragLabel })}><Icon of={GripVertical} size={14} /></Button>}
            {hasChildItems
              ? <Button slot="chevron" className="tree-chevron" aria-label={expandLabel}><Icon of={ChevronRight} size={14} /></Button>
              : <span className="tree-chevron" />}
            {icon !== undefined && <span className="tree-icon">{icon}</span>}
            <span className="tree-label">{label ?? rest.textValue}</span>
            {trailing !== undefined && <span className="tree-trailing">{trailing}</span>}
          </div>
        )}
      </TreeItemContent>
      {children}
    </AriaTreeItem>
  )
}
