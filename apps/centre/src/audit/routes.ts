/** GET /api/audit: the trail, for auditors. Reading it leaves an event, too. */
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { Id, Nullable, Page, PageQuery, pageOf, Text, Time } from '../http/index.ts'

const Event = Type.Object({
  position: Type.Integer(),
  at: Time,
  personId: Nullable(Id),
  institutionId: Nullable(Id),
  action: Type.String(),
  messageId: Nullable(Id),
  details: Type.Record(Type.String(), Type.Unknown()),
  sha256: Type.String({ description: 'Of the chain up to this event, hexadecimal' }),
})

const Query = Type.Object({
  action: Type.Optional(Text(100, 'Beginning of the action, e.g. `session.`')),
  person: Type.Optional(Id),
  institution: Type.Optional(Id),
  message: Type.Optional(Id),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  ...PageQuery,
})
type Query = Static<typeof Query>

export function auditRoutes(app: FastifyInstance, { db, audit, clock }: Centre): void {
  app.get<{ Querystring: Query }>(
    '/api/audit',
    {
      config: { needs: 'auditor' },
      schema: {
        summary: 'The audit trail, the newest first',
        tags: ['operator'],
        querystring: Query,
        response: { 200: Page(Event) },
      },
    },
    async ({ query, caller }) => {
      const { page, pageSize, offset } = pageOf(query)
      const { action, person, institution, message, from, to } = query
      let matching = db.selectFrom('audit_event')
      if (action !== undefined) matching = matching.where(sql<boolean>`starts_with(action, ${action})`)
      if (person !== undefined) matching = matching.where('actor_person_id', '=', person)
      if (institution !== undefined) matching = matching.where('actor_institution_id', '=', institution)
      if (message !== undefined) matching = matching.where('message_id', '=', message)
      if (from !== undefined) matching = matching.where('at', '>=', new Date(from))
      if (to !== undefined) matching = matching.where('at', '<', new Date(to))
      const [rows, { total }] = await Promise.all([
        matching.selectAll().orderBy('position', 'desc').limit(pageSize).offset(offset).execute(),
        matching.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow(),
      ])
      await audit.record(db, {
        at: clock(),
        actor: caller,
        action: 'audit.read',
        details: { page, events: rows.length },
      })
      const items = rows.map((row) => ({
        position: row.position,
        at: row.at.toISOString(),
        personId: row.actor_person_id,
        institutionId: row.actor_institution_id,
        action: row.action,
        messageId: row.message_id,
        details: row.details,
        sha256: row.sha256.toString('hex'),
      }))
      return { items, total, page, pageSize }
    },
  )
}
