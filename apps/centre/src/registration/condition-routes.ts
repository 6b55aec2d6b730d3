/** /api/conditions/versions: operators see all versions of the conditions, publish a new one, and withdraw one that is to come. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { Nullable, Time, Words } from '../http/index.ts'
import { requireOperator } from '../identity/index.ts'
import { conditionVersions, publishConditions, withdrawConditions } from './condition-versions.ts'

const tags = ['operator']
const config = { needs: 'operator' } as const

/** Two texts of 100,000 characters. */
const LARGEST_BODY_BYTES = 1024 * 1024

const words = (description?: string) =>
  Type.String({ minLength: 1, maxLength: 100_000, ...(description === undefined ? {} : { description }) })

const Texts = Type.Object({ cs: words(), en: words() }, { additionalProperties: false })

const Versions = Type.Object({
  items: Type.Array(
    Type.Object({
      version: Type.Integer(),
      state: Words(['former', 'in-force', 'coming', 'withdrawn']),
      validFrom: Nullable(Time),
      withdrawnAt: Nullable(Time),
      texts: Type.Object({ cs: Type.String(), en: Type.String() }),
      agreed: Type.Integer({ description: 'Requests to join that agreed to it' }),
    }),
  ),
})

const Publication = Type.Object(
  { validFrom: Type.String({ format: 'date-time' }), texts: Texts },
  { additionalProperties: false },
)
type Publication = Static<typeof Publication>

const VersionParams = Type.Object({ version: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) })
type VersionParams = Static<typeof VersionParams>

export function conditionRoutes(app: FastifyInstance, centre: Centre): void {
  app.get(
    '/api/conditions/versions',
    {
      config,
      schema: {
        summary: 'All versions of the conditions of participation',
        tags,
        response: { 200: Versions },
      },
    },
    async () => ({ items: [...(await conditionVersions(centre.db, centre.clock()))] }),
  )

  app.post<{ Body: Publication }>(
    '/api/conditions/versions',
    {
      bodyLimit: LARGEST_BODY_BYTES,
      config,
      // Before the body is gathered: strangers cannot make the centre hold megabytes.
      onRequest: async (request) => {
        requireOperator(request)
      },
      schema: {
        summary: 'Publish a new version; it holds from a day to come and never changes',
        tags,
        body: Publication,
        response: { 201: Type.Object({ version: Type.Integer() }) },
      },
    },
    async (request, reply) => {
      const { validFrom, texts } = request.body
      const published = { validFrom: new Date(validFrom), texts }
      const version = await publishConditions(centre, requireOperator(request), published)
      return reply.code(201).send({ version })
    },
  )

  app.delete<{ Params: VersionParams }>(
    '/api/conditions/versions/:version',
    {
      config,
      schema: {
        summary: 'Withdraw a version that is to come',
        tags,
        params: VersionParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await withdrawConditions(centre, requireOperator(request), request.params.version)
      return await reply.code(204).send()
    },
  )
}
