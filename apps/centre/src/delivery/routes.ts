/** The package of a message, and its deletion. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { IdParams } from '../http/index.ts'
import { requireMember } from '../identity/index.ts'
import { deleteData } from './delete-data.ts'
import { downloadPackage } from './download.ts'
import { ChosenForm, type PackageForm } from './media.ts'
import { ChosenStudies } from './open-studies.ts'

export function deliveryRoutes(app: FastifyInstance, centre: Centre): void {
  app.route<{ Params: { id: string }; Querystring: { study?: string[]; form?: PackageForm } }>({
    method: ['GET', 'HEAD'],
    url: '/api/messages/:id/package',
    config: { isForNodes: true },
    schema: {
      summary:
        'The images, all or those of some studies, as a ZIP with a DICOM file-set; ranges and conditions as for any static file',
      tags: ['messages'],
      produces: ['application/zip'],
      params: IdParams,
      querystring: Type.Object({ study: ChosenStudies, form: ChosenForm }),
    },
    handler: async (request, reply) => await downloadPackage(centre, request, reply),
  })

  app.delete<{ Params: { id: string } }>(
    '/api/messages/:id/data',
    {
      schema: {
        summary: "Delete the data from the caller's mailbox; the record stays",
        tags: ['messages'],
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await deleteData(centre, requireMember(request), request.params.id)
      return reply.code(204).send()
    },
  )
}
