/** /api/nodes: enrolment, renewal, and what nodes tell; the operator's and the representative's view of them. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { IdParams, pageOf } from '../http/index.ts'
import { requireNode, requireOperator } from '../identity/index.ts'
import { deliveredInstances } from './delivered-instances.ts'
import { noteReport, waitingFor } from './deliveries.ts'
import { enrol, renew } from './enrol.ts'
import { listNodes, noteContact, revokeNode } from './known-nodes.ts'
import { publishedNodeKeys } from './node-receipts.ts'
import {
  ContactBody,
  DeliveredInstances,
  EnrolmentAnswer,
  EnrolmentBody,
  NodesPage,
  NodesQuery,
  Participants,
  PublishedNodeKeys,
  RenewalAnswer,
  RenewalBody,
  ReportBody,
  SentDeliveries,
  SentQuery,
  WaitingDeliveries,
} from './schemas.ts'
import { sentDeliveries } from './sent-deliveries.ts'

const MINUTE_MS = 60_000
const LARGEST_REPORT_BYTES = 32 * 1024 * 1024
const MOST_WAITING = 100
const MOST_SENT = 2000

const tags = ['nodes']
const forNodes = { needs: 'node', isForNodes: true } as const

export function nodeRoutes(app: FastifyInstance, centre: Centre): void {
  const { db, config } = centre

  app.post<{ Body: Static<typeof EnrolmentBody> }>(
    '/api/nodes',
    {
      config: { rateLimit: { max: config.limits.signInPerMinute, timeWindow: MINUTE_MS } },
      schema: {
        summary: 'Enrol a communication node with a code',
        tags,
        body: EnrolmentBody,
        response: { 201: EnrolmentAnswer },
      },
    },
    async (request, reply) => {
      const { code, certificateRequest } = request.body
      const enrolled = await enrol(centre, code, certificateRequest)
      return reply.code(201).send({ ...enrolled, certificateEntrance: config.certificateEntrance.publicUrl })
    },
  )

  app.get<{ Querystring: Static<typeof NodesQuery> }>(
    '/api/nodes',
    {
      config: { needs: 'representative-or-operator' },
      schema: {
        summary: 'Communication nodes: all for operators, their own for representatives',
        tags,
        querystring: NodesQuery,
        response: { 200: NodesPage },
      },
    },
    async ({ query: { institution, state, ...query }, caller }) => {
      const position = pageOf({ pageSize: 50, ...query })
      const seesAll = caller?.roles.includes('operator') === true
      const of = seesAll ? institution : caller?.institution?.id
      const page = await listNodes(db, centre.clock(), { institution: of, state }, position)
      return { ...page, page: query.page ?? 1, pageSize: position.pageSize }
    },
  )

  app.get(
    '/.well-known/node-jwks.json',
    {
      schema: {
        summary: 'Every key of a node that ever signed a receipt, the newest first',
        tags: ['public'],
        response: { 200: PublishedNodeKeys },
      },
    },
    async (_request, reply) => {
      reply.header('Cache-Control', 'public, max-age=300')
      return { keys: await publishedNodeKeys(db) }
    },
  )

  app.post<{ Params: { id: string } }>(
    '/api/nodes/:id/revoke',
    {
      config: { needs: 'operator' },
      schema: {
        summary: 'A node whose certificate is to serve no more',
        tags,
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await revokeNode(centre, requireOperator(request), request.params.id)
      return reply.code(204).send()
    },
  )

  app.post<{ Body: Static<typeof RenewalBody> }>(
    '/api/nodes/own/certificate',
    {
      config: forNodes,
      schema: { summary: 'Renew', tags, body: RenewalBody, response: { 201: RenewalAnswer } },
    },
    async (request, reply) =>
      reply.code(201).send(await renew(centre, requireNode(request), request.body.certificateRequest)),
  )

  app.put<{ Body: Static<typeof ContactBody> }>(
    '/api/nodes/own/state',
    {
      config: forNodes,
      schema: { summary: 'How the node is doing', tags, body: ContactBody, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await noteContact(centre, requireNode(request), request.body)
      return reply.code(204).send()
    },
  )

  app.get(
    '/api/nodes/own/participants',
    {
      config: forNodes,
      schema: {
        summary: 'Everybody that a node can send to, with the AE title',
        tags,
        response: { 200: Participants },
      },
    },
    async () => {
      const rows = await db
        .selectFrom('institution')
        .select(['id', 'name', 'ae_title'])
        .orderBy('ae_title')
        .execute()
      return { items: rows.map(({ id, name, ae_title }) => ({ id, name, aeTitle: ae_title })) }
    },
  )

  app.get(
    '/api/nodes/own/deliveries',
    {
      config: forNodes,
      schema: {
        summary: 'Deliveries that wait for the node, the most pressing hundred',
        tags,
        response: { 200: WaitingDeliveries },
      },
    },
    async (request) => ({ items: await waitingFor(centre, requireNode(request), MOST_WAITING) }),
  )

  app.get<{ Querystring: { from: string } }>(
    '/api/nodes/own/sent',
    {
      config: forNodes,
      schema: {
        summary: "What became of the institution's own messages, the newest two thousand deliveries",
        tags,
        querystring: SentQuery,
        response: { 200: SentDeliveries },
      },
    },
    async (request) => {
      const wish = { from: new Date(request.query.from), mostItems: MOST_SENT }
      return { items: await sentDeliveries(db, requireNode(request), wish) }
    },
  )

  app.get<{ Params: { id: string } }>(
    '/api/nodes/own/deliveries/:id/instances',
    {
      config: forNodes,
      schema: {
        summary: "Where each instance lies in the delivery's package, and its SHA-256",
        tags,
        params: IdParams,
        response: { 200: DeliveredInstances },
      },
    },
    async (request) => ({ items: await deliveredInstances(centre, requireNode(request), request.params.id) }),
  )

  app.put<{ Params: { id: string }; Body: Static<typeof ReportBody> }>(
    '/api/nodes/own/deliveries/:id',
    {
      bodyLimit: LARGEST_REPORT_BYTES,
      config: forNodes,
      schema: {
        summary: 'What became of a delivery at the PACS',
        tags,
        params: IdParams,
        body: ReportBody,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await noteReport(centre, requireNode(request), request.params.id, request.body)
      return reply.code(204).send()
    },
  )
}
