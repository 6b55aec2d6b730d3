/** Who asks, from where and since when; whoever did not start it refuses (RFC 8628 §5.4). */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { decideProgram, type WaitingProgram } from '../api/device.ts'
import { useSession } from '../api/session.ts'
import { formatDateTime } from '../format/dates.ts'
import { CheckIcon } from '../icons/icons.tsx'
import { FactList } from '../layout/FactList.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './DevicePage.module.css'
import { dropCode } from './kept-code.ts'

const DONE = { allow: 'allowed', refuse: 'refused' } as const

export function ProgramDecision({ program }: { program: WaitingProgram }) {
  const { t, i18n } = useTranslation('device')
  const session = useSession()
  const decide = useMutation({
    mutationFn: async (decision: 'allow' | 'refuse') => {
      await decideProgram(program.userCode, decision)
      dropCode()
      return decision
    },
  })
  if (decide.data !== undefined) {
    return (
      <section className={classes.done} role="status">
        <h2>{t(`${DONE[decide.data]}.title`)}</h2>
        <p>{t(`${DONE[decide.data]}.text`)}</p>
        <p>
          <Link to="/sessions">{t('sessions')}</Link>
        </p>
      </section>
    )
  }
  const at = (iso: string) => formatDateTime(iso, i18n.language)
  const facts = [
    [t('code'), program.userCode],
    [t('program'), t('programs', { context: program.program, defaultValue: program.program })],
    [t('host'), program.host === '' ? t('noHost') : program.host],
    [t('address'), program.isOwnAddress ? t('ownAddress', program) : program.address],
    [t('since'), at(program.createdAt)],
    [t('until'), at(program.expiresAt)],
    [t('person'), session?.person.name ?? null],
    [t('institution'), session?.institution?.name ?? null],
  ] as const
  return (
    <section>
      <h2>{t('asks')}</h2>
      <FactList facts={facts} className={classes.facts} />
      <div className={classes.warning} role="note">
        <p>{t('warning')}</p>
        {program.isOwnAddress ? null : <p>{t('otherAddress')}</p>}
      </div>
      {decide.error ? <ProblemNotice error={decide.error} /> : null}
      <div className={classes.decisions}>
        <Button
          size="md"
          leftSection={<CheckIcon />}
          loading={decide.isPending}
          onClick={() => decide.mutate('allow')}
        >
          {t('allow')}
        </Button>
        <Button
          size="md"
          variant="outline"
          color="red"
          loading={decide.isPending}
          onClick={() => decide.mutate('refuse')}
        >
          {t('refuse')}
        </Button>
      </div>
      <p className={classes.what}>{t('what')}</p>
    </section>
  )
}
