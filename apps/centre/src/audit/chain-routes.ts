/** GET /api/audit/chain: whether the trail is as it was written, for auditors and operators. It shows no event. */
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { Nullable, Time, Words } from '../http/index.ts'
import { CHAIN_BREAKS, verifyChainPart } from './verify.ts'

/** Some seconds of work: a trail of many years is checked by many calls, none of them long. */
const EVENTS_IN_A_CALL = 50_000

const Query = Type.Object({
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: '`position` of the answer before',
    }),
  ),
})

const Part = Type.Object({
  state: Words(['whole', 'unfinished', 'broken']),
  position: Type.Integer({ description: 'Of the last event that is as it was written; 0: none' }),
  total: Type.Integer({ description: 'Events in the trail now' }),
  firstAt: Nullable(Time),
  lastAt: Nullable(Time),
  head: Type.String({
    description:
      'Digest of the chain up to `position`, hexadecimal: noted elsewhere, it proves later that nothing was cut off',
  }),
  broken: Nullable(
    Type.Object(
      { position: Type.Integer(), at: Time, reason: Words(CHAIN_BREAKS) },
      { description: 'The first event that is not' },
    ),
  ),
})

export function chainRoutes(app: FastifyInstance, { db, audit, clock }: Centre): void {
  app.get<{ Querystring: Static<typeof Query> }>(
    '/api/audit/chain',
    {
      config: { needs: 'auditor-or-operator' },
      schema: {
        summary: 'Check the chain of the audit trail, part by part: `unfinished` goes on with `after`',
        tags: ['operator'],
        querystring: Query,
        response: { 200: Part },
      },
    },
    async ({ query: { after = 0 }, caller }, reply) => {
      reply.header('Cache-Control', 'no-store')
      if (after === 0) await audit.record(db, { at: clock(), actor: caller, action: 'audit.verify' })
      const { firstAt, lastAt, head, broken, ...part } = await verifyChainPart(db, {
        after,
        most: EVENTS_IN_A_CALL,
      })
      const { total } = await db
        .selectFrom('audit_event')
        .select(sql<number>`coalesce(max(position), 0)`.as('total'))
        .executeTakeFirstOrThrow()
      return {
        ...part,
        total: Number(total),
        firstAt: firstAt?.toISOString() ?? null,
        lastAt: lastAt?.toISOString() ?? null,
        head: head.toString('hex'),
        broken: broken === null ? null : { ...broken, at: broken.at.toISOString() },
      }
    },
  )
}
