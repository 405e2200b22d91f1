import { memo } from 'react'
import { LANGUAGE_NAMES, useDates, useText } from '../../../i18n'
import type { MemberBody } from '../../../protocol/generated'
import { Avatar, Badge, Cell, HeadCell, Row, Table } from '../../../ui'
import { Address } from '../../address'
import { roleId } from '../../roles'

/** Members, one a row. There may be ten thousand. */
export const Members = memo(function Members({ members }: { members: readonly MemberBody[] }) {
  const t = useText()
  const columns = [{ label: t('people-column-person') }, { label: t('people-column-roles') }, { label: t('people-column-language') }, { label: t('people-column-since') }]
  return (
    <div className="members">
      <Table label={t('people-members')} columns={columns}>{members.map(member => <Member key={member.id} member={member} />)}</Table>
    </div>
  )
})

/** Drawn once, however many are added below. */
const Member = memo(function Member({ member }: { member: MemberBody }) {
  const t = useText()
  const dates = useDates()
  return (
    <Row>
      <HeadCell>
        <span className="member">
          <Avatar size={32} person={{ id: member.id, name: member.name, color: member.color }} />
          <span className="member-words">
            <span className="member-name">{member.name}</span>
            <span className="member-email"><Address of={member.email} /></span>
          </span>
        </span>
      </HeadCell>
      <Cell label={t('people-column-roles')}>
        <span className="member-roles">{member.roles.length === 0 ? <span className="soft">{t('people-no-role')}</span> : member.roles.map(role => <Badge key={role}>{t(roleId(role))}</Badge>)}</span>
      </Cell>
      <Cell label={t('people-column-language')}>{LANGUAGE_NAMES[member.preferred_locale]}</Cell>
      <Cell label={t('people-column-since')}><time dateTime={member.since}>{dates.date(new Date(member.since))}</time></Cell>
    </Row>
  )
})
