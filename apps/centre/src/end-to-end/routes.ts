/** /api/nodes/own/end-to-end-key and -keys: what nodes tell of their keys, and learn of others'. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { Id } from '../http/index.ts'
import { nodeAuthority, requireNode } from '../identity/index.ts'
import { keysOf, noteKey } from './keys.ts'

const LONGEST_STATEMENT = 20_000

const tags = ['nodes']
const forNodes = { needs: 'node', isForNodes: true } as const

const KeyBody = Type.Object(
  {
    statement: Type.String({
      maxLength: LONGEST_STATEMENT,
      description: "JWS (general JSON) signed by the node's end-to-end identity and by its certificate's key",
    }),
  },
  { additionalProperties: false },
)

const KeysQuery = Type.Object(
  { institution: Type.Optional(Type.String({ format: 'uuid', description: 'Of its nodes alone' })) },
  { additionalProperties: false },
)

const Keys = Type.Object({
  authority: Type.String({ description: "The node authority's certificate, PEM" }),
  items: Type.Array(
    Type.Object({
      node: Id,
      institution: Type.Object({ id: Id, name: Type.String() }),
      statement: Type.String({ description: 'To be checked by whoever encrypts to it' }),
    }),
  ),
})

export function endToEndRoutes(app: FastifyInstance, centre: Centre): void {
  app.put<{ Body: Static<typeof KeyBody> }>(
    '/api/nodes/own/end-to-end-key',
    {
      config: forNodes,
      schema: {
        summary: 'What others may encrypt to for this node',
        tags,
        body: KeyBody,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await noteKey(centre, requireNode(request), request.body.statement)
      return reply.code(204).send()
    },
  )

  app.get<{ Querystring: Static<typeof KeysQuery> }>(
    '/api/nodes/own/end-to-end-keys',
    {
      config: forNodes,
      schema: {
        summary: "Nodes' keys to encrypt to, and the authority under them",
        tags,
        querystring: KeysQuery,
        response: { 200: Keys },
      },
    },
    async (request) => {
      requireNode(request)
      const { certificatePem } = await nodeAuthority(centre)
      return { authority: certificatePem, items: await keysOf(centre, request.query.institution) }
    },
  )
}
