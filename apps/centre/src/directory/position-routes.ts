/** /api/institutions/positions: operators put institutions on the map. */
import type { FastifyInstance } from 'fastify'
import type { Centre } from '../centre.ts'
import { IdParams, Page, pageOf } from '../http/index.ts'
import { requireOperator } from '../identity/index.ts'
import { listPlaced, place, placeByRegister, placed } from './positions.ts'
import { PlacedInstitution, PositionBody, PositionsQuery } from './schemas.ts'

const tags = ['operator']
const config = { needs: 'operator' } as const
const PATH = '/api/institutions/:id/position'

export function positionRoutes(app: FastifyInstance, centre: Centre): void {
  app.get<{ Querystring: PositionsQuery }>(
    '/api/institutions/positions',
    {
      config,
      schema: {
        summary: 'Where institutions stand on the map, and who says so',
        tags,
        querystring: PositionsQuery,
        response: { 200: Page(PlacedInstitution) },
      },
    },
    async ({ query }) => {
      const at = pageOf(query)
      const found = await listPlaced(centre.db, { q: query.q, missing: query.missing ?? false }, at)
      return { ...found, page: at.page, pageSize: at.pageSize }
    },
  )

  app.get<{ Params: { id: string } }>(
    PATH,
    {
      config,
      schema: {
        summary: 'Where one institution stands, and who says so',
        tags,
        params: IdParams,
        response: { 200: PlacedInstitution },
      },
    },
    async ({ params }) => await placed(centre.db, params.id),
  )

  app.put<{ Params: { id: string }; Body: PositionBody }>(
    PATH,
    {
      config,
      schema: {
        summary: 'Put an institution on the map, or off it; what the register says does not change that',
        tags,
        params: IdParams,
        body: PositionBody,
        response: { 200: PlacedInstitution },
      },
    },
    async (request) =>
      await place(centre, requireOperator(request), request.params.id, request.body.position),
  )

  app.delete<{ Params: { id: string } }>(
    PATH,
    {
      config,
      schema: {
        summary: 'Where the register has it, if it has',
        tags,
        params: IdParams,
        response: { 200: PlacedInstitution },
      },
    },
    async (request) => await placeByRegister(centre, requireOperator(request), request.params.id),
  )
}
