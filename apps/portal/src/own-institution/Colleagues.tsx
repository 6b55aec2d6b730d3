/** Who acts for the institution: role and way of sign-in; the role is changed, the colleague removed. */
import { Button, NativeSelect, Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Colleague, changeRole, peopleQuery, removeColleague } from '../api/own-institution.ts'
import { refreshSession } from '../api/session.ts'
import type { MemberRole } from '../api/types.ts'
import { formatDateTime } from '../format/dates.ts'
import { TrashIcon } from '../icons/message-icons.tsx'
import { ConfirmDialog } from '../layout/ConfirmDialog.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import table from '../layout/ResponsiveTable.module.css'
import classes from './OwnInstitutionPage.module.css'

interface ColleaguesProps {
  readonly institutionId: string
  /** The reader's own id. */
  readonly self: string
}

export function Colleagues({ institutionId, self }: ColleaguesProps) {
  const { t } = useTranslation('people')
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(peopleQuery(institutionId))
  const [leaving, setLeaving] = useState<Colleague>()
  const [said, setSaid] = useState('')
  const refresh = () => queries.invalidateQueries({ queryKey: ['own', 'people'] })
  const change = useMutation({
    mutationFn: ({ person, role }: { person: Colleague; role: MemberRole }) =>
      changeRole(institutionId, person.id, role),
    onSuccess: (_, { person, role }) =>
      setSaid(t('colleagues.changed', { name: person.name, role: t(`role.${role}`) })),
    onSettled: async (_, __, { person }) => {
      await refresh()
      if (person.id === self) await refreshSession(queries)
    },
  })
  return (
    <section className={classes.part} aria-labelledby="colleagues">
      <h2 id="colleagues" tabIndex={-1}>
        {t('colleagues.title')}
      </h2>
      <p className={classes.lead}>{t('colleagues.lead')}</p>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {change.error ? <ProblemNotice error={change.error} /> : null}
      {data === undefined && !error ? <Skeleton height={160} /> : null}
      {data ? (
        <table className={table.table}>
          <caption hidden>{t('colleagues.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('column.name')}</th>
              <th scope="col">{t('column.methods')}</th>
              <th scope="col">{t('column.seen')}</th>
              <th scope="col">{t('column.role')}</th>
              <th scope="col">{t('column.removal')}</th>
            </tr>
          </thead>
          <tbody>
            {data.members.map((person) => (
              <Row
                key={person.id}
                person={person}
                isSelf={person.id === self}
                onRole={(role) => change.mutate({ person, role })}
                onRemove={() => setLeaving(person)}
              />
            ))}
          </tbody>
        </table>
      ) : null}
      <p role="status" className={said === '' ? undefined : classes.said}>
        {said}
      </p>
      {leaving ? (
        <ConfirmDialog
          title={t('removal.title', { name: leaving.name })}
          keepLabel={t('removal.keep')}
          confirmLabel={t('removal.remove')}
          icon={<TrashIcon />}
          onConfirm={async () => {
            await removeColleague(institutionId, leaving.id)
            setSaid(t('removal.done', { name: leaving.name }))
            if (leaving.id === self) await refreshSession(queries)
            else await refresh()
          }}
          onClose={() => {
            setLeaving(undefined)
            document.getElementById('colleagues')?.focus()
          }}
        >
          <p>{t(leaving.id === self ? 'removal.self' : 'removal.text')}</p>
          {leaving.methods.includes('jtp') ? <p>{t('removal.jtp')}</p> : null}
        </ConfirmDialog>
      ) : null}
    </section>
  )
}

interface RowProps {
  readonly person: Colleague
  readonly isSelf: boolean
  readonly onRole: (role: MemberRole) => void
  readonly onRemove: () => void
}

function Row({ person, isSelf, onRole, onRemove }: RowProps) {
  const { t, i18n } = useTranslation('people')
  const { name, email, krzp, methods, grantedBy, lastSeenAt, role } = person
  return (
    <tr>
      <th scope="row">
        <div className={classes.cell}>
          {name}
          {isSelf ? ` ${t('colleagues.you')}` : ''}
          {email === null ? null : <p className={classes.soft}>{email}</p>}
          {/* Not told by a centre's process of the version before. */}
          {krzp == null ? null : (
            <p className={classes.soft}>{t(`colleagues.krzp.${krzp.saidBy}`, { number: krzp.number })}</p>
          )}
        </div>
      </th>
      <td data-label={t('column.methods')}>
        <div>
          {methods.map((method) => t(`method.${method}`)).join(', ')}
          {grantedBy === 'jtp' ? <p className={classes.soft}>{t('colleagues.grantedByJtp')}</p> : null}
        </div>
      </td>
      <td data-label={t('column.seen')}>
        {lastSeenAt === null ? t('colleagues.notNow') : formatDateTime(lastSeenAt, i18n.language)}
      </td>
      <td data-label={t('column.role')} className={classes.choice}>
        <NativeSelect
          size="md"
          aria-label={t('colleagues.roleOf', { name })}
          value={role}
          onChange={({ currentTarget }) =>
            onRole(currentTarget.value === 'representative' ? 'representative' : 'specialist')
          }
          data={[
            { value: 'specialist', label: t('role.specialist') },
            { value: 'representative', label: t('role.representative') },
          ]}
        />
      </td>
      <td>
        <Button
          variant="outline"
          color="red"
          size="md"
          aria-label={t('removal.button', { name })}
          onClick={onRemove}
        >
          {t('removal.remove')}
        </Button>
      </td>
    </tr>
  )
}
