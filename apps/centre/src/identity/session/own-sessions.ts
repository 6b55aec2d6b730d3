/** A person's own sessions, and the institution that one of them acts for. */
import { MEMBER_ROLES, SIGN_IN_METHODS } from '@epacs/exchange'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { Id, IdParams, Nullable, Problem, Time, Words } from '../../http/index.ts'
import { institutionsOf } from '../acting-institution.ts'
import { requireCaller } from '../caller.ts'
import type { IdentityContext } from '../entrance.ts'
import { isNotIdle } from './sessions.ts'

const tags = ['session']
const config = { needs: 'person-in-browser' } as const

const OwnSessions = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Id,
      isThis: Type.Boolean(),
      method: Words(SIGN_IN_METHODS),
      institution: Nullable(Type.Object({ id: Id, name: Type.String() })),
      address: Nullable(Type.String()),
      agent: Nullable(Type.String({ description: 'What the browser calls itself' })),
      program: Nullable(
        Type.Object(
          { name: Type.String(), host: Type.String() },
          { description: 'One that the person let in, and the machine that it named; null: a browser' },
        ),
      ),
      createdAt: Time,
      lastSeenAt: Time,
      expiresAt: Time,
    }),
  ),
})

export function ownSessionRoutes(app: FastifyInstance, context: IdentityContext): void {
  const { db, clock, audit } = context

  app.get(
    '/api/sessions',
    { config, schema: { summary: "The caller's own sessions", tags, response: { 200: OwnSessions } } },
    async (request) => {
      const { personId } = requireCaller(request)
      const rows = await db
        .selectFrom('session')
        .leftJoin('institution', 'institution.id', 'session.institution_id')
        .where('person_id', '=', personId)
        .where('expires_at', '>', clock())
        .where(isNotIdle(context.config, clock()))
        .select([
          'session.id',
          'method',
          'address',
          'agent',
          'program',
          'host',
          'session.created_at',
          'last_seen_at',
          'expires_at',
        ])
        .select(['institution.id as institution_id', 'institution.name as institution_name'])
        .orderBy('last_seen_at', 'desc')
        .orderBy('session.id')
        .execute()
      return {
        items: rows.map(
          ({ id, method, address, agent, program, host, institution_id, institution_name, ...row }) => ({
            id,
            isThis: id === request.session?.id,
            method,
            institution:
              institution_id === null || institution_name === null
                ? null
                : { id: institution_id, name: institution_name },
            address,
            agent,
            program: program === null ? null : { name: program, host: host ?? '' },
            createdAt: row.created_at.toISOString(),
            lastSeenAt: row.last_seen_at.toISOString(),
            expiresAt: row.expires_at.toISOString(),
          }),
        ),
      }
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/api/sessions/:id',
    {
      config,
      schema: { summary: 'Sign out one of them', tags, params: IdParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const caller = requireCaller(request)
      await db.transaction().execute(async (trx) => {
        const ended = await trx
          .deleteFrom('session')
          .where('id', '=', request.params.id)
          .where('person_id', '=', caller.personId)
          .returning('method')
          .executeTakeFirst()
        if (ended === undefined)
          throw new Problem(404, 'session-not-found', 'There is no such session of yours.')
        const details = { method: ended.method, session: request.params.id }
        await audit.record(trx, { at: clock(), actor: caller, action: 'session.end', details })
      })
      return reply.code(204).send()
    },
  )

  app.post<{ Body: { institution: string } }>(
    '/api/session/institution',
    {
      config,
      schema: {
        summary:
          'Act for another of the institutions that one belongs to (at the portal; programs send X-Epacs-Institution)',
        tags,
        body: Type.Object({ institution: Id }),
        response: { 200: Type.Object({ id: Id, name: Type.String(), role: Words(MEMBER_ROLES) }) },
      },
    },
    async (request) => {
      const caller = requireCaller(request)
      const { session } = request
      if (session === null)
        throw new Problem(409, 'no-session', 'Here there is no session that could act for another one.')
      const chosen = (await institutionsOf(db, caller.personId)).find(
        ({ id }) => id === request.body.institution,
      )
      if (chosen === undefined)
        throw new Problem(403, 'not-a-member', 'You do not belong to this institution.')
      await db.transaction().execute(async (trx) => {
        await trx
          .updateTable('session')
          .set({ institution_id: chosen.id })
          .where('id', '=', session.id)
          .execute()
        const details = { institution: chosen.id }
        await audit.record(trx, { at: clock(), actor: caller, action: 'session.institution', details })
      })
      return chosen
    },
  )
}
