import { Bell as BellIcon } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useText } from '../../i18n'
import { Icon, Popover, Tooltip } from '../../ui'
import { Panel } from './panel'
import { useInbox, useInboxState } from './provider'
import type { Inbox } from './store'
import './inbox.css'

/** More is no more news. */
const SHOWN_MOST = 99

/** The bell on every page: how much is unread, and what. Nothing where nobody is signed in. */
export function Bell() {
  const inbox = useInbox()
  return inbox === null ? null : <BellOf inbox={inbox} />
}

function BellOf({ inbox }: { inbox: Inbox }) {
  const t = useText()
  const { unread } = useInboxState(inbox)
  const [open, setOpen] = useState(false)
  const count = unread ?? 0
  const label = t('inbox-bell', { count })
  return (
    <>
      <Popover
        label={t('inbox-title')} placement="bottom end" isOpen={open} onOpenChange={setOpen}
        trigger={(
          <Tooltip text={label}>
            <AriaButton className="button button-quiet button-icon bell" aria-label={label} data-testid="bell" data-unread={count}>
              <Icon of={BellIcon} />
              {count > 0 && <span className="bell-count" aria-hidden>{count > SHOWN_MOST ? `${SHOWN_MOST}+` : count}</span>}
            </AriaButton>
          </Tooltip>
        )}
      >
        <Panel inbox={inbox} onLeave={() => setOpen(false)} />
      </Popover>
      <span className="visually-hidden" role="status">{useRise(unread) ? t('inbox-new') : ''}</span>
    </>
  )
}

/** Whether there is more unread than a moment ago. At the start nothing is new. */
function useRise(unread: number | null): boolean {
  const before = useRef<number | null>(null)
  const [rose, setRose] = useState(false)
  useEffect(() => {
    setRose(before.current !== null && unread !== null && unread > before.current)
    before.current = unread
  }, [unread])
  return rose
}
