/** /api/webhooks: those of the caller's institution. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { Id, IdParams, Nullable, Time, Words } from '../http/index.ts'
import { requireRepresentative } from '../identity/index.ts'
import { HAPPENINGS } from './happenings.ts'
import {
  addWebhook,
  changeWebhook,
  HOURS_OF_BOTH,
  listWebhooks,
  MOST_HOURS_OF_BOTH,
  MOST_WEBHOOKS,
  removeWebhook,
  renewSecret,
  tryWebhook,
} from './own-webhooks.ts'

const Url = Type.String({ maxLength: 2000, pattern: '^https://[^\\s\\u0000-\\u001f]+$' })
const Happenings = Type.Array(Words(HAPPENINGS), {
  minItems: 1,
  maxItems: HAPPENINGS.length,
  uniqueItems: true,
})

const Webhook = Type.Object({
  id: Id,
  url: Type.String(),
  happenings: Type.Array(Words(HAPPENINGS)),
  createdAt: Time,
  pausedAt: Nullable(Time),
  problem: Nullable(
    Type.String({ description: 'Why the latest call was not taken, e.g. `status-500`; null: it was' }),
  ),
  retryAt: Nullable(Time),
  takenAt: Nullable(Time),
  previousSecretUntil: Nullable(Time),
  waiting: Type.Integer({ description: 'Calls that were not taken yet' }),
})

const NewWebhook = Type.Object({ url: Url, happenings: Happenings }, { additionalProperties: false })
const ChangedWebhook = Type.Object(
  { url: Type.Optional(Url), happenings: Type.Optional(Happenings), isPaused: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
)

const NewSecret = Type.Object(
  {
    previousForHours: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MOST_HOURS_OF_BOTH,
        description: `For how long the secret of before serves; without it ${HOURS_OF_BOTH}, with 0 it ends at once`,
      }),
    ),
  },
  { additionalProperties: false },
)

const config = { needs: 'representative' } as const
const tags = ['webhooks']
const Nothing = Type.Null({ description: 'Done' })

export function webhookRoutes(app: FastifyInstance, centre: Centre): void {
  app.get(
    '/api/webhooks',
    {
      config,
      schema: {
        summary: "The institution's webhooks, and how their calls go",
        tags,
        response: { 200: Type.Object({ items: Type.Array(Webhook) }) },
      },
    },
    async (request, reply) => {
      reply.header('Cache-Control', 'no-store')
      return { items: await listWebhooks(centre, requireRepresentative(request).institution.id) }
    },
  )

  app.post<{ Body: Static<typeof NewWebhook> }>(
    '/api/webhooks',
    {
      config,
      schema: {
        summary: `Have an address called about what happens; at most ${MOST_WEBHOOKS}. The secret is told only here`,
        tags,
        body: NewWebhook,
        response: {
          201: Type.Object({
            id: Id,
            secret: Type.String({
              description: 'What calls are signed with, as `whsec_…` (Standard Webhooks)',
            }),
          }),
        },
      },
    },
    async (request, reply) => {
      reply.header('Cache-Control', 'no-store')
      return await reply
        .code(201)
        .send(await addWebhook(centre, requireRepresentative(request), request.body))
    },
  )

  app.patch<{ Params: { id: string }; Body: Static<typeof ChangedWebhook> }>(
    '/api/webhooks/:id',
    {
      config,
      schema: {
        summary: 'Change a webhook, pause it or let it go on; what waits for a paused one is dropped',
        tags,
        params: IdParams,
        body: ChangedWebhook,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await changeWebhook(centre, requireRepresentative(request), request.params.id, request.body)
      return await reply.code(204).send()
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/api/webhooks/:id',
    { config, schema: { summary: 'Remove a webhook', tags, params: IdParams, response: { 204: Nothing } } },
    async (request, reply) => {
      await removeWebhook(centre, requireRepresentative(request), request.params.id)
      return await reply.code(204).send()
    },
  )

  app.post<{ Params: { id: string }; Body: Static<typeof NewSecret> | null }>(
    '/api/webhooks/:id/secret',
    {
      config,
      schema: {
        summary:
          'Another secret, told only here; for a while calls are signed with the one before, too, and until then only one that ends both at once is made (409)',
        tags,
        params: IdParams,
        body: Nullable(NewSecret),
        response: {
          200: Type.Object({ secret: Type.String(), previousUntil: Nullable(Time) }),
        },
      },
    },
    async (request, reply) => {
      reply.header('Cache-Control', 'no-store')
      const hours = request.body?.previousForHours ?? HOURS_OF_BOTH
      return await renewSecret(centre, requireRepresentative(request), request.params.id, hours)
    },
  )

  app.post<{ Params: { id: string } }>(
    '/api/webhooks/:id/test',
    {
      config: {
        ...config,
        rateLimit: {
          max: 10,
          timeWindow: 60_000,
          keyGenerator: ({ caller, ip }) => caller?.institution?.id ?? ip,
        },
      },
      schema: {
        summary: 'Call it once, now, with `webhook.test`',
        tags,
        params: IdParams,
        response: {
          200: Type.Object({
            isTaken: Type.Boolean(),
            problem: Nullable(Type.String({ description: 'Why it was not taken' })),
          }),
        },
      },
    },
    async (request) => {
      const by = requireRepresentative(request)
      const { problem } = await tryWebhook(centre, by, request.params.id, centre.stopping)
      return { isTaken: problem === null, problem }
    },
  )
}
