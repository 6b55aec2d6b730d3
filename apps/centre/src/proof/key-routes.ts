/** The keys that the centre's statements are checked with, and the operator's change to a new one. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { Problem, PUBLIC_JWK, Time } from '../http/index.ts'
import { requireOperator } from '../identity/index.ts'

const PublishedKeys = Type.Object({
  keys: Type.Array(
    Type.Object(
      {
        ...PUBLIC_JWK,
        createdAt: Time,
        retiredAt: Type.Optional(
          Type.String({ format: 'date-time', description: 'Signed nothing from then on' }),
        ),
      },
      { description: 'JWK (RFC 7517)' },
    ),
  ),
})

export function keyRoutes(app: FastifyInstance, { db, signer, audit, clock }: Centre): void {
  app.get(
    '/.well-known/jwks.json',
    {
      schema: {
        summary: 'Every key that manifests and receipts were ever signed with, the newest first',
        tags: ['public'],
        response: { 200: PublishedKeys },
      },
    },
    async (_request, reply) => {
      reply.header('Cache-Control', 'public, max-age=300')
      return { keys: await signer.published(db) }
    },
  )

  app.post(
    '/api/signing-keys',
    {
      config: { needs: 'operator' },
      schema: {
        summary: 'Sign with a new key from now on; the one before stays published',
        tags: ['operator'],
        response: { 201: Type.Object({ kid: Type.String() }) },
      },
    },
    async (request, reply) => {
      const actor = requireOperator(request)
      if (signer.rotate === undefined) {
        throw new Problem(
          409,
          'key-in-file',
          'The signing key is in the file that signing.keyFile names: put a new one there and start the centre anew.',
        )
      }
      const at = clock()
      const { keyId } = await signer.rotate(at, async (trx, key) => {
        const details = { kid: key.keyId }
        await audit.record(trx, { at, actor, action: 'signing-key.rotate', details })
      })
      return reply.code(201).send({ kid: keyId })
    },
  )
}
