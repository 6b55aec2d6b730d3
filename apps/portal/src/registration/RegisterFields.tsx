/** What an institution of another country is known by: a number of a register there, for companies also VAT and EUID. */
import { useTranslation } from 'react-i18next'
import type { Country } from '../api/directory.ts'
import { SelectField, TextField } from './Field.tsx'
import classes from './Form.module.css'
import { OTHER_REGISTER } from './fields.ts'
import type { FormState } from './use-form.ts'

interface RegisterFieldsProps {
  readonly form: FormState
  /** Undefined: none is chosen yet, or what is known of it has not come. */
  readonly country: Country | undefined
}

export function RegisterFields({ form, country }: RegisterFieldsProps) {
  const { t } = useTranslation('registration')
  const registers = country?.registers ?? []
  const chosen = registers.find(({ code }) => code === form.values['/institution/register'])
  return (
    <>
      <SelectField
        form={form}
        pointer="/institution/register"
        options={[
          ...registers.map(({ code, name }) => ({ value: code, label: name })),
          { value: OTHER_REGISTER, label: t('otherRegister') },
        ]}
      />
      <TextField
        form={form}
        pointer="/institution/registerNumber"
        maxLength={80}
        hint={chosen === undefined ? undefined : t('forExample', { example: chosen.example })}
      />
      <div className={classes.pair}>
        <TextField form={form} pointer="/institution/vatId" maxLength={20} />
        <TextField form={form} pointer="/institution/euid" maxLength={80} />
      </div>
    </>
  )
}
