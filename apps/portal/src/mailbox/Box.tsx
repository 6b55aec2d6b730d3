/** A box of messages: search, the table with filters in its head, paging. Inbox and sent differ in words only. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type HistoryState, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { boxQuery, facetsQuery } from '../api/mailbox.ts'
import { mailboxQuery } from '../api/messages.ts'
import { useSession } from '../api/session.ts'
import type { Box as BoxName } from '../api/types.ts'
import { PlusIcon } from '../icons/icons.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { Paging } from '../layout/Paging.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import type { MessagesUrl } from '../routes/search.ts'
import classes from './Box.module.css'
import { boxSearchOf, filtersSet } from './box-search.ts'
import { Choice } from './Choice.tsx'
import { EmptyBox } from './EmptyBox.tsx'
import { Filters } from './Filters.tsx'
import { MessagesTable } from './MessagesTable.tsx'
import { stateFor, usePatientSearch } from './patient-search.ts'
import { Space } from './Space.tsx'

const none: ReadonlySet<string> = new Set()

/** Of the sent ones beside what was sent. */
function RequestsLink({ box }: { box: BoxName }) {
  const { t } = useTranslation('mailbox')
  const { data } = useQuery(mailboxQuery)
  const open = box === 'inbox' ? (data?.openRequests ?? 0) : 0
  return (
    <Link to="/requests" search={{ box: box === 'inbox' ? undefined : 'sent' }}>
      {t('requests')}
      {open > 0 ? ` (${t('requestsOpen', { count: open })})` : ''}
    </Link>
  )
}

interface BoxProps {
  readonly box: BoxName
  readonly path: '/mailbox' | '/sent'
  readonly title: string
  readonly search: MessagesUrl
  /**
   * Onto what the address is about to be, not what is on the screen: two filters may change before the page has followed
   * the first. `state`: of the history's entry; without it that stays as it is.
   */
  readonly onChange: (part: Partial<MessagesUrl>, state?: HistoryState) => void
}

export function Box({ box, path, title, search, onChange }: BoxProps) {
  const { t } = useTranslation('mailbox')
  const { t: tc } = useTranslation('common')
  const session = useSession()
  const patient = usePatientSearch()
  const { data, error, refetch } = useQuery(boxQuery(box, boxSearchOf(box, search, patient)))
  const counting = useQuery({ ...facetsQuery(box), enabled: data !== undefined })
  // While the centre is brought to a new version, a process of the one before counts with the list alone.
  const facets = counting.data ?? data?.facets
  const [chosen, setChosen] = useState<ReadonlySet<string>>(none)
  // What is not on the screen is not chosen: nothing may happen to what nobody sees.
  const onScreen = data?.items.filter(({ id }) => chosen.has(id)) ?? []
  const filtered = filtersSet(box, search, patient) > 0
  // Counted in the whole mailbox, so beside the number of some of its messages it would say something else.
  const unread = box === 'inbox' && !filtered ? (data?.unread ?? 0) : 0
  const nothingAtAll = data?.total === 0 && !filtered
  return (
    <PageBody>
      <div className={classes.head}>
        <PageTitle title={title} lead={session?.institution?.name} />
        <div className={classes.ways}>
          <RequestsLink box={box} />
          <Link to="/send" className={classes.new} preload={false}>
            <PlusIcon />
            {tc('nav.send')}
          </Link>
        </div>
      </div>
      {box === 'inbox' ? <Space /> : null}
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={320} /> : null}
      {counting.error && !facets ? (
        <ProblemNotice error={counting.error} onRetry={() => void counting.refetch()} />
      ) : null}
      {nothingAtAll ? <EmptyBox box={box} /> : null}
      {data && !nothingAtAll ? (
        <>
          <Filters
            box={box}
            messages={data.items}
            facets={facets}
            search={search}
            patient={patient}
            onFilter={onChange}
            onPatient={(sought) => onChange({}, stateFor(sought))}
          />
          <div className={classes.found}>
            <p role="status">
              {t('found', { count: data.total })}
              {unread > 0 ? `, ${t('unread', { count: unread })}` : ''}
            </p>
            {filtered ? (
              <Link to={path} search={{ sort: search.sort }} replace>
                {t('search.clear')}
              </Link>
            ) : null}
          </div>
          <Choice
            box={box}
            messages={data.items}
            chosen={onScreen}
            institutionId={session?.institution?.id ?? ''}
            onChoose={(messages) => setChosen(new Set(messages.map(({ id }) => id)))}
          />
          <MessagesTable
            chosen={chosen}
            onChoose={(id, isChosen) =>
              setChosen(new Set(isChosen ? [...chosen, id] : [...chosen].filter((each) => each !== id)))
            }
            box={box}
            messages={data.items}
            facets={facets}
            search={search}
            institutionId={session?.institution?.id ?? ''}
            onFilter={onChange}
          />
          {data.items.length === 0 ? <p className={classes.nothing}>{t('nothingFound')}</p> : null}
          <Paging to={path} page={data.page} pageSize={data.pageSize} total={data.total} />
        </>
      ) : null}
    </PageBody>
  )
}
