import type { FormEvent, ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import './dialog.css'

export interface DialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  /** Buttons, the main one last. */
  actions: ReactNode
  /** Set: the body is a form, and a submit button in `actions` calls this. */
  onSubmit?: () => void
  /** `alert` for what can't be undone. */
  role?: 'dialog' | 'alertdialog'
  /** `full` takes the window, its body to the edges. */
  size?: 'usual' | 'wide' | 'full'
  /** Closes by its buttons alone: what it shows is shown this once. */
  staysOpen?: boolean
  children: ReactNode
}

/** Asks for one thing, or says it. Escape, or a press outside, changes nothing. */
export function Dialog({ title, isOpen, onClose, actions, onSubmit, role = 'dialog', size = 'usual', staysOpen = false, children }: DialogProps) {
  const inside = (
    <>
      <Heading slot="title" className="dialog-title">{title}</Heading>
      <div className="dialog-body">{children}</div>
      <div className="dialog-actions">{actions}</div>
    </>
  )
  const submit = (event: FormEvent) => { event.preventDefault(); onSubmit?.() }
  return (
    <ModalOverlay className="dialog-scrim" isOpen={isOpen} onOpenChange={open => { if (!open) onClose() }} isDismissable={!staysOpen} isKeyboardDismissDisabled={staysOpen}>
      <Modal className={size === 'usual' ? 'dialog' : `dialog dialog-${size}`}>
        <AriaDialog role={role} className="dialog-frame">
          {onSubmit === undefined ? inside : <form className="dialog-frame" onSubmit={submit} noValidate>{inside}</form>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
