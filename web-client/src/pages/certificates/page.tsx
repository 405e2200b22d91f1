import { ListPlus, Stamp } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Link } from 'react-aria-components'
import { issuance, type Acted, type CertificateAct } from '../../api'
import { useErrorText, useNumbers, useText } from '../../i18n'
import type { BatchBody, CertificateBody, DeliveryState } from '../../protocol/generated'
import { Banner, Button, CopyBlock, Dialog, EmptyState, Icon, Loading, Select, showToast, Skeleton, Table } from '../../ui'
import { ColumnPage, Plate } from '../column'
import { useMe, useReasonWithout, useSession } from '../session'
import { Shell } from '../shell'
import { NotAllowedPage } from '../states'
import { DELIVERIES, deliveryId } from './acts'
import { ActDialog } from './act-dialog'
import { Batches } from './batches/plate'
import { IssueDialog } from './issue/dialog'
import { useIssuing } from './issue/use-issuing'
import { useCertificates, type CertificateList } from './list'
import { Names } from './names/plate'
import { useNameRequests } from './names/use-names'
import { CertificateRow, type CertificateRowProps } from './row'
import { SucceedDialog } from './succeed/dialog'
import './page.css'

type Open = { kind: 'none' } | { kind: 'issue' } | { kind: 'act'; act: CertificateAct; of: CertificateBody } | { kind: 'succeed'; how: 'correct' | 'renew'; of: CertificateBody } | { kind: 'address'; of: CertificateBody }
const NOTHING: Open = { kind: 'none' }

/** What the organisation has issued, and the way to issue more. */
export function CertificatesPage() {
  const reason = useReasonWithout('issue')
  return useMe().permissions.includes('issue') ? <Issued /> : <NotForThem reason={reason ?? ''} />
}

function NotForThem({ reason }: { reason: string }) {
  const t = useText()
  return <NotAllowedPage title={t('certificates-title')} heading={t('certificates-not-allowed')} reason={reason} />
}

function Issued() {
  const t = useText()
  const [open, setOpen] = useState<Open>(NOTHING)
  const [delivery, setDelivery] = useState<DeliveryState | null>(null)
  const list = useCertificates(delivery)
  const act = useCallback((name: CertificateAct, of: CertificateBody) => setOpen({ kind: 'act', act: name, of }), [])
  const address = useCallback((of: CertificateBody) => setOpen({ kind: 'address', of }), [])
  const isOpen = useRef(false)
  useEffect(() => { isOpen.current = open.kind === 'issue' || open.kind === 'succeed' }, [open.kind])
  const names = useNameRequests()
  const { put, reload: reloadList } = list
  const { reload: reloadNames } = names
  // What becomes of a certificate decides what can be done with the name that is asked for in it.
  const reload = useCallback(() => { reloadList(); reloadNames() }, [reloadList, reloadNames])
  const { ended } = useSession()
  const send = useCallback((of: CertificateBody) => {
    issuance.send(of.id).then(
      one => {
        put(one)
        showToast({ tone: 'good', text: t('certificate-mail-asked', { number: of.number }) })
      },
      (error: unknown) => { if (!ended(error)) showToast({ tone: 'bad', text: t('certificate-mail-not-asked', { number: of.number }) }) },
    )
  }, [put, ended, t])
  const issuer = useIssuing(useCallback((certificate: CertificateBody | null) => {
    reload()
    // The dialog says it itself, as long as it is there.
    if (!isOpen.current) showToast({ tone: 'good', text: certificate === null ? t('certificate-issued-unread') : t('certificate-issued', { number: certificate.number }) })
  }, [reload, t]))
  const { begin, look } = issuer
  const succeed = useCallback((how: 'correct' | 'renew', of: CertificateBody) => { begin(); setOpen({ kind: 'succeed', how, of }) }, [begin])
  if (list.failure === 'permission_required') return <NotForThem reason={t('needs-issue')} />

  const done = (name: CertificateAct, number: string, { isDone, certificate }: Acted) => {
    setOpen(NOTHING)
    if (certificate !== null) put(certificate)
    reloadNames()
    showToast(isDone ? { tone: 'good', text: t(`certificate-${name}-done`, { number }) } : { tone: 'warn', text: t(`certificate-${name}-soon`, { number }) })
  }
  /** The batch of one is followed, and told once the corrected certificate is issued. */
  const accepted = (batch: BatchBody) => {
    showToast({ text: t('certificate-goes-on') })
    reload()
    look(batch)
  }
  const { certificates } = list
  // With nothing there at all, the first step stands in the middle of the page, and only there.
  const isEmpty = certificates?.length === 0 && delivery === null
  const issue = (
    <div className="certificates-issue">
      <Link className="button button-default" href="/certificates/list" data-testid="issue-from-list"><Icon of={ListPlus} /><span>{t('list-from-list')}</span></Link>
      <Button variant="primary" icon={Stamp} onPress={() => { issuer.begin(); setOpen({ kind: 'issue' }) }} data-testid="issue">{t('certificate-issue')}</Button>
    </div>
  )
  return (
    <Shell section="certificates" crumbs={[{ label: t('certificates-title') }]}>
      <ColumnPage title={t('certificates-title')} lead={t('certificates-lead')} aside={isEmpty ? undefined : issue}>
        <Failure list={list} />
        {/* Somebody waits for an answer. */}
        <Names names={names} onAccepted={accepted} onMoved={reload} />
        <Batches onIssued={reload} />
        {(certificates === null ? list.failure === null : !isEmpty) && (
          <Plate title={t('certificates-plate')} aside={<DeliveryFilter delivery={delivery} onChange={setDelivery} />}>
            <Shown list={list} />
            {certificates === null && <CertificatesSkeleton />}
            {certificates !== null && certificates.length > 0 && <Certificates certificates={certificates} onAct={act} onAddress={address} onSend={send} onSucceed={succeed} />}
            {certificates?.length === 0 && <EmptyState title={t('certificates-filter-none')}><p>{t('certificates-filter-none-text')}</p></EmptyState>}
            {list.hasMore && <div className="more"><Button isPending={list.loadingMore} onPress={list.more}>{t('certificates-more')}</Button></div>}
          </Plate>
        )}
        {isEmpty && <EmptyState title={t('certificates-empty-title')} action={issue}><p>{t('certificates-empty-text')}</p></EmptyState>}
      </ColumnPage>
      {open.kind === 'issue' && <IssueDialog issuer={issuer} onClose={() => setOpen(NOTHING)} />}
      {open.kind === 'act' && <ActDialog of={open.of} act={open.act} onClose={() => setOpen(NOTHING)} onFailed={reload} onDone={acted => done(open.act, open.of.number, acted)} />}
      {open.kind === 'succeed' && <SucceedDialog key={`${open.how} ${open.of.id}`} of={open.of} how={open.how} issuer={issuer} onClose={() => setOpen(NOTHING)} />}
      {open.kind === 'address' && (
        <Dialog title={t('certificate-address-of', { number: open.of.number })} isOpen onClose={() => setOpen(NOTHING)} actions={<Button onPress={() => setOpen(NOTHING)}>{t('close')}</Button>}>
          <CopyBlock label={t('certificate-address')} text={open.of.url} autoFocus />
        </Dialog>
      )}
    </Shell>
  )
}

