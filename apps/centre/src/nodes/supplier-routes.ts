/** GET /api/node-suppliers: from whom an institution can have a communication node; open to everybody. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { Nullable } from '../http/index.ts'

const Suppliers = Type.Object({
  items: Type.Array(
    Type.Object({
      name: Type.String(),
      website: Type.String({ format: 'uri' }),
      email: Type.String(),
      phone: Nullable(Type.String()),
    }),
    { description: "In the order of the centre's configuration" },
  ),
})

export function supplierRoutes(app: FastifyInstance, { config }: Centre): void {
  app.get(
    '/api/node-suppliers',
    {
      schema: {
        summary: 'Suppliers of communication nodes',
        tags: ['directory'],
        response: { 200: Suppliers },
      },
    },
    async () => ({ items: config.nodeSuppliers }),
  )
}
