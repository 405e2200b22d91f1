import { Dialog, DialogTrigger, Popover as AriaPopover, type PopoverProps as AriaPopoverProps } from 'react-aria-components'
import type { ReactElement, ReactNode } from 'react'
import './popover.css'

export interface PopoverProps extends Pick<AriaPopoverProps, 'placement' | 'isOpen' | 'onOpenChange'> {
  /** The button that opens it. */
  trigger: ReactElement
  label: string
  children: ReactNode
}

/** A small floating panel beside its button. Escape, or a press outside, closes it. */
export function Popover({ trigger, label, placement = 'bottom start', isOpen, onOpenChange, children }: PopoverProps) {
  return (
    <DialogTrigger {...(isOpen !== undefined && { isOpen })} {...(onOpenChange && { onOpenChange })}>
      {trigger}
      <AriaPopover className="popover" placement={placement} offset={4}>
        <Dialog className="popover-body" aria-label={label}>{children}</Dialog>
      </AriaPopover>
    </DialogTrigger>
  )
}
