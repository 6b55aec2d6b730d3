/** /api/requests: ask for images, list, read, refuse, withdraw, complete. What answers is a message: `/api/messages`. */
import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import type { Centre } from '../centre.ts'
import { IdParams, idempotencyKey } from '../http/index.ts'
import { requireMember } from '../identity/index.ts'
import { listRequests } from './boxes.ts'
import { createRequest } from './create.ts'
import { completeRequest, refuseRequest, withdrawRequest } from './decide.ts'
import { fullRequest, readRequest } from './detail.ts'
import { NewRequestBody, RefusalBody, RequestDetail, RequestsPage, RequestsQuery } from './schemas.ts'

const tags = ['requests']

interface ById {
  Params: { id: string }
}

export function requestRoutes(app: FastifyInstance, centre: Centre): void {
  const handed = new HandedOut()
  app.post<{ Body: NewRequestBody }>(
    '/api/requests',
    {
      config: { needs: 'member' },
      schema: {
        summary: "Ask an institution for a patient's images",
        tags,
        body: NewRequestBody,
        response: { 201: RequestDetail },
      },
    },
    async (request, reply) => {
      const asking = requireMember(request)
      const key = idempotencyKey(request)
      const id = await createRequest(centre, asking, request.body, key)
      reply.code(201).header('Location', `/api/requests/${id}`)
      return await fullRequest(centre, id, asking.institution.id)
    },
  )

  app.get<{ Querystring: RequestsQuery }>(
    '/api/requests',
    {
      config: { needs: 'member', isForNodes: true },
      schema: {
        summary: 'Requests that were received, or sent',
        tags,
        querystring: RequestsQuery,
        response: { 200: RequestsPage },
      },
    },
    async (request) => {
      const reader = requireMember(request)
      const page = await listRequests(centre.db, reader.institution.id, request.query, centre.clock())
      // A node asks again and again: what it was handed before it is not told anew.
      if (reader.method === 'node' && !handed.hasNew(reader.personId, page.items)) return page
      await centre.audit.record(centre.db, {
        at: centre.clock(),
        actor: reader,
        action: 'request.list',
        details: { box: request.query.box ?? 'received', page: page.page, requests: page.items.length },
      })
      if (reader.method === 'node') handed.note(reader.personId, page.items)
      return page
    },
  )

  app.get<ById>(
    '/api/requests/:id',
    {
      config: { needs: 'member', isForNodes: true },
      schema: {
        summary: 'One request with what answers it and its history',
        tags,
        params: IdParams,
        response: { 200: RequestDetail },
      },
    },
    async (request) => await readRequest(centre, requireMember(request), request.params.id),
  )

  app.post<ById & { Body: Static<typeof RefusalBody> }>(
    '/api/requests/:id/refuse',
    {
      config: { needs: 'member', isForNodes: true },
      schema: {
        summary: 'Say, as the institution that is asked, why no images come',
        tags,
        params: IdParams,
        body: RefusalBody,
        response: { 200: RequestDetail },
      },
    },
    async (request) => {
      const member = requireMember(request)
      await refuseRequest(centre, member, request.params.id, request.body.reason)
      return await fullRequest(centre, request.params.id, member.institution.id)
    },
  )

  const endings = [
    { path: 'withdraw', summary: 'Take a request back, as the institution that asked', end: withdrawRequest },
    {
      path: 'complete',
      summary: 'Nothing more is to follow what has been delivered; by either party',
      end: completeRequest,
    },
  ] as const
  for (const { path, summary, end } of endings) {
    app.post<ById>(
      `/api/requests/:id/${path}`,
      {
        config: { needs: 'member', isForNodes: true },
        schema: { summary, tags, params: IdParams, response: { 200: RequestDetail } },
      },
      async (request) => {
        const member = requireMember(request)
        await end(centre, member, request.params.id)
        return await fullRequest(centre, request.params.id, member.institution.id)
      },
    )
  }
}

/** More of one node, and what it was handed is written down once more. */
const MOST_REMEMBERED = 10_000

/** What this process has handed to each node: after a restart it is written down again. */
class HandedOut {
  readonly #known = new Map<string, Set<string>>()

  hasNew(node: string, requests: readonly { readonly id: string }[]): boolean {
    return requests.some(({ id }) => this.#known.get(node)?.has(id) !== true)
  }

  note(node: string, requests: readonly { readonly id: string }[]): void {
    const before = this.#known.get(node) ?? []
    const all = new Set([...before, ...requests.map(({ id }) => id)])
    this.#known.set(node, all.size > MOST_REMEMBERED ? new Set() : all)
  }
}
