/** /api/mail: what became of the centre's mails, for the operator. */
import { LANGUAGES, MAIL_STATUSES } from '@epacs/exchange'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { asOfOneMoment } from '../database/index.ts'
import { Id, IdParams, Nullable, Page, PageQuery, Problem, pageOf, Time, Words } from '../http/index.ts'
import { mailFolder } from './folder-transport.ts'
import { mailFigures, mailTrouble, tryAgain } from './queue.ts'

/** `failed`: refused or given up. */
const LIST_STATUSES = [...MAIL_STATUSES, 'failed'] as const

const LATELY_MS = 24 * 3_600_000

const Status = Type.Object({
  way: Words(['smtp', 'folder']),
  place: Type.String({ description: 'The server, or the folder that mails are put in' }),
  waiting: Type.Integer(),
  delayed: Type.Integer({ description: 'Of those, tried before without success' }),
  sentLately: Type.Integer({ description: 'Within the last day' }),
  failed: Type.Integer(),
  lastSentAt: Nullable(Time),
  trouble: Nullable(
    Type.Object(
      {
        problem: Type.String({
          description: '`unreachable`, `tls`, `sign-in`, `folder-not-writable`, `folder-full`, …',
        }),
        since: Time,
        waiting: Type.Integer(),
      },
      { description: 'No mail leaves; null: as far as is known, they do' },
    ),
  ),
})

const Mail = Type.Object({
  id: Id,
  template: Type.String(),
  language: Words(LANGUAGES),
  to: Type.String(),
  status: Words(MAIL_STATUSES),
  attempts: Type.Integer(),
  problem: Nullable(Type.String({ description: '`smtp-550`, `unreachable`, `tls`, `sign-in`, …' })),
  queuedAt: Time,
  triedAt: Nullable(Time),
  endedAt: Nullable(Time),
})

const tags = ['operator']

export function mailRoutes(app: FastifyInstance, centre: Centre): void {
  const { db, clock } = centre
  const config = { needs: 'operator' } as const

  app.get(
    '/api/mail/status',
    { config, schema: { summary: "How the centre's mails leave", tags, response: { 200: Status } } },
    async () => {
      const { lastSentAt, ...figures } = await mailFigures(db, new Date(clock().getTime() - LATELY_MS))
      const trouble = await mailTrouble(db)
      const { smtp } = centre.config.mail
      return {
        way: smtp === null ? ('folder' as const) : ('smtp' as const),
        place: smtp === null ? mailFolder(centre.config) : new URL(smtp.url).host,
        ...figures,
        lastSentAt: lastSentAt?.toISOString() ?? null,
        trouble: trouble === null ? null : { ...trouble, since: trouble.since.toISOString() },
      }
    },
  )

  app.get<{ Querystring: { status?: (typeof LIST_STATUSES)[number]; page?: number; pageSize?: number } }>(
    '/api/mail',
    {
      config,
      schema: {
        summary: 'Mails, the newest first; never what they say',
        tags,
        querystring: Type.Object({ status: Type.Optional(Words(LIST_STATUSES)), ...PageQuery }),
        response: { 200: Page(Mail) },
      },
    },
    async (request) => {
      const { page, pageSize, offset } = pageOf(request.query)
      const { status } = request.query
      const { rows, total } = await asOfOneMoment(db, async (trx) => {
        let matching = trx.selectFrom('mail')
        if (status === 'failed') matching = matching.where('status', 'in', ['refused', 'given-up'])
        else if (status !== undefined) matching = matching.where('status', '=', status)
        const rows = await matching
          .selectAll()
          .orderBy('queued_at', 'desc')
          .orderBy('id', 'desc')
          .limit(pageSize)
          .offset(offset)
          .execute()
        const count = await matching.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
        return { rows, ...count }
      })
      const items = rows.map(({ id, template, language, recipient, attempts, problem, ...row }) => ({
        id,
        template,
        language,
        to: recipient,
        status: row.status,
        attempts,
        problem,
        queuedAt: row.queued_at.toISOString(),
        triedAt: row.tried_at?.toISOString() ?? null,
        endedAt: row.ended_at?.toISOString() ?? null,
      }))
      return { items, total, page, pageSize }
    },
  )

  app.post<{ Params: { id: string } }>(
    '/api/mail/:id/retry',
    {
      config,
      schema: { summary: 'Try a mail again, now', tags, params: IdParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      if ((await tryAgain(centre, request.params.id)) === undefined) {
        throw new Problem(404, 'mail-not-found', 'There is no such mail that could be tried again.')
      }
      return reply.code(204).send()
    },
  )
}
