/** /api/recipients: whom the caller is likely to send to; /api/institutions/{id}/favourite: the caller's own star. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { InstitutionSummary } from '../directory/index.ts'
import { IdParams } from '../http/index.ts'
import { requireMember } from '../identity/index.ts'
import { dropFavourite, favouritesOf, MOST_FAVOURITES, makeFavourite } from './favourites.ts'
import { recentRecipients } from './recent.ts'

const LikelyRecipients = Type.Object({
  favourites: Type.Array(InstitutionSummary, {
    description:
      'Those that the caller has starred, in Czech order; whichever institution the caller acts for',
  }),
  recent: Type.Array(InstitutionSummary, {
    description:
      'Those that were sent to lately, the newest first: by the caller, then by others of the institution',
  }),
})
type LikelyRecipients = Static<typeof LikelyRecipients>

const config = { needs: 'member' } as const
const tags = ['messages']
const Nothing = Type.Null({ description: 'Done' })

export function recipientsRoutes(app: FastifyInstance, { db }: Centre): void {
  app.get(
    '/api/recipients',
    {
      config,
      schema: { summary: 'Whom the caller is likely to send to', tags, response: { 200: LikelyRecipients } },
    },
    async (request, reply): Promise<LikelyRecipients> => {
      reply.header('Cache-Control', 'no-store')
      const member = requireMember(request)
      const [favourites, recent] = await Promise.all([
        favouritesOf(db, member.personId),
        recentRecipients(db, member),
      ])
      return { favourites: [...favourites], recent: [...recent] }
    },
  )

  app.put<{ Params: { id: string } }>(
    '/api/institutions/:id/favourite',
    {
      config,
      schema: {
        summary: `Make an institution one of the caller's favourites, of which there are at most ${MOST_FAVOURITES}`,
        tags,
        params: IdParams,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await makeFavourite(db, requireMember(request).personId, request.params.id)
      return await reply.code(204).send()
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/api/institutions/:id/favourite',
    {
      config,
      schema: {
        summary: 'It is no favourite of the caller any more',
        tags,
        params: IdParams,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await dropFavourite(db, requireMember(request).personId, request.params.id)
      return await reply.code(204).send()
    },
  )
}
