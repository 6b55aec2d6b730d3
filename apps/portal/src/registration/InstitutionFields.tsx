/** Who wants to join: eligibility first, since it decides which number names the institution. */
import { useTranslation } from 'react-i18next'
import { institutionKinds } from '../api/types.ts'
import { RadioField, SelectField, TextField } from './Field.tsx'
import classes from './Form.module.css'
import { isAsked, unionCountries } from './fields.ts'
import { RegisterLookUp } from './RegisterLookUp.tsx'
import type { FormState } from './use-form.ts'

const eligibilities = ['czech-provider', 'eu-provider', 'accredited-body'] as const

export function InstitutionFields({ form }: { readonly form: FormState }) {
  const { t, i18n } = useTranslation(['registration', 'institutions', 'common'])
  const names = new Intl.DisplayNames(i18n.language, { type: 'region' })
  const isUnionOnly = form.values['/institution/eligibility'] === 'eu-provider'
  const countries = (isUnionOnly ? unionCountries : ['CZ', ...unionCountries])
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((one, other) => one.label.localeCompare(other.label, i18n.language))
  return (
    <>
      <RadioField
        form={form}
        pointer="/institution/eligibility"
        options={eligibilities.map((value) => ({ value, label: t(`institutions:eligibility.${value}`) }))}
        onChoose={(value) =>
          form.set({
            '/institution/eligibility': value,
            '/institution/country': value === 'eu-provider' ? '' : 'CZ',
          })
        }
      />
      {isAsked('/institution/country', form.values) ? (
        <SelectField form={form} pointer="/institution/country" options={countries} />
      ) : null}
      {isAsked('/institution/ico', form.values) ? <RegisterLookUp form={form} /> : null}
      {isAsked('/institution/registerNumber', form.values) ? (
        <TextField form={form} pointer="/institution/registerNumber" maxLength={50} />
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
        <TextField form={form} pointer="/institution/postalCode" maxLength={20} autoComplete="postal-code" />
      </div>
      {isAsked('/institution/icz', form.values) ? (
        <TextField form={form} pointer="/institution/icz" maxLength={12} isDigits />
      ) : null}
    </>
  )
}
