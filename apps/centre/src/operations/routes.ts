/** /api/operations: traffic, space, queues and institutions, for operators. Every answer is of one moment. */
import type { FastifyInstance } from 'fastify'
import type { Centre } from '../centre.ts'
import { asOfOneMoment } from '../database/index.ts'
import { pageOf } from '../http/index.ts'
import { listKnownInstitutions } from './institutions.ts'
import { jobsByKind, silentNodes, unfetchedByNodes, uploadsUnderWay } from './queues.ts'
import { InstitutionsPage, InstitutionsQuery, Queues, Space, Traffic, TrafficQuery } from './schemas.ts'
import { mailboxFigures, volumeOf } from './space.ts'
import { trafficBy } from './traffic.ts'

const tags = ['operator']

export function operationsRoutes(app: FastifyInstance, centre: Centre): void {
  const { db, clock } = centre
  const config = { needs: 'operator' } as const

  app.get<{ Querystring: TrafficQuery }>(
    '/api/operations/traffic',
    {
      config,
      schema: {
        summary: 'What came in, what was delivered and what lay there, by day, week or month',
        tags,
        querystring: TrafficQuery,
        response: { 200: Traffic },
      },
    },
    async ({ query: { by = 'day' } }) => ({
      by,
      items: await asOfOneMoment(db, (trx) => trafficBy(trx, by, clock())),
    }),
  )

  app.get(
    '/api/operations/space',
    {
      config,
      schema: { summary: 'What the centre holds, and can hold', tags, response: { 200: Space } },
    },
    async () => {
      const { dataFolder, uploads } = centre.config
      const volume = await volumeOf(dataFolder, uploads.diskReserveBytes)
      return { volume, mailboxes: await asOfOneMoment(db, mailboxFigures) }
    },
  )

  app.get(
    '/api/operations/queues',
    { config, schema: { summary: 'What waits, and for how long', tags, response: { 200: Queues } } },
    async () =>
      await asOfOneMoment(db, async (trx) => ({
        jobs: await jobsByKind(trx),
        uploads: await uploadsUnderWay(trx),
        unfetched: await unfetchedByNodes(trx),
        silentNodes: await silentNodes(trx, clock()),
      })),
  )

  app.get<{ Querystring: InstitutionsQuery }>(
    '/api/operations/institutions',
    {
      config,
      schema: {
        summary: 'Institutions with their members and mailboxes',
        tags,
        querystring: InstitutionsQuery,
        response: { 200: InstitutionsPage },
      },
    },
    async ({ query }) => {
      const position = pageOf(query)
      const found = await asOfOneMoment(db, (trx) => listKnownInstitutions(trx, query, position))
      return { ...found, page: position.page, pageSize: position.pageSize }
    },
  )
}
