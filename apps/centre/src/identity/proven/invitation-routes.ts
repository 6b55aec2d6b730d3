/** /api/invitation: what the page behind an invitation's link does; the link's secret is its bearer token. */
import { MEMBER_ROLES } from '@epacs/exchange'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Id, Nullable, Problem, Time, Words } from '../../http/index.ts'
import { requireCaller } from '../caller.ts'
import { giveInvitation } from '../cookies.ts'
import type { Entrance, IdentityContext } from '../entrance.ts'
import { bearerToken } from './bearer.ts'
import { acceptInvitation, findInvitation } from './invitations.ts'

const MINUTE_MS = 60_000
const tags = ['people']

const Invitation = Type.Object({
  institution: Type.Object({ id: Id, name: Type.String() }),
  name: Type.String(),
  invitedBy: Nullable(Type.String({ description: 'Name; null: the centre' })),
  role: Words(MEMBER_ROLES),
  expiresAt: Time,
})

export function invitationRoutes(app: FastifyInstance, context: IdentityContext, entrance: Entrance): void {
  const { db, clock, audit } = context
  const config = { rateLimit: { max: context.config.limits.signInPerMinute, timeWindow: MINUTE_MS } }

  const find = async (request: FastifyRequest) => {
    const invitation = await findInvitation(db, bearerToken(request), clock())
    if (invitation === undefined) {
      throw new Problem(404, 'invitation-not-found', 'There is no such invitation (any more).')
    }
    return invitation
  }

  app.get(
    '/api/invitation',
    { config, schema: { summary: 'What one is invited to', tags, response: { 200: Invitation } } },
    async (request, reply) => {
      const { institution, name, invitedBy, role, expiresAt } = await find(request)
      reply.header('Cache-Control', 'no-store')
      return { institution, name, invitedBy, role, expiresAt: expiresAt.toISOString() }
    },
  )

  app.post(
    '/api/invitation/begin',
    {
      config,
      schema: {
        summary:
          'The next sign-in of this browser (/sign-in/identity or /sign-in/jtp) accepts the invitation',
        tags,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await find(request)
      const token = bearerToken(request)
      if (entrance === 'portal' && token !== undefined) giveInvitation(reply, token)
      return reply.code(204).send()
    },
  )

  app.post(
    '/api/invitation/accept',
    {
      config: { ...config, needs: 'person-in-browser' },
      schema: {
        summary: 'Whoever is signed in accepts the invitation for themselves',
        tags,
        response: { 200: Type.Object({ institution: Type.Object({ id: Id, name: Type.String() }) }) },
      },
    },
    async (request) => {
      const caller = requireCaller(request)
      const invitation = await find(request)
      const { institution, id } = invitation
      await db.transaction().execute(async (trx) => {
        const at = clock()
        if (!(await acceptInvitation(trx, invitation, caller.personId, at))) {
          throw new Problem(404, 'invitation-not-found', 'There is no such invitation (any more).')
        }
        const details = { invitation: id, institution: institution.id }
        await audit.record(trx, { at, actor: caller, action: 'member.join', details })
      })
      return { institution }
    },
  )
}
