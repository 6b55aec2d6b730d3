/**
 * Not found for the institution that acts: when it belongs to another one of the person's, as after a switch in
 * another tab, this is said, and one press away.
 */
import { Button, Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { readMessage } from '../api/messages.ts'
import { asProblem } from '../api/problem.ts'
import { actFor } from '../api/session.ts'
import type { Session } from '../api/types.ts'
import { BackLink } from '../layout/BackLink.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'

interface OfOtherInstitutionProps {
  readonly id: string
  readonly session: Session
  /** What was answered to the institution that acts. */
  readonly problem: unknown
  readonly onRetry: () => void
}

export function OfOtherInstitution({ id, session, problem, onRetry }: OfOtherInstitutionProps) {
  const { t } = useTranslation('messages')
  const queries = useQueryClient()
  const acting = session.institution
  const others = session.institutions.filter((each) => each.id !== acting?.id)
  const { data: owner, isPending } = useQuery({
    queryKey: ['message', id, 'institution', acting?.id],
    queryFn: async () => {
      for (const each of others) if (await isMessageOf(each.id)) return each
      return null
    },
    enabled: others.length > 0,
  })
  const {
    mutate,
    error,
    isPending: isSwitching,
  } = useMutation({
    mutationFn: (institution: string) => actFor(queries, institution),
  })

  async function isMessageOf(institution: string): Promise<boolean> {
    try {
      await readMessage(id, { actingFor: institution })
      return true
    } catch (refusal) {
      if (asProblem(refusal).status === 404) return false
      throw refusal
    }
  }

  const back = <BackLink to="/mailbox">{t('backToMailbox')}</BackLink>
  if (others.length > 0 && isPending) return <Skeleton height={240} />
  if (!owner) {
    return (
      <>
        <PageTitle title={t('unavailable')} above={back} />
        <ProblemNotice error={problem} onRetry={onRetry} />
      </>
    )
  }
  return (
    <>
      <PageTitle title={t('ofOther.title')} lead={t('ofOther.lead', { owner: owner.name })} />
      <p>{t('ofOther.acting', { acting: acting?.name ?? '' })}</p>
      {error ? <ProblemNotice error={error} /> : null}
      <Button size="md" mt="md" loading={isSwitching} onClick={() => mutate(owner.id)}>
        {t('ofOther.switch', { owner: owner.name })}
      </Button>
    </>
  )
}
