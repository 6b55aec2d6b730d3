/** Asking to join: the form, and after it what comes next. */
import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../api/problem.ts'
import {
  type Conditions,
  type Created,
  conditionsQuery,
  type Prefill,
  prefillQuery,
  sendRegistration,
} from '../api/registrations.ts'
import { useSession } from '../api/session.ts'
import { type Language, languageNames, languageOf, languages } from '../i18n/languages.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { Consent } from './Consent.tsx'
import { discardDraft, filledIn, keptDraft, newDraft } from './draft.ts'
import classes from './Form.module.css'
import { formOf } from './fields.ts'
import { Identity } from './Identity.tsx'
import { OnBehalf } from './OnBehalf.tsx'
import { RegistrationForm } from './RegistrationForm.tsx'
import { Sent } from './Sent.tsx'
import { useForm } from './use-form.ts'
import { Waiting } from './Waiting.tsx'

interface SentRequest extends Created {
  readonly email: string
}

export function NewPage() {
  const { t, i18n } = useTranslation('registration')
  const conditions = useQuery(conditionsQuery(languageOf(i18n.language)))
  const prefill = useQuery(prefillQuery)
  const session = useSession()
  const [sent, setSent] = useState<SentRequest>()
  const [asksAnew, setAsksAnew] = useState(false)
  if (sent !== undefined) {
    return (
      <PageBody width="reading">
        <Sent
          key={sent.id}
          status={sent.status}
          email={sent.email}
          contact={conditions.data?.contactEmail ?? null}
        />
      </PageBody>
    )
  }
  const waiting = prefill.data?.waiting ?? null
  if (waiting !== null && !asksAnew) {
    return (
      <PageBody width="reading">
        <Waiting request={waiting} onAskAnew={() => setAsksAnew(true)} />
      </PageBody>
    )
  }
  const isOperator = session?.roles.includes('operator') ?? false
  const error = conditions.error ?? prefill.error
  const isReady = conditions.data !== undefined && prefill.data !== undefined && session !== undefined
  return (
    <PageBody width="reading">
      <PageTitle title={t('title')} lead={isOperator ? undefined : t('lead')} />
      {error ? (
        <ProblemNotice
          error={error}
          onRetry={() => void Promise.all([conditions.refetch(), prefill.refetch()])}
        />
      ) : null}
      {isReady && !error ? (
        <NewForm
          conditions={conditions.data}
          prefill={prefill.data}
          isOperator={isOperator}
          onSent={setSent}
          onOutdated={() => void conditions.refetch()}
        />
      ) : null}
    </PageBody>
  )
}

interface NewFormProps {
  readonly conditions: Conditions
  readonly prefill: Prefill | null
  readonly isOperator: boolean
  readonly onSent: (sent: SentRequest) => void
  readonly onOutdated: () => void
}

function NewForm({ conditions, prefill, isOperator, onSent, onOutdated }: NewFormProps) {
  const { t, i18n } = useTranslation('registration')
  const [first] = useState(() => {
    const kept = keptDraft(localStorage)
    const draft = kept ?? newDraft()
    return {
      draft: prefill === null ? draft : newDraft(filledIn(draft.values, prefill)),
      wasKept: kept !== undefined,
    }
  })
  const form = useForm(first.draft, true)
  const [usesIdentity, setUsesIdentity] = useState(prefill !== null)
  const [isOnBehalf, setOnBehalf] = useState(isOperator)
  const own = languageOf(i18n.language)
  // Until one is chosen it follows the page's.
  const [chosen, setApplicants] = useState<Language>()
  const applicants = chosen ?? own
  const [wasKept, setWasKept] = useState(first.wasKept)
  const sending = useMutation({
    mutationFn: () => {
      const body = formOf(form.values, {
        language: isOperator && !isOnBehalf ? own : applicants,
        useIdentity: prefill !== null && usesIdentity && !isOnBehalf,
        onBehalf: isOperator && isOnBehalf,
        conditionsVersion: conditions.version,
      })
      // What is not in the draft makes another request too.
      const rest = [body.language, body.useIdentity, body.onBehalf, conditions.version].join(' ')
      return sendRegistration(body, `${form.sendingKey} ${rest}`)
    },
    onSuccess: (created) => {
      discardDraft(localStorage)
      onSent({ ...created, email: form.values['/representative/email'].trim() })
    },
    onError: (error) => {
      const { faults } = asProblem(error)
      if (faults.some(({ code }) => code === 'outdated-conditions')) {
        form.set({ '/conditions/agreed': '' })
        onOutdated()
      }
      form.take(faults)
    },
  })

  function discard() {
    discardDraft(localStorage)
    form.reset(newDraft())
    sending.reset()
    setWasKept(false)
    document.querySelector('h1')?.focus()
  }

  return (
    <>
      {isOperator ? (
        <OnBehalf
          isOnBehalf={isOnBehalf}
          onChange={setOnBehalf}
          language={applicants}
          onLanguage={setApplicants}
        />
      ) : (
        <>
          <Identity prefill={prefill} isUsed={usesIdentity} onUse={setUsesIdentity} />
          <NativeSelect
            size="md"
            mb="xl"
            label={t('mailLanguage.label')}
            description={t('mailLanguage.hint')}
            value={applicants}
            data={languages.map((value) => ({ value, label: languageNames[value] }))}
            onChange={(event) => setApplicants(languageOf(event.currentTarget.value))}
          />
        </>
      )}
      {wasKept ? (
        <p role="status" className={classes.restored}>
          {t('draft.restored')}
        </p>
      ) : null}
      <RegistrationForm
        form={form}
        emailStays={false}
        problem={sending.error}
        isSending={sending.isPending}
        sendWords={t('send')}
        onSend={() => sending.mutate()}
        consent={<Consent form={form} conditions={conditions} />}
        beside={
          <Button variant="subtle" size="md" onClick={discard}>
            {t('draft.discard')}
          </Button>
        }
      />
      <p className={classes.below}>{t('draft.hint')}</p>
      {conditions.contactEmail === null || isOperator ? null : (
        <p>
          {t('byMail')} <a href={`mailto:${conditions.contactEmail}`}>{conditions.contactEmail}</a>
        </p>
      )}
    </>
  )
}
