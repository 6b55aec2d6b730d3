/** One legal person, several mailboxes: JTP cannot say which is the person's, so the person chooses. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Id, Problem } from '../../http/index.ts'
import { browserMark, giveSession } from '../cookies.ts'
import type { Entrance, IdentityContext } from '../entrance.ts'
import { landingPage } from '../portal-pages.ts'
import { forgetProven, personWith, provenBy } from '../proven/proven-identities.ts'
import { beginSession } from '../sign-in.ts'
import { grant, institutionsWith, removedFrom } from './admit.ts'

const MINUTE_MS = 60_000
const tags = ['sign-in']

const Choices = Type.Object({
  items: Type.Array(Type.Object({ id: Id, name: Type.String(), city: Type.String() })),
})

export function choiceRoutes(app: FastifyInstance, context: IdentityContext, entrance: Entrance): void {
  const { db, clock, config } = context
  /** What JTP names employers by: the number of the choice is one of these. */
  const kind = config.jtp?.institutionIs ?? 'ico'
  const limit = { rateLimit: { max: config.limits.signInPerMinute, timeWindow: MINUTE_MS } }

  /** Throws 401 for a browser that has not come through JTP with a choice. */
  const proven = async (request: FastifyRequest) => {
    const browser = entrance === 'portal' ? browserMark(request) : undefined
    const identity = browser && (await provenBy(db, browser, clock()))
    if (
      browser === undefined ||
      identity === undefined ||
      identity.method !== 'jtp' ||
      identity.ico === null
    ) {
      throw new Problem(401, 'not-signed-in', 'Sign in through JTP first.')
    }
    return { browser, identity, ico: identity.ico }
  }

  app.get(
    '/api/sign-in/institutions',
    {
      config: limit,
      schema: {
        summary: 'Institutions to choose from after a sign-in through JTP',
        tags,
        response: { 200: Choices },
      },
    },
    async (request, reply) => {
      const { ico } = await proven(request)
      reply.header('Cache-Control', 'no-store')
      const items = await db
        .selectFrom('institution')
        .where(kind, '=', ico)
        .select(['id', 'name', 'city'])
        .orderBy('name')
        .orderBy('id')
        .execute()
      return { items }
    },
  )

  app.post<{ Body: { institution: string } }>(
    '/api/sign-in/institutions',
    {
      config: limit,
      onRequest: async (request) => void (await proven(request)),
      schema: {
        summary: 'The choice: ends the sign-in',
        tags,
        body: Type.Object({ institution: Id }),
        response: { 200: Type.Object({ location: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { browser, identity, ico } = await proven(request)
      const { institution: institutionId } = request.body
      const token = await db.transaction().execute(async (trx) => {
        if (!(await institutionsWith(trx, ico, kind)).includes(institutionId)) {
          throw new Problem(403, 'not-a-member', 'You do not belong to this institution.')
        }
        const name = identity.name ?? identity.email ?? identity.subject
        const personId = await personWith(trx, identity, { name, email: identity.email })
        if ((await removedFrom(trx, personId, [institutionId])).length > 0) {
          throw new Problem(
            403,
            'removed-by-representative',
            'The representative has taken your access away.',
          )
        }
        await grant(trx, personId, institutionId)
        await forgetProven(trx, browser)
        const { issuer, subject, sid } = identity
        const jtp = { issuer, subject, sid }
        return await beginSession(context, trx, request, {
          personId,
          institutionId,
          method: 'jtp',
          jtp,
          details: { ico },
        })
      })
      giveSession(reply, token)
      return { location: landingPage(config.portal.publicUrl, identity.returnTo) }
    },
  )
}
