/** The messages of a box; status and the other party are filtered in the head of their own columns. */
import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api/problem.ts'
import type { Box, MessageSummary } from '../api/types.ts'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { DeleteDialog } from '../messages/DeleteDialog.tsx'
import type { MessagesUrl } from '../routes/search.ts'
import { sortedBy, statusOf } from './box-search.ts'
import { MessageRow } from './MessageRow.tsx'
import classes from './MessagesTable.module.css'
import { type Facets, offeredParties, offeredStatuses } from './offered.ts'

interface MessagesTableProps {
  readonly box: Box
  readonly messages: readonly MessageSummary[]
  /** Undefined: not counted yet. */
  readonly facets: Facets | undefined
  readonly search: MessagesUrl
  readonly institutionId: string
  readonly onFilter: (part: Partial<MessagesUrl>) => void
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (id: string, isChosen: boolean) => void
}

export function MessagesTable(props: MessagesTableProps) {
  const { box, messages, facets, search, institutionId, onFilter, chosen, onChoose } = props
  const { t } = useTranslation('mailbox')
  const { t: tm } = useTranslation('messages')
  const [deleting, setDeleting] = useState<MessageSummary>()
  const [problem, setProblem] = useState<Problem>()
  const view = box === 'inbox' ? 'box' : 'delivery'
  const status = statusOf(search)
  return (
    <>
      {problem ? (
        <div className={classes.problem}>
          <ProblemNotice error={problem} />
        </div>
      ) : null}
      <table className={classes.table}>
        <caption hidden>{t(`${box}.title`)}</caption>
        <thead>
          <tr>
            <th scope="col" className={`${classes.plain} ${classes.choice}`}>
              <span className={classes.unread}>{t('column.choice')}</span>
            </th>
            <th scope="col" className={classes.party} aria-sort={sortedBy(search, 'institution')}>
              <NativeSelect
                label={t(`column.party.${box}`)}
                value={search.institution ?? ''}
                onChange={(event) => onFilter({ institution: event.currentTarget.value || undefined })}
                data={[
                  { value: '', label: t('filter.anyParty') },
                  ...offeredParties(facets, search.institution, messages).map((party) => ({
                    value: party.id,
                    label: withCount(party.name ?? '…', party.messages),
                  })),
                ]}
              />
            </th>
            <th scope="col" className={classes.plain}>
              {t('column.message')}
            </th>
            <th scope="col" className={`${classes.plain} ${classes.study}`}>
              {t('column.study')}
            </th>
            <th
              scope="col"
              className={`${classes.plain} ${classes.size}`}
              aria-sort={sortedBy(search, 'size')}
            >
              {t('column.size')}
            </th>
            <th scope="col" className={`${classes.plain} ${classes.at}`} aria-sort={sortedBy(search, 'date')}>
              {t(`column.at.${box}`)}
            </th>
            <th scope="col" className={classes.status}>
              <NativeSelect
                label={t('column.status')}
                value={status ?? ''}
                onChange={(event) => onFilter({ status: event.currentTarget.value || undefined })}
                data={[
                  { value: '', label: t('filter.anyStatus') },
                  ...offeredStatuses(box, facets, status).map(({ status: each, messages: count }) => ({
                    value: each,
                    label: withCount(tm(`status.${view}.${each}`), count),
                  })),
                ]}
              />
            </th>
            <th scope="col" className={`${classes.plain} ${classes.actions}`}>
              {t('column.actions')}
            </th>
          </tr>
        </thead>
        <tbody>
          {messages.map((message) => (
            <MessageRow
              key={message.id}
              box={box}
              message={message}
              institutionId={institutionId}
              isChosen={chosen.has(message.id)}
              onChoose={(isChosen) => onChoose(message.id, isChosen)}
              onDelete={() => setDeleting(message)}
              onProblem={setProblem}
            />
          ))}
        </tbody>
      </table>
      {deleting ? <DeleteDialog message={deleting} onClose={() => setDeleting(undefined)} /> : null}
    </>
  )
}

function withCount(label: string, count: number | undefined): string {
  return count === undefined ? label : `${label} (${count})`
}
