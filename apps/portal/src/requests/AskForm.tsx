/** The form of a request: whom, about whom, what, why, and by when. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api/problem.ts'
import { createRequest, requestQuery, type Urgency, urgencies } from '../api/requests.ts'
import { useSession } from '../api/session.ts'
import type { Party } from '../api/types.ts'
import { InstitutionField } from '../choosing/InstitutionField.tsx'
import { SendIcon, WarningIcon } from '../icons/icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { type Fault, type Fields, faultsOf, requestOf, urgencyOf, usualNeededBy } from './asked-for.ts'
import { ModalityChoice } from './ModalityChoice.tsx'
import classes from './Requests.module.css'

export function AskForm({ first }: { first: Party | undefined }) {
  const { t } = useTranslation('requests')
  const session = useSession()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [institution, setInstitution] = useState(first)
  const [modalities, setModalities] = useState<readonly string[]>([])
  const [neededBy, setNeededBy] = useState(() => usualNeededBy('routine', new Date()))
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const notice = useRef<HTMLDivElement>(null)
  const key = useRef(crypto.randomUUID())
  const ask = useMutation({
    mutationFn: ({ fields, to }: { fields: Fields; to: string }) =>
      createRequest(requestOf(fields, to, modalities), key.current),
    onSuccess: async (created) => {
      queries.setQueryData(requestQuery(created.id).queryKey, created)
      void queries.invalidateQueries({ queryKey: ['messages'] })
      await navigate({ to: '/requests/$id', params: { id: created.id } })
    },
    // What was refused is changed and asked anew: that is another request. Without an answer it may have been made.
    onError: (error) => {
      const isRefused = error instanceof Problem && error.status >= 400 && error.status < 500
      if (isRefused) key.current = crypto.randomUUID()
    },
  })
  const errorOf = (fault: Fault) => (faults.includes(fault) ? t(`ask.fault.${fault}`) : undefined)

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = fieldsOf(new FormData(event.currentTarget))
    const found = faultsOf(fields, institution?.id, new Date())
    setFaults(found)
    if (found.length > 0) requestAnimationFrame(() => notice.current?.focus())
    else if (institution !== undefined && !ask.isPending) ask.mutate({ fields, to: institution.id })
  }

  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      {faults.length > 0 ? (
        <div ref={notice} tabIndex={-1} className={classes.missing} role="alert">
          <WarningIcon />
          <ul>
            {faults.map((fault) => (
              <li key={fault}>
                <a href={`#ask-${fault}`}>{t(`ask.fault.${fault}`)}</a>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <section className={classes.part}>
        <h2>{t('ask.whom')}</h2>
        {institution === undefined ? (
          <InstitutionField
            id="ask-institution"
            label={t('ask.find')}
            description={t('ask.findHint')}
            error={errorOf('institution')}
            words={{ offered: t('ask.offered'), none: t('ask.none') }}
            isOffered={(id) => id !== session?.institution?.id}
            onChoose={setInstitution}
          />
        ) : (
          <p className={classes.chosen}>
            <b>{institution.name}</b>
            <button type="button" onClick={() => setInstitution(undefined)}>
              {t('ask.another')}
            </button>
          </p>
        )}
      </section>
      <section className={classes.part}>
        <h2>{t('ask.patient')}</h2>
        <div className={classes.fields}>
          <TextInput
            size="md"
            id="ask-name"
            name="name"
            maxLength={200}
            label={t('ask.name')}
            description={t('ask.nameHint')}
            error={errorOf('name')}
            autoComplete="off"
          />
          <NativeSelect
            size="md"
            name="identifierKind"
            label={t('ask.identifierKind')}
            data={[
              { value: 'birth-number', label: t('identifier.birth-number') },
              { value: 'other', label: t('identifier.other') },
            ]}
          />
          <TextInput
            size="md"
            id="ask-birthNumber"
            name="identifier"
            maxLength={64}
            label={t('ask.identifier')}
            error={errorOf('birthNumber')}
            autoComplete="off"
          />
          <TextInput
            size="md"
            type="date"
            id="ask-identity"
            name="birthDate"
            label={t('ask.birthDate')}
            description={t('ask.birthDateHint')}
            error={errorOf('identity')}
          />
        </div>
      </section>
      <section className={classes.part}>
        <h2>{t('ask.what')}</h2>
        <div className={classes.fields}>
          <Textarea
            size="md"
            id="ask-wanted"
            name="wanted"
            rows={3}
            maxLength={2000}
            label={t('ask.wanted')}
            description={t('ask.wantedHint')}
            error={errorOf('wanted')}
          />
          <ModalityChoice chosen={modalities} onChange={setModalities} />
          <div className={classes.row}>
            <TextInput
              size="md"
              type="date"
              id="ask-period"
              name="from"
              label={t('ask.from')}
              error={errorOf('period')}
            />
            <TextInput size="md" type="date" name="to" label={t('ask.to')} />
          </div>
          <TextInput size="md" name="accession" maxLength={64} label={t('ask.accession')} />
        </div>
      </section>
      <section className={classes.part}>
        <h2>{t('ask.why')}</h2>
        <div className={classes.fields}>
          <Textarea
            size="md"
            id="ask-reason"
            name="reason"
            rows={3}
            maxLength={2000}
            label={t('ask.reason')}
            error={errorOf('reason')}
          />
          <TextInput
            size="md"
            id="ask-clinician"
            name="clinician"
            maxLength={200}
            defaultValue={session?.person.name ?? ''}
            label={t('ask.clinician')}
            error={errorOf('clinician')}
          />
          <div className={classes.row}>
            <NativeSelect
              size="md"
              name="urgency"
              label={t('ask.urgency')}
              data={urgencies.map((value) => ({ value, label: t(`urgency.${value}`) }))}
              onChange={({ currentTarget: { value } }) =>
                setNeededBy(usualNeededBy(urgencyOf({ urgency: value }) satisfies Urgency, new Date()))
              }
            />
            <TextInput
              size="md"
              type="datetime-local"
              id="ask-neededBy"
              name="neededBy"
              label={t('ask.neededBy')}
              value={neededBy}
              onChange={({ currentTarget: { value } }) => setNeededBy(value)}
              error={errorOf('neededBy')}
            />
          </div>
        </div>
      </section>
      {ask.error ? <ProblemNotice error={ask.error} /> : null}
      <div className={classes.actions}>
        <Button type="submit" size="lg" leftSection={<SendIcon />} loading={ask.isPending}>
          {t('ask.send')}
        </Button>
        <p>{t('ask.sendHint')}</p>
      </div>
    </form>
  )
}

function fieldsOf(form: FormData): Fields {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
