import { FileDown } from 'lucide-react'
import { useState } from 'react'
import { issuance } from '../../../api'
import { useErrorText, useText } from '../../../i18n'
import type { BatchBody } from '../../../protocol/generated'
import { Button, showToast } from '../../../ui'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { reportName } from './standing'

/** How long a file stays after the browser was told to save it: it has begun to read it by then. */
const KEPT_MS = 60_000

/** Saves what became of a batch, as a file for spreadsheets. */
export function ReportButton({ of: batch }: { of: BatchBody }) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(await issuance.report(batch.id))
      link.download = reportName(batch)
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS)
    } catch (error) { if (!ended(error)) showToast({ tone: 'bad', text: t('batch-no-report', { why: errorText(codeOf(error)) }) }) }
    setBusy(false)
  }
  return <Button icon={FileDown} isPending={busy} onPress={() => { void save() }} aria-label={t('batch-report-of', { title: batch.title })} data-testid="batch-report">{t('batch-report')}</Button>
}
