import { Banner, Button, Cell, Checkbox, HeadCell, Radios, Row, Select, Table } from '../../../ui'
import { LANGUAGE_NAMES, useDates, useErrorText, useI18n, useText, type Translate } from '../../../i18n'
import type { Language } from '../../../document/model'
import type { DayOrder, ListColumnBody, ListReadingBody } from '../../../protocol/generated'
import { DayInput } from '../issue/field-input'
import { labelOf, needsEnd } from '../issue/form'
import { assigned, fieldOf, isDays, lacks, orderOf, targetsOf, twoWays, withDays, type Mapping, type Target } from './mapping'
import { ServerSaid } from './server-said'
import { Step } from './step'
import type { Failure, Taken } from './use-list'
import { DELIMITERS, ENCODINGS, targetId } from './words'

export interface ColumnsStepProps {
  readonly taken: Taken
  readonly mapping: Mapping
  readonly onChange: (mapping: Mapping) => void
  readonly onRead: (change: ListReadingBody) => void
  readonly isReading: boolean
  readonly failure: Failure | null
  readonly onAgain: () => void
  /** It was taken in just now. */
  readonly isNew: boolean
}

/** What was found in the file, and what its columns are. */
export function ColumnsStep({ taken, mapping, onChange, onRead, isReading, failure, onAgain, isNew }: ColumnsStepProps) {
  const t = useText()
  const errorText = useErrorText()
  return (
    <Step number={2} title={t('list-step-columns')} takesFocus={isNew}>
      <Reading taken={taken} onRead={onRead} isReading={isReading} />
      {failure !== null && (
        <Banner tone="bad" title={t('list-not-read')} code={failure.code} action={<Button onPress={onAgain}>{t('list-read-again')}</Button>}>{errorText(failure.code)}<ServerSaid failure={failure} /></Banner>
      )}
      <div className={isReading ? 'list-columns list-busy' : 'list-columns'} aria-busy={isReading} data-testid="list-columns">
        <Table label={t('list-columns')} columns={[{ label: t('list-column') }, { label: t('list-samples') }, { label: t('list-is') }]}>
          {taken.list.columns.map((column, index) => <ColumnRow key={`${index.toString()} ${column.name}`} index={index} column={column} taken={taken} mapping={mapping} onChange={onChange} />)}
        </Table>
      </div>
      <Lacking taken={taken} mapping={mapping} />
      <ForAll taken={taken} mapping={mapping} onChange={onChange} />
    </Step>
  )
}

/** How the file was read; each of it can be changed. */
function Reading({ taken: { list }, onRead, isReading }: Pick<ColumnsStepProps, 'taken' | 'onRead' | 'isReading'>) {
  const t = useText()
  const { reading } = list
  const busy = isReading ? t('list-reading') : undefined
  const encodings = ENCODINGS.map(([id, words]) => ({ id: id as string, label: t(words), description: id as string }))
  const encoding = reading.encoding
  return (
    <div className="list-reading" role="group" aria-label={t('list-found')}>
      {encoding !== undefined && (
        <Select
          label={t('list-encoding')} value={encoding} onChange={id => onRead({ encoding: id })} disabledReason={busy}
          options={encodings.some(({ id }) => id === encoding) ? encodings : [...encodings, { id: encoding, label: encoding }]}
        />
      )}
      {reading.delimiter !== undefined && (
        <Select label={t('list-delimiter')} value={reading.delimiter} onChange={delimiter => onRead({ delimiter })} options={DELIMITERS.map(([id, words]) => ({ id: id as string, label: t(words) }))} disabledReason={busy} />
      )}
      {reading.sheet !== undefined && <Select label={t('list-sheet')} value={reading.sheet} onChange={sheet => onRead({ sheet })} options={list.sheets.map(id => ({ id, label: id }))} disabledReason={busy} />}
      <Checkbox label={t('list-header')} isSelected={reading.header === true} onChange={header => onRead({ header })} disabledReason={busy} />
    </div>
  )
}

interface ColumnRowProps extends Pick<ColumnsStepProps, 'taken' | 'mapping' | 'onChange'> { readonly index: number; readonly column: ListColumnBody }

