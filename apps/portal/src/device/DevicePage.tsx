/** A program shows a code; here the person who started it types it, sees who asks, and allows or refuses it. */
import { Button, Skeleton, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lookUpProgram } from '../api/device.ts'
import { asProblem } from '../api/problem.ts'
import { useSession } from '../api/session.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { SessionEndedPage } from '../sign-in/SessionEnded.tsx'
import classes from './DevicePage.module.css'
import { keptCode } from './kept-code.ts'
import { ProgramDecision } from './ProgramDecision.tsx'

export function DevicePage() {
  // Another code may come to the page that is open.
  const visit = useLocation({ select: ({ state }) => state.__TSR_key })
  return useSession() === null ? <SessionEndedPage /> : <Device key={visit} />
}

function Device() {
  const { t } = useTranslation('device')
  const [userCode, setUserCode] = useState(keptCode)
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['device', userCode],
    queryFn: ({ signal }) => lookUpProgram(userCode, signal),
    enabled: userCode !== '',
    retry: false,
    gcTime: 0,
    // What was decided is not looked for again.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const isUnknown = error !== null && asProblem(error).code === 'device-code-not-found'
  return (
    <PageBody width="reading">
      <PageTitle title={t('title')} lead={t('lead')} />
      {error && !isUnknown ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && isFetching ? <Skeleton height={160} /> : null}
      {data === undefined && !isFetching ? (
        <CodeForm typed={userCode} isUnknown={isUnknown} onCode={setUserCode} />
      ) : null}
      {data === undefined ? null : <ProgramDecision program={data} />}
    </PageBody>
  )
}

interface CodeFormProps {
  readonly typed: string
  readonly isUnknown: boolean
  readonly onCode: (code: string) => void
}

function CodeForm({ typed, isUnknown, onCode }: CodeFormProps) {
  const { t } = useTranslation('device')
  const [code, setCode] = useState(typed)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onCode(code.trim())
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        size="md"
        required
        label={t('code')}
        description={t('codeHint')}
        error={isUnknown && code === typed ? t('unknown') : undefined}
        maxLength={40}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" size="md">
        {t('continue')}
      </Button>
    </form>
  )
}
