/** /api/session: who one is, and the way out. */
import { CENTRE_ROLES, MEMBER_ROLES, SIGN_IN_METHODS } from '@epacs/exchange'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { Id, Nullable, Time, Words } from '../../http/index.ts'
import { institutionsOf } from '../acting-institution.ts'
import { requireCaller } from '../caller.ts'
import { takeSession } from '../cookies.ts'
import type { Entrance, IdentityContext } from '../entrance.ts'
import { closeSession } from './sessions.ts'

const Session = Type.Object({
  person: Type.Object({ id: Id, name: Type.String() }),
  institution: Nullable(Type.Object({ id: Id, name: Type.String(), role: Words(MEMBER_ROLES) })),
  institutions: Type.Array(Type.Object({ id: Id, name: Type.String(), role: Words(MEMBER_ROLES) }), {
    description: 'All that the person belongs to, to choose from',
  }),
  roles: Type.Array(Words(CENTRE_ROLES)),
  method: Words(SIGN_IN_METHODS),
  csrfToken: Nullable(
    Type.String({ description: 'To be sent as X-Epacs-Csrf with what changes anything; null: not needed' }),
  ),
  expiresAt: Nullable(Time),
})

export function sessionRoutes(app: FastifyInstance, context: IdentityContext, entrance: Entrance): void {
  app.get(
    '/api/session',
    { schema: { summary: 'Who is signed in', tags: ['session'], response: { 200: Session } } },
    async (request, reply) => {
      const { personId, personName, institution, roles, method } = requireCaller(request)
      reply.header('Cache-Control', 'no-store')
      return {
        person: { id: personId, name: personName },
        institution,
        institutions: [...(await institutionsOf(context.db, personId))],
        roles: [...roles],
        method,
        csrfToken: request.session?.csrfToken ?? null,
        expiresAt: request.session?.expiresAt.toISOString() ?? null,
      }
    },
  )

  app.delete(
    '/api/session',
    { schema: { summary: 'Sign out', tags: ['session'], response: { 204: Type.Null() } } },
    async (request, reply) => {
      // Where the certificate itself signs in, there is nothing to end.
      if (entrance === 'portal') {
        const { session, sessionToken } = request
        if (sessionToken !== null && session !== null) {
          await context.db.transaction().execute(async (trx) => {
            await closeSession(trx, sessionToken)
            await context.audit.record(trx, {
              at: context.clock(),
              actor: session.caller,
              action: 'session.end',
              details: { method: session.caller.method },
            })
          })
        }
        takeSession(reply)
      }
      return reply.code(204).send()
    },
  )
}
