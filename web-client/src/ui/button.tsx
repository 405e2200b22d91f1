import type { LucideIcon } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import {
  Button as AriaButton, ToggleButton as AriaToggleButton,
  type ButtonProps as AriaButtonProps, type Placement, type ToggleButtonProps as AriaToggleButtonProps,
} from 'react-aria-components'
import { Icon } from './icon'
import { Tooltip } from './tooltip'
import './button.css'

interface Explained {
  /** What the control does, when its face doesn't say it. */
  tooltip?: string | undefined
  shortcut?: string | undefined
  tooltipPlacement?: Placement | undefined
  /** Set: the control does nothing, stays reachable, and says this on focus and hover. */
  disabledReason?: string | undefined
}

export interface ButtonProps extends Explained, Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'render'> {
  variant?: 'default' | 'primary' | 'quiet' | 'danger'
  icon?: LucideIcon | undefined
  children: ReactNode
  ref?: Ref<HTMLButtonElement>
}

/** A verb to press. One `primary` a page; `danger` for what can't be undone. */
export function Button({ variant = 'default', icon, children, ...rest }: ButtonProps) {
  return (
    <Pressable {...rest} className={`button button-${variant}`}>
      {icon !== undefined && <Icon of={icon} />}
      <span>{children}</span>
    </Pressable>
  )
}

export interface IconButtonProps extends Omit<Explained, 'tooltip'>, Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'render' | 'aria-label'> {
  icon: LucideIcon
  /** Its name, and its tooltip. */
  label: string
  ref?: Ref<HTMLButtonElement>
}

/** A square button with an icon, named by its tooltip. */
export function IconButton({ icon, label, ...rest }: IconButtonProps) {
  return (
    <Pressable {...rest} tooltip={label} aria-label={label} className="button button-quiet button-icon">
      <Icon of={icon} />
    </Pressable>
  )
}

type PressableProps = Explained & Omit<AriaButtonProps, 'className' | 'style' | 'render'> & { className: string; ref?: Ref<HTMLButtonElement> }

function Pressable({ tooltip, shortcut, tooltipPlacement, disabledReason, isPending = false, onPress, type, children, ...rest }: PressableProps) {
  // A button that waits, or may not be pressed, stays where it is and keeps the focus: it only does nothing.
  const face = disabledReason === undefined && !isPending
    ? <AriaButton {...rest} {...(onPress && { onPress })} {...(type && { type })}>{children}</AriaButton>
    : (
      <AriaButton {...rest} type="button" render={props => <button {...props} aria-disabled="true" aria-busy={isPending} />}>
        {children}
      </AriaButton>
    )
  return <Tooltip text={disabledReason ?? tooltip} shortcut={disabledReason === undefined ? shortcut : undefined} placement={tooltipPlacement}>{face}</Tooltip>
}

export interface ToggleButtonProps extends Omit<Explained, 'tooltip'>, Omit<AriaToggleButtonProps, 'className' | 'children' | 'style' | 'render' | 'aria-label'> {
  icon: LucideIcon
  label: string
  ref?: Ref<HTMLButtonElement>
}

/** An icon that stays pressed. In a `ToggleGroup`, give it an `id`. */
export function ToggleButton({ icon, ...rest }: ToggleButtonProps) {
  return <Held {...rest} className="button button-quiet button-icon button-toggle"><Icon of={icon} /></Held>
}

/** A small picture that stays pressed, named by its tooltip. In a `ToggleGroup`, give it an `id`. */
export function ToggleFace({ children, ...rest }: Omit<ToggleButtonProps, 'icon'> & { children: ReactNode }) {
  return <Held {...rest} className="button button-quiet button-face button-toggle">{children}</Held>
}

function Held({ label, shortcut, tooltipPlacement, disabledReason, className, children, ...rest }: Omit<ToggleButtonProps, 'icon'> & { className: string; children: ReactNode }) {
  const held = disabledReason === undefined
    ? rest
    : { ...rest, isSelected: rest.isSelected ?? false, onChange: () => undefined }
  return (
    <Tooltip text={disabledReason ?? label} shortcut={shortcut} placement={tooltipPlacement}>
      <AriaToggleButton
        {...held}
        aria-label={label}
        className={className}
        {...(disabledReason !== undefined && { render: props => <button {...props} aria-disabled="true" /> })}
      >
        {children}
      </AriaToggleButton>
    </Tooltip>
  )
}
