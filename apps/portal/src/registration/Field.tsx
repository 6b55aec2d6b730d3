/** One field of the form, with its label, its hint, and what is wrong with it, in words. */
import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { HTMLInputAutoCompleteAttribute } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './Field.module.css'
import { fieldId, optionalFields, type Pointer } from './fields.ts'
import type { FormState } from './use-form.ts'

interface FieldProps {
  readonly form: FormState
  readonly pointer: Pointer
  /** In place of that in the texts. */
  readonly hint?: string | undefined
}

function useWords(pointer: Pointer, form: FormState, given?: string) {
  const { t, i18n } = useTranslation('registration')
  const id = fieldId(pointer)
  const label = t(`field.${id}.label`)
  const code = form.faults[pointer]
  return {
    id,
    label: optionalFields.has(pointer) ? t('optional', { label }) : label,
    hint: given ?? (i18n.exists(`registration:field.${id}.hint`) ? t(`field.${id}.hint`) : undefined),
    error: code === undefined ? undefined : t(`fault.${code}`, { defaultValue: t('fault.invalid') }),
  }
}

interface TextFieldProps extends FieldProps {
  readonly autoComplete?: HTMLInputAutoCompleteAttribute
  readonly type?: 'text' | 'email' | 'tel'
  readonly maxLength: number
  readonly isDigits?: boolean
  readonly readOnly?: boolean
}

export function TextField({ form, pointer, autoComplete, type, maxLength, ...more }: TextFieldProps) {
  const { id, label, hint, error } = useWords(pointer, form, more.hint)
  return (
    <TextInput
      size="md"
      id={id}
      type={type ?? 'text'}
      label={label}
      description={hint}
      error={error}
      maxLength={maxLength}
      readOnly={more.readOnly ?? false}
      required={!optionalFields.has(pointer)}
      withAsterisk={false}
      {...(autoComplete === undefined ? {} : { autoComplete })}
      {...(more.isDigits ? { inputMode: 'numeric' as const } : {})}
      value={form.values[pointer]}
      onChange={(event) => form.set({ [pointer]: event.currentTarget.value })}
      onBlur={() => form.leave(pointer)}
    />
  )
}

export function LongField({ form, pointer, maxLength }: FieldProps & { readonly maxLength: number }) {
  const { id, label, hint, error } = useWords(pointer, form)
  return (
    <Textarea
      size="md"
      id={id}
      rows={4}
      label={label}
      description={hint}
      error={error}
      maxLength={maxLength}
      value={form.values[pointer]}
      onChange={(event) => form.set({ [pointer]: event.currentTarget.value })}
    />
  )
}

interface ChoiceProps extends FieldProps {
  readonly options: readonly { readonly value: string; readonly label: string; readonly hint?: string }[]
  readonly onChoose?: (value: string) => void
}

export function SelectField({ form, pointer, options, onChoose }: ChoiceProps) {
  const { t } = useTranslation('registration')
  const { id, label, hint, error } = useWords(pointer, form)
  return (
    <NativeSelect
      size="md"
      id={id}
      label={label}
      description={hint}
      error={error}
      required
      withAsterisk={false}
      value={form.values[pointer]}
      onChange={(event) =>
        onChoose === undefined
          ? form.set({ [pointer]: event.currentTarget.value })
          : onChoose(event.currentTarget.value)
      }
    >
      <option value="">{t('choose')}</option>
      {options.map(({ value, label: words }) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </NativeSelect>
  )
}

/** @param legend in place of the field's label in the texts */
export function RadioField({
  form,
  pointer,
  options,
  onChoose,
  legend,
}: ChoiceProps & { readonly legend?: string | undefined }) {
  const { id, label, error } = useWords(pointer, form)
  return (
    <fieldset className={classes.choices} aria-describedby={`${id}-error`}>
      <legend className={classes.label}>{legend ?? label}</legend>
      {options.map(({ value, label: words, hint }, position) => (
        <label key={value} className={classes.choice}>
          <input
            type="radio"
            id={position === 0 ? id : `${id}-${value}`}
            name={id}
            value={value}
            checked={form.values[pointer] === value}
            aria-describedby={hint === undefined ? undefined : `${id}-${value}-hint`}
            onChange={() => (onChoose === undefined ? form.set({ [pointer]: value }) : onChoose(value))}
          />
          <span>
            {words}
            {hint === undefined ? null : (
              <span id={`${id}-${value}-hint`} className={classes.choiceHint}>
                {hint}
              </span>
            )}
          </span>
        </label>
      ))}
      <FieldError id={id} error={error} />
    </fieldset>
  )
}

function FieldError({ id, error }: { readonly id: string; readonly error: string | undefined }) {
  return (
    <p id={`${id}-error`} className={classes.error} hidden={error === undefined}>
      {error}
    </p>
  )
}
