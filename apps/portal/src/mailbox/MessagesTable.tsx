/** The messages of a box; status and the other party are filtered in the head of their own columns, as long as there are columns. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api/problem.ts'
import type { Box, MessageSummary } from '../api/types.ts'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { DeleteDialog } from '../messages/DeleteDialog.tsx'
import type { MessagesUrl } from '../routes/search.ts'
import { sortedBy } from './box-search.ts'
import { PartyFilter, StatusFilter } from './ColumnFilters.tsx'
import { MessageRow } from './MessageRow.tsx'
import classes from './MessagesTable.module.css'
import type { Facets } from './offered.ts'

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
  const [deleting, setDeleting] = useState<MessageSummary>()
  const [problem, setProblem] = useState<Problem>()
  const filter = { box, facets, search, onFilter, className: classes.filter }
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
              <span className={classes.name}>{t(`column.party.${box}`)}</span>
              <PartyFilter {...filter} messages={messages} />
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
              <span className={classes.name}>{t('column.status')}</span>
              <StatusFilter {...filter} />
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
