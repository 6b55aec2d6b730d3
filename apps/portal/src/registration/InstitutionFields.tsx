/** Who wants to join: eligibility first, since it decides which number names the institution. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { countriesQuery } from '../api/directory.ts'
import { institutionKinds } from '../api/types.ts'
import { RadioField, SelectField, TextField } from './Field.tsx'
import classes from './Form.module.css'
import {
  changesWith,
  changesWithCountry,
  eligibilities,
  isAsked,
  OTHER_REGISTER,
  unionCountries,
} from './fields.ts'
import { RegisterFields } from './RegisterFields.tsx'
import { RegisterLookUp } from './RegisterLookUp.tsx'
import type { FormState } from './use-form.ts'

interface InstitutionFieldsProps {
  readonly form: FormState
  /** What the choice of eligibility is called where nobody is about to join. */
  readonly eligibilityLegend?: string
}

export function InstitutionFields({ form, eligibilityLegend }: InstitutionFieldsProps) {
  const { t, i18n } = useTranslation(['registration', 'institutions', 'common'])
  const names = new Intl.DisplayNames(i18n.language, { type: 'region' })
  const { data: known } = useQuery(countriesQuery)
  const country = known?.find((each) => each.country === form.values['/institution/country'])
  const isUnionOnly = form.values['/institution/eligibility'] === 'eu-provider'
  const countries = (isUnionOnly ? unionCountries : ['CZ', ...unionCountries])
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((one, other) => one.label.localeCompare(other.label, i18n.language))
  return (
    <>
      <RadioField
        form={form}
        pointer="/institution/eligibility"
        legend={eligibilityLegend}
        options={eligibilities.map((value) => ({ value, label: t(`institutions:eligibility.${value}`) }))}
        onChoose={(value) => form.set(changesWith(value, form.values))}
      />
      {isAsked('/institution/country', form.values) ? (
        <SelectField
          form={form}
          pointer="/institution/country"
          options={countries}
          onChoose={(value) => {
            const first = known?.find((each) => each.country === value)?.registers[0]?.code
            form.set(changesWithCountry(value, first ?? OTHER_REGISTER, form.values))
          }}
        />
      ) : null}
      {isAsked('/institution/ico', form.values) ? <RegisterLookUp form={form} /> : null}
      {isAsked('/institution/registerNumber', form.values) ? (
        <RegisterFields form={form} country={country} />
      ) : null}
      <TextField form={form} pointer="/institution/name" maxLength={200} autoComplete="organization" />
      <SelectField
        form={form}
        pointer="/institution/kind"
        options={institutionKinds.map((value) => ({ value, label: t(`common:kind.${value}`) }))}
      />
      <TextField form={form} pointer="/institution/street" maxLength={200} autoComplete="address-line1" />
      <div className={classes.pair}>
        <TextField form={form} pointer="/institution/city" maxLength={100} autoComplete="address-level2" />
        <TextField
          form={form}
          pointer="/institution/postalCode"
          maxLength={20}
          autoComplete="postal-code"
          hint={
            country === undefined || country.country === 'CZ' || country.postalCode === null
              ? undefined
              : t('forExample', { example: country.postalCode })
          }
        />
      </div>
      {isAsked('/institution/icz', form.values) ? (
        <div className={classes.pair}>
          <TextField form={form} pointer="/institution/icz" maxLength={12} isDigits />
          <TextField form={form} pointer="/institution/icp" maxLength={12} isDigits />
        </div>
      ) : null}
    </>
  )
}
