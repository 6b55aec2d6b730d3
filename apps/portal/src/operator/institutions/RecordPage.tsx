/** Who an institution is, put right: the fields of a request to join, and the language it is written to in. */
import { Button, NativeSelect, Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem, type FieldFault } from '../../api/problem.ts'
import { correctRecord, type InstitutionRecord, recordQuery, tryRecord } from '../../api/records.ts'
import { institutionKinds } from '../../api/types.ts'
import { languageNames, languageOf, languages } from '../../i18n/languages.ts'
import { BackLink } from '../../layout/BackLink.tsx'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { newDraft } from '../../registration/draft.ts'
import { ErrorSummary } from '../../registration/ErrorSummary.tsx'
import classes from '../../registration/Form.module.css'
import {
  eligibilities,
  faultsOfChange,
  institutionOf,
  valuesOfInstitution,
} from '../../registration/fields.ts'
import { InstitutionFields } from '../../registration/InstitutionFields.tsx'
import { useForm } from '../../registration/use-form.ts'
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

/** By what can be seen here alone; the centre has found nothing else. */
class Refused extends Error {}

function RecordForm({ id, record }: { readonly id: string; readonly record: InstitutionRecord }) {
  const { t } = useTranslation('operations')
  const queries = useQueryClient()
  const form = useForm(newDraft(valuesOfInstitution(record)), false)
  const [language, setLanguage] = useState(record.language)
  const notice = useRef<HTMLDivElement>(null)
  const [refusals, setRefusals] = useState(0)
  /** Whether what the centre refused stands at a field of the form; what does not is told beside it. */
  const [isOfFields, setIsOfFields] = useState(false)
  useEffect(() => {
    if (refusals > 0) notice.current?.focus()
  }, [refusals])
  const given = () => {
    const typed = institutionOf(form.values)
    const kind = institutionKinds.find((each) => each === typed.kind) ?? record.kind
    const eligibility = eligibilities.find((each) => each === typed.eligibility) ?? record.eligibility
    // These are not asked for in Czechia, and stay.
    const isCzech = typed.country === 'CZ' && record.country === 'CZ'
    const { vatId, euid } = isCzech ? record : typed
    return { ...typed, vatId, euid, kind, eligibility, language }
  }
  const save = useMutation({
    /** @param seen what is wrong by what can be seen here: then the centre is only asked what else is */
    mutationFn: async (seen: readonly FieldFault[]) => {
      if (seen.length === 0) return await correctRecord(id, given())
      await tryRecord(id, given())
      throw new Refused('The form is not right.')
    },
    onSuccess: async (changed) => {
      setRefusals(0)
      queries.setQueryData(recordQuery(id).queryKey, changed)
      form.reset(newDraft(valuesOfInstitution(changed)))
      await Promise.all(
        [['institution'], ['institutions'], ['countries'], ['operator']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      )
    },
    onError: (problem, seen) => {
      const told = (problem instanceof Refused ? [] : asProblem(problem).faults).map((fault) => ({
        ...fault,
        pointer: `/institution${fault.pointer}`,
      }))
      const others = told.filter(({ pointer }) => seen.every((each) => each.pointer !== pointer))
      setIsOfFields(form.take([...seen, ...others]))
      setRefusals((before) => before + 1)
    },
  })
  const isWrong = Object.keys(form.faults).length > 0

  function submit(event: FormEvent) {
    event.preventDefault()
    const found = faultsOfChange(form.values, valuesOfInstitution(record))
    const faults = Object.entries(found).map(([pointer, code]) => ({ pointer, code }))
    save.mutate(faults)
  }

  return (
    <>
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
      <form noValidate onSubmit={submit} className={classes.part}>
        {isWrong && refusals > 0 ? <ErrorSummary faults={form.faults} ref={notice} /> : null}
        <InstitutionFields form={form} eligibilityLegend={t('record.eligibility')} />
        <NativeSelect
          size="md"
          label={t('record.language')}
          description={t('record.languageHint')}
          value={language}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
          onChange={(event) => setLanguage(languageOf(event.currentTarget.value))}
        />
        {save.error && !isOfFields ? <StaffProblem error={save.error} /> : null}
        <div className={classes.buttons}>
          <Button type="submit" size="md" loading={save.isPending}>
            {t('record.save')}
          </Button>
        </div>
      </form>
    </>
  )
}
