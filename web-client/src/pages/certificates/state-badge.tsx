import { Ban, CalendarX2, CircleCheck, Clock, CirclePause, FilePen, type LucideIcon } from 'lucide-react'
import { useText } from '../../i18n'
import type { CertificateState } from '../../protocol/generated'
import { Badge, Icon, type Tone } from '../../ui'
import { stateId } from './acts'

const LOOKS: Readonly<Record<CertificateState, readonly [LucideIcon, Tone]>> = {
  valid: [CircleCheck, 'good'], not_yet: [Clock, 'select'], expired: [CalendarX2, 'neutral'], suspended: [CirclePause, 'warn'], revoked: [Ban, 'bad'], superseded: [FilePen, 'bad'],
}

/** Whether a certificate holds, in a word with an icon: neither needs its colour to be understood. */
export function StateBadge({ state }: { state: CertificateState }) {
  const t = useText()
  const [icon, tone] = LOOKS[state]
  return <Badge tone={tone}><Icon of={icon} size={14} />{t(stateId(state))}</Badge>
}
