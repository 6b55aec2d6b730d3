/** A box of messages: search, the table with filters in its head, paging. Inbox and sent differ in words only. */
import { Skeleton, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { messagesQuery } from '../api/messages.ts'
import { useSession } from '../api/session.ts'
import type { Box as BoxName } from '../api/types.ts'
import { PlusIcon, SearchIcon } from '../icons/icons.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { Paging } from '../layout/Paging.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { useTypedFilter } from '../layout/use-typed-filter.ts'
import type { MessagesUrl } from '../routes/search.ts'
import classes from './Box.module.css'
import { EmptyBox } from './EmptyBox.tsx'
import { MessagesTable } from './MessagesTable.tsx'

interface BoxProps {
  readonly box: BoxName
  readonly path: '/mailbox' | '/sent'
  readonly title: string
  readonly search: MessagesUrl
  readonly onFilter: (part: Partial<MessagesUrl>) => void
}

export function Box({ box, path, title, search, onFilter }: BoxProps) {
  const { t } = useTranslation('mailbox')
  const { t: tc } = useTranslation('common')
  const session = useSession()
  const { data, error, refetch } = useQuery(messagesQuery(box, search))
  const [text, setText] = useTypedFilter(search.q, (q) => onFilter({ q }))
  const filtered = search.q !== undefined || search.status !== undefined || search.institution !== undefined
  const unread = box === 'inbox' ? (data?.unread ?? 0) : 0
  const nothingAtAll = data?.total === 0 && !filtered
  return (
    <PageBody>
      <div className={classes.head}>
        <PageTitle
          title={title}
          windowTitle={unread > 0 ? `(${unread}) ${title}` : title}
          lead={session?.institution?.name}
        />
        <Link to="/send" className={classes.new} preload={false}>
          <PlusIcon />
          {tc('nav.send')}
        </Link>
      </div>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={320} /> : null}
      {nothingAtAll ? <EmptyBox box={box} /> : null}
      {data && !nothingAtAll ? (
        <>
          <search className={classes.search}>
            <TextInput
              size="md"
              type="search"
              label={t('search.label')}
              placeholder={t(`search.placeholder.${box}`)}
              leftSection={<SearchIcon />}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <p role="status" className={classes.count}>
              {t('found', { count: data.total })}
              {unread > 0 ? `, ${t('unread', { count: unread })}` : ''}
            </p>
            {filtered ? (
              <Link to={path} replace>
                {t('search.clear')}
              </Link>
            ) : null}
          </search>
          <MessagesTable
            box={box}
            messages={data.items}
            facets={data.facets}
            search={search}
            institutionId={session?.institution?.id ?? ''}
            onFilter={onFilter}
          />
          {data.items.length === 0 ? <p className={classes.nothing}>{t('nothingFound')}</p> : null}
          <Paging to={path} page={data.page} pageSize={data.pageSize} total={data.total} />
        </>
      ) : null}
    </PageBody>
  )
}
