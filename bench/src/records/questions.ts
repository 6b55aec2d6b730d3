/** What people ask of a country's records, each time of something else, and how long an answer may take. */
import type { Connection } from '../client/connection.ts'
import type { Site } from '../growth/site.ts'

export interface Question {
  readonly title: string
  /** Of the 99th percentile, in milliseconds. */
  readonly goalMs: number
  readonly asker: (site: Site) => Connection
  /** @param call counts from 0 */
  readonly path: (call: number, known: Known) => string
}

/** Of the records, what questions name. */
export interface Known {
  readonly institutions: readonly string[]
  /** Evenly from the whole time. */
  readonly messages: readonly string[]
  readonly oldest: Date
}

const PAGE_MS = 20
const STATISTICS_MS = 200
const DAY_MS = 86_400_000

const recipient = (site: Site) => site.recipient
const auditor = (site: Site) => site.auditor
const operator = (site: Site) => site.operator

/** As the portal asks: a list, and beside it, once, what its filters offer. */
const PAGES: readonly Question[] = [
  {
    title: 'inbox, first page',
    goalMs: PAGE_MS,
    asker: recipient,
    path: () => '/api/messages?box=inbox&facets=false',
  },
  {
    title: 'inbox, pages 1 to 20',
    goalMs: PAGE_MS,
    asker: recipient,
    path: (call) => `/api/messages?box=inbox&facets=false&page=${1 + (call % 20)}`,
  },
  {
    title: 'inbox, of a sender',
    goalMs: PAGE_MS,
    asker: recipient,
    path: (call, known) =>
      `/api/messages?box=inbox&facets=false&institution=${one(known.institutions, call)}`,
  },
  {
    title: 'inbox, of a week',
    goalMs: PAGE_MS,
    asker: recipient,
    path: (call, known) => `/api/messages?box=inbox&facets=false&${within(known, call, 7)}`,
  },
  {
    title: 'sent, first page',
    goalMs: PAGE_MS,
    asker: recipient,
    path: () => '/api/messages?box=sent&facets=false',
  },
  {
    title: 'inbox, what its filters offer',
    goalMs: PAGE_MS,
    asker: recipient,
    path: () => '/api/messages/facets?box=inbox',
  },
  { title: 'mailbox: unread and space', goalMs: PAGE_MS, asker: recipient, path: () => '/api/mailbox' },
  {
    title: 'directory, by words',
    goalMs: PAGE_MS,
    asker: recipient,
    path: (call) => `/api/institutions?q=nemocnice+${call}`,
  },
  { title: 'audit, newest', goalMs: PAGE_MS, asker: auditor, path: () => '/api/audit' },
  {
    title: 'audit, of an institution',
    goalMs: PAGE_MS,
    asker: auditor,
    path: (call, known) => `/api/audit?institution=${one(known.institutions, call)}`,
  },
  {
    title: 'audit, of a message',
    goalMs: PAGE_MS,
    asker: auditor,
    path: (call, known) => `/api/audit?message=${one(known.messages, call)}`,
  },
  {
    title: 'audit, of an hour',
    goalMs: PAGE_MS,
    asker: auditor,
    path: (call, known) => `/api/audit?${within(known, call, 1 / 24)}`,
  },
]

const FIGURES: readonly Question[] = [
  '/api/operations/traffic',
  '/api/operations/space',
  '/api/operations/queues',
  '/api/statistics',
].map((path) => ({ title: path, goalMs: STATISTICS_MS, asker: operator, path: () => path }))

export const QUESTIONS = { pages: PAGES, figures: FIGURES } as const

export async function learn({ database }: Site): Promise<Known> {
  const ids = async (text: string) => (await database.query<{ id: string }>(text)).rows.map(({ id }) => id)
  const { rows } = await database.query<{ at: Date }>('select min(created_at) as at from message')
  return {
    institutions: await ids('select id from institution order by id limit 500'),
    messages: await ids(
      'select id from message tablesample bernoulli (least(100, 1e5 / (select greatest(reltuples, 1) from pg_class where oid = $$message$$::regclass))) limit 500',
    ),
    oldest: rows[0]?.at ?? new Date(),
  }
}

function one(values: readonly string[], call: number): string {
  const value = values[call % values.length]
  if (value === undefined) throw new Error('there are no records of that kind')
  return value
}

/** So many days of the whole time, another time with each call. */
function within({ oldest }: Known, call: number, days: number): string {
  const GOLDEN_RATIO = 0.618
  const from = new Date(oldest.getTime() + ((call * GOLDEN_RATIO) % 1) * (Date.now() - oldest.getTime()))
  return `from=${from.toISOString()}&to=${new Date(from.getTime() + days * DAY_MS).toISOString()}`
}
