/** GET /api/audit and its export, for auditors. Reading it leaves an event, too. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { asOfOneMoment } from '../database/index.ts'
import { Id, Nullable, Page, PageQuery, pageOf, Text, Time } from '../http/index.ts'
import { FORMATS } from './export-formats.ts'
import { countEvents, MOST_COUNTED, pageOfEvents, withNames } from './trail.ts'
import { foundBy } from './trail-search.ts'

const Event = Type.Object({
  position: Type.Integer(),
  at: Time,
  personId: Nullable(Id),
  personName: Nullable(Type.String({ description: 'As it is today' })),
  institutionId: Nullable(Id),
  institutionName: Nullable(Type.String({ description: 'As it is today' })),
  action: Type.String(),
  messageId: Nullable(Id),
  details: Type.Record(Type.String(), Type.Unknown()),
  sha256: Type.String({ description: 'Of the chain up to this event, hexadecimal' }),
})

const Counted = Type.Object({
  ...Page(Event).properties,
  isMore: Type.Boolean({
    description: `There are more than \`total\`: what is looked for is counted to ${MOST_COUNTED}`,
  }),
})

const filter = {
  q: Type.Optional(
    Text(
      200,
      'Words that all occur in the name of the person or the institution; or the id of one, or of a message',
    ),
  ),
  actions: Type.Optional(
    Text(4000, 'With `q`: events of these actions, separated by commas, are found, too'),
  ),
  action: Type.Optional(Text(100, 'Beginning of the action, e.g. `session.`')),
  person: Type.Optional(Id),
  institution: Type.Optional(Id),
  message: Type.Optional(Id),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
}
const Query = Type.Object({ ...filter, ...PageQuery })
const Export = Type.Object({
  ...filter,
  format: Type.Optional(
    Type.Enum(['csv', 'dicom', 'fhir'], {
      description: 'CSV; DICOM Audit Messages (PS3.15 A.5), one a line; AuditEvents of FHIR R4 as NDJSON',
      default: 'csv',
    }),
  ),
})

const tags = ['operator']
const config = { needs: 'auditor' } as const

export function auditRoutes(
  app: FastifyInstance,
  {
    db,
    audit,
    clock,
    config: {
      portal: { publicUrl },
    },
  }: Centre,
): void {
  app.get<{ Querystring: Static<typeof Query> }>(
    '/api/audit',
    {
      config,
      schema: {
        summary: 'The audit trail, the newest first',
        tags,
        querystring: Query,
        response: { 200: Counted },
      },
    },
    async ({ query, caller }) => {
      const { page, pageSize, offset } = pageOf(query)
      const { items, ...counted } = await asOfOneMoment(db, async (trx) => {
        const { page: _page, pageSize: _pageSize, ...only } = query
        const found = await foundBy(trx, only)
        const rows = await pageOfEvents(trx, only, found, { offset, pageSize })
        return { items: await withNames(trx, rows), ...(await countEvents(trx, only, found)) }
      })
      await audit.record(db, {
        at: clock(),
        actor: caller,
        action: 'audit.read',
        details: { page, events: items.length },
      })
      return { items, ...counted, page, pageSize }
    },
  )

  app.get<{ Querystring: Static<typeof Export> }>(
    '/api/audit/export',
    {
      config,
      schema: {
        summary:
          'The audit trail as CSV (RFC 4180, UTF-8), as DICOM Audit Messages or for FHIR, the oldest first',
        tags,
        querystring: Export,
        response: {
          200: Type.String({
            description: 'text/csv, text/plain or application/fhir+ndjson, as `format` says',
          }),
        },
      },
      // The rows are written one by one; there is no answer to be shaped as a whole.
      serializerCompiler: () => String,
    },
    async ({ query, caller }, reply) => {
      const { last } = await db
        .selectFrom('audit_event')
        .select(sql<number>`coalesce(max(position), 0)`.as('last'))
        .executeTakeFirstOrThrow()
      // Known before the first byte leaves: what was taken out is in the trail, whole or cut off.
      await audit.record(db, { at: clock(), actor: caller, action: 'audit.export', details: { ...query } })
      const day = clock().toISOString().slice(0, 10)
      const { format = 'csv', ...only } = query
      const { type, extension, lines } = FORMATS[format]
      reply.header('Content-Disposition', `attachment; filename="epacs-audit-${day}.${extension}"`)
      reply.header('Cache-Control', 'no-store')
      reply.type(type)
      const portal = new URL(publicUrl).host
      return reply.send(Readable.from(lines(db, only, { last: Number(last), portal })))
    },
  )
}
