/** Who an institution is, put right: the fields of a request to join, and the language it is written to in. */
import { Button, NativeSelect, Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../api/problem.ts'
import { correctRecord, type InstitutionRecord, recordQuery } from '../../api/records.ts'
import { institutionKinds } from '../../api/types.ts'
import { languageNames, languageOf, languages } from '../../i18n/languages.ts'
import { BackLink } from '../../layout/BackLink.tsx'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { newDraft } from '../../registration/draft.ts'
import {
  eligibilities,
  faultsOfChange,
  institutionOf,
  valuesOfInstitution,
} from '../../registration/fields.ts'
import { InstitutionFields } from '../../registration/InstitutionFields.tsx'
import { useForm } from '../../registration/use-form.ts'
import card from '../Card.module.css'
import { Done } from '../Done.tsx'
import { StaffProblem } from '../StaffProblem.tsx'

const route = getRouteApi('/staff/operator/institutions/$id')

export function RecordPage() {
  const { t } = useTranslation('operations')
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(recordQuery(id))
  return (
    <>
      <PageTitle
        title={data?.name ?? t('record.title')}
        lead={t('record.lead')}
        above={<BackLink to="/operator/institutions">{t('institutions.title')}</BackLink>}
      />
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={320} /> : null}
      {data ? <RecordForm key={id} id={id} record={data} /> : null}
    </>
  )
}

function RecordForm({ id, record }: { readonly id: string; readonly record: InstitutionRecord }) {
  const { t } = useTranslation('operations')
  const queries = useQueryClient()
  const form = useForm(newDraft(valuesOfInstitution(record)), false)
  const [language, setLanguage] = useState(record.language)
  const save = useMutation({
    mutationFn: () => {
      const given = institutionOf(form.values)
      const kind = institutionKinds.find((each) => each === given.kind) ?? record.kind
      const eligibility = eligibilities.find((each) => each === given.eligibility) ?? record.eligibility
      // These are not asked for in Czechia, and stay.
      const isCzech = given.country === 'CZ' && record.country === 'CZ'
      const { vatId, euid } = isCzech ? record : given
      return correctRecord(id, { ...given, vatId, euid, kind, eligibility, language })
    },
    onSuccess: async (changed) => {
      queries.setQueryData(recordQuery(id).queryKey, changed)
      form.reset(newDraft(valuesOfInstitution(changed)))
      await Promise.all(
        [['institution'], ['institutions'], ['countries'], ['operator']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      )
    },
    onError: (problem) => {
      const found = asProblem(problem).faults
      form.take(found.map((fault) => ({ ...fault, pointer: `/institution${fault.pointer}` })))
    },
  })
  const isOfFields = save.error !== null && asProblem(save.error).faults.length > 0

  function submit(event: FormEvent) {
    event.preventDefault()
    const found = faultsOfChange(form.values, valuesOfInstitution(record))
    const faults = Object.entries(found).map(([pointer, code]) => ({ pointer, code }))
    form.take(faults)
    if (faults.length === 0) save.mutate()
  }

  return (
    <form noValidate onSubmit={submit} className={card.card}>
      {save.isSuccess ? (
        <Done key={save.submittedAt}>
          <p>{t('record.saved')}</p>
          <p>
            <Link to="/institutions/$id" params={{ id }}>
              {t('record.show')}
            </Link>
          </p>
        </Done>
      ) : null}
      <InstitutionFields form={form} />
      <NativeSelect
        size="md"
        mt="md"
        label={t('record.language')}
        description={t('record.languageHint')}
        value={language}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
        onChange={(event) => setLanguage(languageOf(event.currentTarget.value))}
      />
      {save.error && !isOfFields ? <StaffProblem error={save.error} /> : null}
      {isOfFields ? <p role="alert">{t('record.wrong')}</p> : null}
      <div className={card.buttons}>
        <Button type="submit" size="md" loading={save.isPending}>
          {t('record.save')}
        </Button>
      </div>
    </form>
  )
}
