import {
  Separator, Toolbar as AriaToolbar, ToggleButtonGroup,
  type ToggleButtonGroupProps, type ToolbarProps as AriaToolbarProps,
} from 'react-aria-components'
import './toolbar.css'

/** Controls in a row that arrow keys walk through; Tab reaches it once. */
export function Toolbar({ children, ...rest }: Omit<AriaToolbarProps, 'className' | 'style'> & { 'aria-label': string }) {
  return <AriaToolbar {...rest} className="toolbar">{children}</AriaToolbar>
}

/** One choice (or several) among toggle buttons: tools, alignment. */
export function ToggleGroup({ children, ...rest }: Omit<ToggleButtonGroupProps, 'className' | 'style'> & { 'aria-label': string }) {
  return <ToggleButtonGroup {...rest} className="toggle-group">{children}</ToggleButtonGroup>
}

/** A hairline between groups of a toolbar. */
export function ToolbarSeparator() {
  return <Separator orientation="vertical" className="toolbar-separator" />
}
