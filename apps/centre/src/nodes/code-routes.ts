/** /api/nodes/codes: what enrols another node, for operators; representatives see what is open for their institution. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { IdParams, pageOf } from '../http/index.ts'
import { requireOperator } from '../identity/index.ts'
import { issueCode, openCodes, withdrawCode } from './codes.ts'
import { CodeAnswer, CodeBody, CodesPage, CodesQuery } from './schemas.ts'

const tags = ['nodes']

export function codeRoutes(app: FastifyInstance, centre: Centre): void {
  app.get<{ Querystring: Static<typeof CodesQuery> }>(
    '/api/nodes/codes',
    {
      config: { needs: 'representative-or-operator' },
      schema: {
        summary: 'Codes that may still enrol a node: all for operators, their own for representatives',
        tags,
        querystring: CodesQuery,
        response: { 200: CodesPage },
      },
    },
    async ({ query: { institution, ...query }, caller }) => {
      const position = pageOf({ pageSize: 50, ...query })
      const seesAll = caller?.roles.includes('operator') === true
      const of = seesAll ? institution : caller?.institution?.id
      const page = await openCodes(centre.db, centre.clock(), of, position)
      return { ...page, page: query.page ?? 1, pageSize: position.pageSize }
    },
  )

  app.post<{ Body: Static<typeof CodeBody> }>(
    '/api/nodes/codes',
    {
      config: { needs: 'operator' },
      schema: { summary: 'A code for another node', tags, body: CodeBody, response: { 201: CodeAnswer } },
    },
    async (request, reply) =>
      reply.code(201).send(await issueCode(centre, requireOperator(request), request.body.institution)),
  )

  app.delete<{ Params: { id: string } }>(
    '/api/nodes/codes/:id',
    {
      config: { needs: 'operator' },
      schema: {
        summary: 'A code that is to enrol nobody',
        tags,
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await withdrawCode(centre, requireOperator(request), request.params.id)
      return reply.code(204).send()
    },
  )
}