function ColumnRow({ index, column, taken: { layout }, mapping, onChange }: ColumnRowProps) {
  const { t, language } = useI18n()
  const name = columnName(t, column, index)
  const target = mapping.targets[index] ?? null
  const options = targetsOf(layout).map(id => ({
    id: id as Target | 'unused', label: targetName(t, id, layout, language), group: t(targetId(id) === null ? 'list-targets-fields' : 'list-targets-own'),
    ...(fieldOf(id, layout)?.required === true && { description: t('list-required') }),
  }))
  return (
    <Row>
      <HeadCell>{column.name === '' ? <span className="soft">{name}</span> : <span className="list-name">{name}</span>}</HeadCell>
      <Cell label={t('list-samples')}>
        {column.samples.length === 0 ? <span className="soft">{t('list-no-samples')}</span> : <ul className="list-samples">{column.samples.map((sample, at) => <li key={at}>{sample}</li>)}</ul>}
      </Cell>
      <Cell label={t('list-is')}>
        <div className="list-target">
          <Select
            label={t('list-is-of', { column: name })} hideLabel value={target ?? 'unused'}
            onChange={id => onChange(assigned(mapping, index, id === 'unused' ? null : id))} options={[{ id: 'unused', label: t('list-to-unused') }, ...options]}
          />
          {isDays(target, layout) && column.days_unsure && <Days index={index} column={column} mapping={mapping} onChange={onChange} />}
        </div>
      </Cell>
    </Row>
  )
}

/** Days that could be read two ways: nothing in the list tells which. */
function Days({ index, column, mapping, onChange }: Pick<ColumnRowProps, 'index' | 'column' | 'mapping' | 'onChange'>) {
  const t = useText()
  const dates = useDates()
  const example = twoWays(column.samples)
  return (
    <Radios<DayOrder>
      label={t('list-days', { text: example.text })} value={orderOf(mapping, column, index)} onChange={chosen => onChange(withDays(mapping, index, chosen))}
      options={[{ id: 'day_first', label: dates.day(example.dayFirst) }, { id: 'month_first', label: dates.day(example.monthFirst) }]}
    />
  )
}

/** What the template asks for, and nothing gives. */
function Lacking({ taken: { layout }, mapping }: Pick<ColumnsStepProps, 'taken' | 'mapping'>) {
  const { t, language } = useI18n()
  const { name, fields, end, picture } = lacks(mapping, layout)
  const names = fields.map(field => labelOf(field, language, layout.languages))
  return (
    <div className="list-lacking">
      {picture !== undefined && <Banner tone="bad">{t('list-lacks-picture', { field: labelOf(picture, language, layout.languages) })}</Banner>}
      {name && <Banner tone="warn">{t('list-lacks-name')}</Banner>}
      {names.length > 0 && <Banner tone="warn">{t('list-lacks-fields', { count: names.length, fields: names.join(', ') })}</Banner>}
      {end && <Banner tone="warn">{t('list-lacks-end')}</Banner>}
    </div>
  )
}

/** What holds for whoever has nothing else in the list. */
function ForAll({ taken: { layout }, mapping, onChange }: Pick<ColumnsStepProps, 'taken' | 'mapping' | 'onChange'>) {
  const t = useText()
  const { languages } = layout
  return (
    <div className="list-for-all" role="group" aria-label={t('list-for-all')}>
      <h3>{t('list-for-all')}</h3>
      <p className="soft">{t('list-for-all-text')}</p>
      <div className="list-for-all-inputs">
        {mapping.language !== null && languages.length > 1 && (
          <Select<Language> label={t('certificate-language')} value={languages.find(one => one === mapping.language) ?? null} onChange={chosen => onChange({ ...mapping, language: chosen })} options={languages.map(id => ({ id, label: LANGUAGE_NAMES[id] }))} />
        )}
        <DayInput label={t('certificate-valid-from')} hint={t('certificate-valid-from-hint')} value={mapping.validFrom} onChange={validFrom => onChange({ ...mapping, validFrom })} />
        <DayInput
          label={t('certificate-valid-until')} hint={needsEnd(layout) ? undefined : t('certificate-valid-until-hint')} isRequired={needsEnd(layout) && !mapping.targets.includes('valid_until')}
          value={mapping.validUntil} onChange={validUntil => onChange({ ...mapping, validUntil })}
        />
      </div>
    </div>
  )
}

/** What a column is called: as the file does, or by its place. */
export const columnName = (t: Translate, column: ListColumnBody, index: number): string => (column.name === '' ? t('list-column-number', { number: index + 1 }) : column.name)

/** What something is called that a column may be taken for. */
export function targetName(t: Translate, target: Target, { fields, languages }: Taken['layout'], language: Language): string {
  const id = targetId(target)
  if (id !== null) return t(id)
  const field = fieldOf(target, { fields, languages })
  return field === undefined ? target : labelOf(field, language, languages)
}
