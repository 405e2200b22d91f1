import { FileSpreadsheet, FileUp, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { lists } from '../../../api'
import { useDates, useErrorText, useNumbers, useText } from '../../../i18n'
import { Banner, Button, Icon, Progress } from '../../../ui'
import { Fact, Facts } from '../../column'
import { ConfirmDialog } from '../../confirm-dialog'
import { useFileDrop } from '../../file-drop'
import { navigate } from '../../router'
import { Choose } from '../issue/choose'
import type { Published } from '../issue/published'
import { ServerSaid } from './server-said'
import { Step } from './step'
import type { OpenList, Sending, Taken } from './use-list'
import { ACCEPTED } from './words'

export interface FileStepProps {
  readonly open: OpenList
  readonly chosen: Published | null
  readonly onChoose: (of: Published | null) => void
}

/** From which template, and which file. */
export function FileStep({ open, chosen, onChoose }: FileStepProps) {
  const t = useText()
  const { opened, sending, take } = open
  if (opened.kind === 'there') return <Step number={1} title={t('list-step-file')}><TakenFile taken={opened.taken} open={open} /></Step>
  return (
    <Step number={1} title={t('list-step-file')}>
      {chosen === null ? <Choose onChoose={onChoose} /> : (
        <>
          <p className="list-from">
            <span>{t('list-from', { name: chosen.template.name, number: chosen.version.version_number })}</span>
            <Button variant="quiet" onPress={() => onChoose(null)}>{t('certificate-choose-again')}</Button>
          </p>
          <DropZone onFiles={files => take(chosen, files)} isBusy={sending.kind === 'sending'} />
          <Way open={open} sending={sending} />
        </>
      )}
    </Step>
  )
}

/** A file that was read, and what else can be done with it. */
function TakenFile({ taken: { list, of }, open }: { taken: Taken; open: OpenList }) {
  const t = useText()
  const dates = useDates()
  const numbers = useNumbers()
  const [asks, setAsks] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Facts>
        <Fact label={t('certificate-column-template')}>{t('list-template', { name: of.template.name, number: of.version.version_number })}</Fact>
        <Fact label={t('list-file')}>{list.name}<span className="soft"> · {t('list-size', { rows: list.rows, figure: numbers.whole(list.rows), columns: list.columns.length })}</span></Fact>
        <Fact label={t('list-kept')}>{t('list-kept-until', { when: dates.moment(new Date(list.expires_at)) })}</Fact>
      </Facts>
      <div className="list-acts">
        <input ref={input} type="file" accept={ACCEPTED} hidden data-testid="list-other-file" onChange={event => { open.take(of, [...event.target.files ?? []]); event.target.value = '' }} />
        <Button icon={FileUp} isPending={open.sending.kind === 'sending'} onPress={() => input.current?.click()}>{t('list-other-file')}</Button>
        <Button onPress={() => setAsks(true)} data-testid="list-discard">{t('list-discard')}</Button>
      </div>
      <Way open={open} sending={open.sending} />
      {asks && (
        <ConfirmDialog
          title={t('list-discard-title', { name: list.name })} text={t('list-discard-text')} action={t('list-discard-title', { name: list.name })} failed={t('list-not-discarded')}
          act={() => lists.discard(list.id)} onClose={() => setAsks(false)} onDone={() => navigate('/certificates/list')}
        />
      )}
    </>
  )
}

/** A place to drop a file on, with a button that finds one. */
function DropZone({ onFiles, isBusy }: { onFiles: (files: readonly File[]) => void; isBusy: boolean }) {
  const t = useText()
  const input = useRef<HTMLInputElement>(null)
  const { isOver, drop } = useFileDrop(files => { if (!isBusy) onFiles(files) })
  return (
    <div className={isOver ? 'list-drop list-drop-over' : 'list-drop'} {...drop} data-testid="list-drop">
      <Icon of={FileSpreadsheet} size={28} />
      <p>{t('list-drop')}</p>
      <input ref={input} type="file" accept={ACCEPTED} hidden data-testid="list-file" onChange={event => { onFiles([...event.target.files ?? []]); event.target.value = '' }} />
      <Button icon={FileUp} variant="primary" autoFocus isPending={isBusy} onPress={() => input.current?.click()}>{t('list-choose-file')}</Button>
      <p className="list-limits">{t('list-limits')}</p>
    </div>
  )
}

/** A file on its way, or why it did not arrive. */
function Way({ open, sending }: { open: OpenList; sending: Sending }) {
  const t = useText()
  const errorText = useErrorText()
  const numbers = useNumbers()
  switch (sending.kind) {
    case 'none': return null
    case 'refused': return <Banner tone="bad" title={t('list-not-taken')}>{t(sending.id)}</Banner>
    case 'failed': return <Banner tone="bad" title={t('list-not-taken-name', { name: sending.name })} code={sending.failure.code}>{errorText(sending.failure.code)}<ServerSaid failure={sending.failure} /></Banner>
    case 'sending': {
      const isRead = sending.part >= 1
      const words = isRead ? t('list-reading') : t('list-sending', { percent: numbers.whole(sending.part * 100) })
      return (
        <div className="list-way">
          <p role="status">{isRead ? t('list-reading-name', { name: sending.name }) : t('list-sending-name', { name: sending.name })}</p>
          <Progress label={t('list-sending-name', { name: sending.name })} part={isRead ? null : sending.part} words={words} />
          <Button icon={X} onPress={open.cancel}>{t('cancel')}</Button>
        </div>
      )
    }
  }
}
