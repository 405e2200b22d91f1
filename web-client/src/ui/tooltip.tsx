import type { ReactElement } from 'react'
import { Tooltip as AriaTooltip, TooltipTrigger, type Placement } from 'react-aria-components'
import './tooltip.css'

export interface TooltipProps {
  /** Nothing is wrapped when there is nothing to say. */
  text: string | undefined
  /** Keys that do the same, as they are shown: `V`, `Ctrl Z`. */
  shortcut?: string | undefined
  placement?: Placement | undefined
  children: ReactElement
}

/** Says what a control does, on hover and on keyboard focus. The child is a button of this folder. */
export function Tooltip({ text, shortcut, placement = 'bottom', children }: TooltipProps) {
  if (text === undefined || text === '') return children
  return (
    <TooltipTrigger delay={450} closeDelay={80}>
      {children}
      <AriaTooltip className="tooltip" placement={placement} offset={6}>
        {text}
        {shortcut !== undefined && <kbd className="tooltip-keys">{shortcut}</kbd>}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
