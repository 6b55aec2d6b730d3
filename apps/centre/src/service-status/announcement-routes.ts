/** /api/announcements: operators announce maintenance, and take it back. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { Id, IdParams, Page, PageQuery, pageOf } from '../http/index.ts'
import { requireOperator } from '../identity/index.ts'
import { announce, listAnnouncements, withdrawAnnouncement } from './announcements.ts'
import { AnnouncementOfOperators, NewAnnouncement } from './schemas.ts'

const tags = ['operator']
const config = { needs: 'operator' } as const

/** @param onChange called when something else is announced than before */
export function announcementRoutes(app: FastifyInstance, centre: Centre, onChange: () => void): void {
  app.get<{ Querystring: { page?: number; pageSize?: number } }>(
    '/api/announcements',
    {
      config,
      schema: {
        summary: 'All announcements, those that begin latest first',
        tags,
        querystring: Type.Object(PageQuery),
        response: { 200: Page(AnnouncementOfOperators) },
      },
    },
    async (request) => {
      const position = pageOf(request.query)
      const found = await listAnnouncements(centre.db, centre.clock(), position)
      return { ...found, page: position.page, pageSize: position.pageSize }
    },
  )

  app.post<{ Body: NewAnnouncement }>(
    '/api/announcements',
    {
      config,
      schema: {
        summary: 'Announce something: on the page of the status at once, above every page while it lasts',
        tags,
        body: NewAnnouncement,
        response: { 201: Type.Object({ id: Id }) },
      },
    },
    async (request, reply) => {
      const { from, to, texts } = request.body
      const announcement = { from: new Date(from), to: new Date(to), texts }
      const id = await announce(centre, requireOperator(request), announcement)
      onChange()
      return await reply.code(201).send({ id })
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/api/announcements/:id',
    {
      config,
      schema: {
        summary: 'Show an announcement no more',
        tags,
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await withdrawAnnouncement(centre, requireOperator(request), request.params.id)
      onChange()
      return await reply.code(204).send()
    },
  )
}
