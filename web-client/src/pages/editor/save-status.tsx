/** The truth about saving: one word with one icon. */
import { CircleAlert, CircleCheck, CloudOff, Eye, LoaderCircle, OctagonAlert, Type, type LucideIcon } from 'lucide-react'
import { mayType, useAccess, useSaveState } from '../../canvas/context'
import type { SaveState } from '../../document/model'
import { useDates, useErrorText, useText, type Translate } from '../../i18n'
import { useReason } from '../../panels/editing'
import { Icon, Tooltip } from '../../ui'
import { Button as AriaButton } from 'react-aria-components'

const ICONS: Readonly<Record<SaveState['kind'], LucideIcon>> = {
  connecting: LoaderCircle, saved: CircleCheck, saving: LoaderCircle, unsaved: CircleAlert, offline: CloudOff, refused: OctagonAlert,
}

/** Ends of a session or a draft: nothing was refused. */
const CLOSED: ReadonlySet<string> = new Set(['session_ended', 'draft_gone', 'draft_damaged'])

/** The word for a state. */
function saveWord(state: SaveState, t: Translate): string {
  switch (state.kind) {
    case 'connecting': return t('save-connecting')
    case 'saved': return t('save-saved')
    case 'saving': return t('save-saving')
    case 'unsaved': return t('save-unsaved')
    case 'offline': return t('save-offline')
    case 'refused': return t(CLOSED.has(state.code) ? 'save-closed' : 'save-refused')
  }
}

/** The word and icon in the bar; the reason is a hover or a focus away. */
export function SaveStatus() {
  const t = useText()
  const dates = useDates()
  const errorText = useErrorText()
  const state = useSaveState()
  const more = ((): string => {
    switch (state.kind) {
      case 'connecting': return t('save-connecting-more')
      case 'saved': return t('save-saved-more')
      case 'saving': return t('save-saving-more')
      case 'unsaved': return errorText(state.code)
      case 'offline': return t(state.pending ? 'save-offline-more' : 'save-offline-nothing', { time: dates.time(new Date(state.sinceMs)) })
      case 'refused': return errorText(state.code)
    }
  })()
  const busy = state.kind === 'saving' || state.kind === 'connecting'
  return (
    <div className="save-place">
      <Tooltip text={more}>
        <AriaButton className={`save save-${state.kind}`} data-testid="save-state" data-kind={state.kind}>
          <span className={busy ? 'save-icon save-busy' : 'save-icon'}><Icon of={ICONS[state.kind]} /></span>
          <span>{saveWord(state, t)}</span>
          {state.kind === 'offline' && state.pending && <span className="save-note">{t('save-offline-kept')}</span>}
        </AriaButton>
      </Tooltip>
      <span className="visually-hidden" role="status">{busy ? '' : saveWord(state, t)}</span>
    </div>
  )
}

/** Says that not everything can be changed here, and why. */
export function ViewOnly() {
  const t = useText()
  const reason = useReason()
  const textsOnly = mayType(useAccess())
  if (reason === undefined) return null
  return (
    <Tooltip text={reason}>
      <AriaButton className="save save-view" data-testid="view-only">
        <Icon of={textsOnly ? Type : Eye} />
        <span>{t(textsOnly ? 'texts-only' : 'view-only')}</span>
      </AriaButton>
    </Tooltip>
  )
}
