/** The shapes of /api/operations. */
import { CONNECTIONS, INSTITUTION_KINDS } from '@epacs/exchange'
import { type Static, Type } from 'typebox'
import { Id, Nullable, Page, PageQuery, Text, Time, Words } from '../http/index.ts'
import { INSTITUTION_ORDERS, INSTITUTION_SORTS, INSTITUTION_STATES } from './institutions.ts'
import { MOST_SILENT } from './queues.ts'
import { PERIODS } from './traffic.ts'

const Party = Type.Object({ id: Id, name: Type.String() })
/** Sums may be beyond what an integer of 32 bits holds. */
const Bytes = Type.Number({ minimum: 0 })

export const TrafficQuery = Type.Object({ by: Type.Optional(Words(PERIODS)) })
export type TrafficQuery = Static<typeof TrafficQuery>

const carried = { messages: Type.Integer(), sizeBytes: Bytes }

export const Traffic = Type.Object({
  by: Words(PERIODS),
  items: Type.Array(
    Type.Object({
      from: Type.String({ format: 'date', description: 'The first day, of UTC; weeks begin on Monday' }),
      received: Type.Object(carried, { description: 'Accepted messages, by when they were begun' }),
      delivered: Type.Object(carried, { description: 'The same, once for each mailbox' }),
      held: Nullable(
        Type.Object(
          { volumeBytes: Bytes, mailboxesBytes: Bytes },
          { description: 'What lay on the volume and in mailboxes when it was last looked at in the period' },
        ),
      ),
    }),
    { description: 'Oldest first: 30 days, 26 weeks or 12 months, the last of which still runs' },
  ),
})

export const Space = Type.Object({
  volume: Type.Object(
    {
      totalBytes: Bytes,
      usedBytes: Bytes,
      freeBytes: Type.Number({ description: 'What the centre may still take, the reserve left alone' }),
      reserveBytes: Bytes,
    },
    { description: 'That the packages lie on' },
  ),
  mailboxes: Type.Object({
    mailboxes: Type.Integer(),
    quotaBytes: Bytes,
    usedBytes: Bytes,
    nearlyFull: Type.Integer({ description: 'At nine tenths of their quota or above' }),
  }),
})

const waiting = { count: Type.Integer(), oldestAt: Nullable(Time) }

export const Queues = Type.Object({
  jobs: Type.Array(
    Type.Object({
      kind: Type.String(),
      waiting: Type.Integer({ description: 'Due later among them' }),
      running: Type.Integer(),
      failed: Type.Integer({ description: 'Of the waiting ones: tried without success' }),
      oldestAt: Nullable(Time),
    }),
  ),
  uploads: Type.Object({ ...waiting, bytes: Bytes }, { description: 'Not complete yet' }),
  unfetched: Type.Object(waiting, { description: 'Deliveries that no node of their recipient took on' }),
  silentNodes: Type.Object({
    total: Type.Integer(),
    longest: Type.Array(Type.Object({ institution: Party, since: Time }), { maxItems: MOST_SILENT }),
  }),
})

export const InstitutionsQuery = Type.Object({
  q: Type.Optional(Text(200, 'Words of name, town, AE title, IČO or IČZ; all must occur')),
  kind: Type.Optional(Words(INSTITUTION_KINDS)),
  connection: Type.Optional(Words(CONNECTIONS)),
  state: Type.Optional(Words(INSTITUTION_STATES)),
  sort: Type.Optional(Words(INSTITUTION_SORTS)),
  order: Type.Optional(Words(INSTITUTION_ORDERS)),
  ...PageQuery,
})
export type InstitutionsQuery = Static<typeof InstitutionsQuery>

export const InstitutionsPage = Page(
  Type.Object({
    ...Party.properties,
    kind: Words(INSTITUTION_KINDS),
    city: Type.String(),
    country: Type.String(),
    connection: Words(CONNECTIONS),
    state: Type.Unsafe<(typeof INSTITUTION_STATES)[number]>({
      ...Words(INSTITUTION_STATES),
      description: 'The first that is true; `nobody-acts`: neither a member nor a node that serves',
    }),
    joinedAt: Time,
    members: Type.Integer(),
    nodes: Type.Integer({ description: 'That serve' }),
    mailbox: Nullable(Type.Object({ quotaBytes: Bytes, usedBytes: Bytes })),
    position: Nullable(
      Type.Object(
        { latitude: Type.Number(), longitude: Type.Number() },
        { description: 'Degrees of WGS 84' },
      ),
    ),
  }),
)