/** Shows only those whose newest mail went so: whoever has to see to what came back need not look for it. */
function DeliveryFilter({ delivery, onChange }: { readonly delivery: DeliveryState | null; readonly onChange: (delivery: DeliveryState | null) => void }) {
  const t = useText()
  const options = [{ id: 'all' as const, label: t('certificates-filter-all') }, ...DELIVERIES.map(id => ({ id, label: t(deliveryId(id)) }))]
  return (
    <div className="certificates-filter" data-testid="certificates-filter">
      <Select<'all' | DeliveryState> label={t('certificates-filter')} value={delivery ?? 'all'} onChange={id => onChange(id === 'all' ? null : id)} options={options} />
    </div>
  )
}

function Certificates({ certificates, ...row }: Omit<CertificateRowProps, 'of'> & { certificates: readonly CertificateBody[] }) {
  const t = useText()
  const columns = [
    { label: t('certificate-column-number') }, { label: t('certificate-column-recipient') }, { label: t('certificate-column-template') },
    { label: t('certificate-column-state') }, { label: t('certificate-column-issued') }, { label: t('certificate-column-until') },
    { label: t('certificate-column-actions'), hideLabel: true },
  ]
  return (
    <div className="certificates" data-testid="certificates">
      <Table label={t('certificates-plate')} columns={columns}>{certificates.map(one => <CertificateRow key={one.id} of={one} {...row} />)}</Table>
    </div>
  )
}

/** What is shown may be old, and mends itself; or there is nothing to show. */
function Failure({ list }: { list: CertificateList }) {
  const t = useText()
  const errorText = useErrorText()
  if (list.failure === null) return null
  const again = <Button onPress={list.reload}>{t('try-again')}</Button>
  if (list.failure === 'unreachable' && list.certificates !== null) return <Banner tone="warn" title={t('no-connection')} action={again}>{t('last-known')}</Banner>
  if (list.failure === 'registry_unavailable') {
    return <Banner tone="warn" title={t('certificates-away')} code={list.failure} action={again}>{t(list.certificates === null ? 'certificates-away-none' : 'certificates-away-old')}</Banner>
  }
  return <Banner tone="bad" title={t('certificates-failed')} code={list.failure} action={again}>{errorText(list.failure)}</Banner>
}

/** Says to screen readers how many are shown once more were asked for. */
function Shown({ list }: { list: CertificateList }) {
  const t = useText()
  const numbers = useNumbers()
  const count = list.certificates?.length ?? 0
  return <p className="visually-hidden" role="status">{count > 0 ? t('certificates-shown', { count, figure: numbers.whole(count) }) : ''}</p>
}

function CertificatesSkeleton() {
  const t = useText()
  return (
    <Loading label={t('certificates-loading')}>
      <div className="certificates-skeleton">
        {[0, 1, 2, 3, 4, 5, 6, 7].map(key => (
          <div key={key} className="certificates-line">
            <Skeleton width={84} height={14} /><Skeleton width="70%" height={14} /><Skeleton width="80%" height={14} /><Skeleton width={72} height={18} /><Skeleton width={110} height={14} />
          </div>
        ))}
      </div>
    </Loading>
  )
}
