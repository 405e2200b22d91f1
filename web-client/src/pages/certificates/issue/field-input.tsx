import type { Field, Language } from '../../../document/model'
import { useDates, useText } from '../../../i18n'
import { TextField, type TextFieldProps } from '../../../ui'
import { labelOf } from './form'
import { ImageInput, type ImageInputProps } from './image-input'

export interface FieldInputProps {
  readonly field: Field
  readonly language: Language
  /** The template's. */
  readonly languages: readonly Language[]
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error: string | undefined
  readonly inputRef: (element: HTMLInputElement | HTMLButtonElement | null) => void
  readonly validationBehavior: 'aria'
  /** How an image is given; of other fields nothing of it is used. */
  readonly image: Pick<ImageInputProps, 'upload' | 'onFiles' | 'onCancel' | 'onRemove'>
}

/** An input for a field of a template, by what it holds. */
export function FieldInput({ field, language, languages, image, ...rest }: FieldInputProps) {
  const t = useText()
  const dates = useDates()
  const sample = field.sample[language] ?? field.sample['*'] ?? Object.values(field.sample)[0]
  const shared = { ...rest, label: labelOf(field, language, languages), isRequired: field.required, autoComplete: 'off' }
  switch (field.type) {
    case 'date': return <DayInput {...shared} hint={sample === undefined || dayInWords(sample, dates) === null ? undefined : t('certificate-sample', { sample: dayInWords(sample, dates) ?? '' })} />
    case 'number': return <TextField {...shared} inputMode="decimal" {...(sample !== undefined && { placeholder: sample })} />
    case 'image': return <ImageInput {...image} label={shared.label} isRequired={shared.isRequired} value={rest.value} error={rest.error} inputRef={rest.inputRef} />
    case 'text': return <TextField {...shared} {...(sample !== undefined && { placeholder: sample })} />
  }
}

type Dates = ReturnType<typeof useDates>

/** A day in the words of the page, or null where it is none. */
function dayInWords(day: string, dates: Dates): string | null {
  const at = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(at.getTime()) ? null : dates.day(at)
}

/** An input for a day. A browser shows it in the form of its own language, which may not be the page's: below it stands what day that is. */
export function DayInput({ hint, ...rest }: Omit<TextFieldProps, 'type' | 'description' | 'value'> & { readonly value: string; readonly hint: string | undefined }) {
  const dates = useDates()
  const day = dayInWords(rest.value, dates)
  return <TextField {...rest} type="date" description={day ?? hint} />
}
