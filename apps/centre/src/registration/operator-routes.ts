/** /api/registrations: the operator's queue and decisions. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { IdParams, pageOf } from '../http/index.ts'
import { requireOperator } from '../identity/index.ts'
import { decide } from './decide.ts'
import { listRegistrations } from './registrations.ts'
import { REPLY_TEMPLATES } from './reply-templates.ts'
import { DecisionBody, EnrolmentCode, List, ListQuery, ReplyTemplates } from './schemas.ts'

const tags = ['operator']
const config = { needs: 'operator' } as const

export function operatorRoutes(app: FastifyInstance, centre: Centre): void {
  app.get<{ Querystring: ListQuery }>(
    '/api/registrations',
    {
      config,
      schema: {
        summary: 'Requests to join, those that wait longest first unless asked otherwise',
        tags,
        querystring: ListQuery,
        response: { 200: List },
      },
    },
    async ({ query }) => {
      const position = pageOf(query)
      const found = await listRegistrations(centre.db, query, position)
      return { ...found, page: position.page, pageSize: position.pageSize }
    },
  )

  app.get(
    '/api/registrations/templates',
    {
      config,
      schema: { summary: 'Sentences to begin an answer from', tags, response: { 200: ReplyTemplates } },
    },
    async () => ({ items: [...REPLY_TEMPLATES] }),
  )

  app.post<{ Params: { id: string }; Body: DecisionBody }>(
    '/api/registrations/:id/decision',
    {
      config,
      schema: {
        summary:
          'Take into review, ask for more, approve (institution, mailbox, way in, mail: all or nothing), refuse',
        tags,
        params: IdParams,
        body: DecisionBody,
        response: { 200: EnrolmentCode, 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { decision, words = '', quotaBytes } = request.body
      const operator = requireOperator(request)
      const { enrolmentCode } = await decide(centre, operator, request.params.id, {
        decision,
        words: words.trim(),
        quotaBytes,
      })
      if (enrolmentCode === null) return reply.code(204).send()
      reply.header('Cache-Control', 'no-store')
      return { enrolmentCode }
    },
  )
}
