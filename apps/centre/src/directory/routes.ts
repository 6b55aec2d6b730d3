/** /api/institutions: open to everybody. */
import type { FastifyInstance } from 'fastify'
import type { Centre } from '../centre.ts'
import { IdParams, Page, Problem, pageOf } from '../http/index.ts'
import { findInstitution, listInstitutions } from './institutions.ts'
import { Institution, InstitutionQuery, InstitutionSummary } from './schemas.ts'

export function directoryRoutes(app: FastifyInstance, centre: Centre): void {
  app.get<{ Querystring: InstitutionQuery }>(
    '/api/institutions',
    {
      schema: {
        summary: 'The institutions in the network',
        tags: ['directory'],
        querystring: InstitutionQuery,
        response: { 200: Page(InstitutionSummary) },
      },
    },
    async (request) => {
      const position = pageOf(request.query)
      const found = await listInstitutions(centre.db, request.query, position)
      return { ...found, page: position.page, pageSize: position.pageSize }
    },
  )

  app.get<{ Params: { id: string } }>(
    '/api/institutions/:id',
    {
      schema: {
        summary: 'One institution with its contact persons',
        tags: ['directory'],
        params: IdParams,
        response: { 200: Institution },
      },
    },
    async (request) => {
      const institution = await findInstitution(centre.db, request.params.id)
      if (institution === undefined) {
        throw new Problem(404, 'institution-not-found', 'There is no such institution.')
      }
      return institution
    },
  )
}
