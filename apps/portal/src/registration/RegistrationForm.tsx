/** The form itself, for a new request and for correcting one: sections, consent, what is wrong, sending. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countriesQuery } from '../api/directory.ts'
import { asProblem } from '../api/problem.ts'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { ErrorSummary } from './ErrorSummary.tsx'
import { LongField, RadioField, TextField } from './Field.tsx'
import classes from './Form.module.css'
import { pointers } from './fields.ts'
import { InstitutionFields } from './InstitutionFields.tsx'
import type { FormState } from './use-form.ts'

const waysIn = ['certificate', 'jtp', 'node'] as const

interface RegistrationFormProps {
  readonly form: FormState
  /** Of a sent request the address is confirmed and stays. */
  readonly emailStays: boolean
  readonly problem: unknown
  readonly isSending: boolean
  readonly sendWords: string
  readonly onSend: () => void
  readonly consent?: ReactNode
  readonly beside?: ReactNode
}

export function RegistrationForm({ form, onSend, problem, ...props }: RegistrationFormProps) {
  const { t } = useTranslation('registration')
  const notice = useRef<HTMLDivElement>(null)
  const [refusals, setRefusals] = useState(0)
  const isWrong = Object.keys(form.faults).length > 0

  useEffect(() => {
    if (refusals > 0 || problem) notice.current?.focus()
  }, [refusals, problem])

  function submit(event: FormEvent) {
    event.preventDefault()
    if (props.isSending) return
    if (Object.keys(form.check()).length > 0) setRefusals((before) => before + 1)
    else onSend()
  }

  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      {isWrong && (refusals > 0 || problem) ? <ErrorSummary faults={form.faults} ref={notice} /> : null}
      <section className={classes.part} aria-labelledby="part-institution">
        <h2 id="part-institution">{t('part.institution')}</h2>
        <InstitutionFields form={form} />
      </section>
      <section className={classes.part} aria-labelledby="part-representative">
        <h2 id="part-representative">{t('part.representative')}</h2>
        <p className={classes.soft}>{t('part.representativeHint')}</p>
        <TextField form={form} pointer="/representative/name" maxLength={200} autoComplete="name" />
        <TextField
          form={form}
          pointer="/representative/function"
          maxLength={100}
          autoComplete="organization-title"
        />
        <TextField
          form={form}
          pointer="/representative/email"
          type="email"
          maxLength={254}
          autoComplete="email"
          readOnly={props.emailStays}
        />
        <TelephoneField form={form} />
      </section>
      <section className={classes.part} aria-labelledby="part-way">
        <h2 id="part-way">{t('part.way')}</h2>
        <RadioField
          form={form}
          pointer="/wayIn"
          options={waysIn.map((value) => ({
            value,
            label: t(`way.${value}.label`),
            hint: t(`way.${value}.hint`),
          }))}
        />
        {form.values['/wayIn'] === 'node' ? (
          <TextField form={form} pointer="/nodeSupplier" maxLength={200} />
        ) : null}
        <LongField form={form} pointer="/note" maxLength={2000} />
      </section>
      {props.consent}
      {problem && !isWrong && !isOnlyAboutFields(problem) ? (
        <div ref={notice} tabIndex={-1}>
          <ProblemNotice error={problem} />
        </div>
      ) : null}
      <div className={classes.buttons}>
        <Button type="submit" size="lg" loading={props.isSending}>
          {props.sendWords}
        </Button>
        {props.beside}
      </div>
    </form>
  )
}

function TelephoneField({ form }: { readonly form: FormState }) {
  const { t } = useTranslation('registration')
  const { data: countries } = useQuery(countriesQuery)
  const country = form.values['/institution/country']
  // Of Czech ones the texts have an example.
  const prefix = country === 'CZ' ? undefined : countries?.find((each) => each.country === country)?.phone
  return (
    <TextField
      form={form}
      pointer="/representative/phone"
      type="tel"
      maxLength={30}
      autoComplete="tel"
      hint={prefix === undefined ? undefined : t('phonePrefix', { prefix })}
    />
  )
}

/** Said at the fields, it is done with once they are put right. */
function isOnlyAboutFields(problem: unknown): boolean {
  const { faults } = asProblem(problem)
  const known: readonly string[] = [...pointers, '/conditions/version']
  return faults.length > 0 && faults.every(({ pointer }) => known.includes(pointer))
}
