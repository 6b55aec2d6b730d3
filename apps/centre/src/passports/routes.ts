/** Capability passports: told by nodes, read by senders before they send, and by who looks after a node. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { IdParams } from '../http/index.ts'
import { requireCaller, requireNode } from '../identity/index.ts'
import { notePassport, passportOfInstitution, passportOfNode } from './passports.ts'
import { PassportOfInstitution, PassportOfNode, ToldPassport } from './schemas.ts'

/** A PACS that was asked about all there is has some 10 kB. */
const LARGEST_PASSPORT_BYTES = 1024 * 1024

export function passportRoutes(app: FastifyInstance, centre: Centre): void {
  app.put<{ Body: ToldPassport }>(
    '/api/nodes/own/passport',
    {
      config: { needs: 'node', isForNodes: true },
      bodyLimit: LARGEST_PASSPORT_BYTES,
      schema: {
        summary: 'What the PACS of the node take: SOP classes, transfer syntaxes, character sets',
        tags: ['nodes'],
        body: ToldPassport,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await notePassport(centre, requireNode(request), request.body)
      return reply.code(204).send()
    },
  )

  app.get<{ Params: { id: string } }>(
    '/api/nodes/:id/passport',
    {
      config: { needs: 'representative-or-operator' },
      schema: {
        summary: 'What the PACS of one node take, by their names there',
        tags: ['nodes'],
        params: IdParams,
        response: { 200: PassportOfNode },
      },
    },
    async (request) => await passportOfNode(centre.db, requireCaller(request), request.params.id),
  )

  app.get<{ Params: { id: string } }>(
    '/api/institutions/:id/passport',
    {
      config: { needs: 'person', isForNodes: true },
      schema: {
        summary: "What an institution's PACS take, for who is about to send there",
        description:
          '`nodes` empty: images stay in the mailbox, which takes everything; null: not known, and nothing is to be said.',
        tags: ['directory'],
        params: IdParams,
        response: { 200: PassportOfInstitution },
      },
    },
    async (request) =>
      await passportOfInstitution(centre, request.params.id, requireCaller(request).institution?.name),
  )
}
