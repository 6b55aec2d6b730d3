/** /api/messages: create, list, search, read, cancel. The package and its deletion are in `delivery/`. */
import type { FastifyInstance } from 'fastify'
import type { Centre } from '../centre.ts'
import { IdParams, idempotencyKey } from '../http/index.ts'
import { type Member, requireMember } from '../identity/index.ts'
import { countFacets } from './box-facets.ts'
import { listBox } from './boxes.ts'
import { cancelMessage } from './cancel.ts'
import { createMessage } from './create.ts'
import { fullMessage, readMessage } from './detail.ts'
import { markMessages } from './marks.ts'
import {
  BoxFacets,
  BoxPage,
  BoxQuery,
  BoxSearch,
  Marked,
  Marking,
  MessageDetail,
  NewMessageBody,
  WhichBox,
  WithFacets,
} from './schemas.ts'
import { requireBoundedLists } from './send-lists.ts'

/** 100,000 upload ids, and the note. */
const LARGEST_BODY_BYTES = 8 * 1024 * 1024

export function messageRoutes(app: FastifyInstance, centre: Centre): void {
  app.post<{ Body: NewMessageBody }>(
    '/api/messages',
    {
      bodyLimit: LARGEST_BODY_BYTES,
      config: { isForNodes: true },
      // Before the body is gathered: strangers cannot make the centre hold megabytes.
      onRequest: async (request) => {
        requireMember(request)
      },
      preValidation: async ({ body }) => requireBoundedLists(body),
      schema: { summary: 'Send', tags: ['messages'], body: NewMessageBody, response: { 201: MessageDetail } },
    },
    async (request, reply) => {
      const sender = requireMember(request)
      const { subject = '', note = '', urgent = false, allOrNothing = false, inReplyTo = null } = request.body
      const { recipients, uploads, documents = [] } = request.body
      const { supplementTo, declared, answers, answersInFull = false, endToEnd } = request.body
      const answer = answers === undefined ? undefined : { request: answers, isInFull: answersInFull }
      const content = { recipients, uploads, documents, subject, note, urgent, allOrNothing, inReplyTo }
      const message = { ...content, supplementTo, declared, answer, endToEnd }
      const key = idempotencyKey(request)
      const { id, creation } = await createMessage(centre, sender, message, key)
      reply.code(201).header('Location', `/api/messages/${id}`)
      // By now it may hold what was found in the images.
      if (creation === 'repeated') return await readMessage(centre, sender, id)
      return await fullMessage(centre, id, sender.institution.id)
    },
  )

  app.get<{ Querystring: BoxQuery }>(
    '/api/messages',
    {
      schema: {
        summary: 'The inbox, or what was sent',
        tags: ['messages'],
        querystring: BoxQuery,
        response: { 200: BoxPage },
      },
    },
    async (request) => {
      const { facets, ...search } = request.query
      return await readBox(centre, requireMember(request), search, facets)
    },
  )

  app.get<{ Querystring: WhichBox }>(
    '/api/messages/facets',
    {
      config: { needs: 'member' },
      schema: {
        summary: 'What the filters of a box can choose from, and how many messages each finds',
        tags: ['messages'],
        querystring: WhichBox,
        response: { 200: BoxFacets },
      },
    },
    async (request) =>
      await countFacets(centre.db, requireMember(request).institution.id, request.query.box ?? 'inbox'),
  )

  app.post<{ Body: BoxSearch; Querystring: WithFacets }>(
    '/api/messages/search',
    {
      config: { needs: 'member', isSearch: true },
      schema: {
        summary: 'The same, by patient too: in the body, since addresses are written down on their way',
        tags: ['messages'],
        querystring: WithFacets,
        body: BoxSearch,
        response: { 200: BoxPage },
      },
    },
    async (request) => await readBox(centre, requireMember(request), request.body, request.query.facets),
  )

  app.post<{ Body: Marking }>(
    '/api/messages/marks',
    {
      config: { needs: 'member' },
      schema: {
        summary:
          "Mark opened messages of one's mailbox as unread, or take the mark away; senders do not see it",
        tags: ['messages'],
        body: Marking,
        response: { 200: Marked },
      },
    },
    async (request) => ({ messages: await markMessages(centre, requireMember(request), request.body) }),
  )

  app.get<{ Params: { id: string } }>(
    '/api/messages/:id',
    {
      config: { isForNodes: true },
      schema: {
        summary: 'One message with files and history',
        tags: ['messages'],
        params: IdParams,
        response: { 200: MessageDetail },
      },
    },
    async (request) => await readMessage(centre, requireMember(request), request.params.id),
  )

  app.post<{ Params: { id: string } }>(
    '/api/messages/:id/cancel',
    {
      schema: {
        summary: 'Take a message back that no recipient knows of yet',
        tags: ['messages'],
        params: IdParams,
        response: { 200: MessageDetail },
      },
    },
    async (request) => {
      const member = requireMember(request)
      await cancelMessage(centre, member, request.params.id)
      return await fullMessage(centre, request.params.id, member.institution.id)
    },
  )
}

async function readBox(centre: Centre, member: Member, search: BoxSearch, facets = true) {
  const { box = 'inbox', sort = 'date', page = 1, pageSize = 20, ...filter } = search
  const { order = sort === 'institution' ? 'ascending' : 'descending' } = search
  const query = { ...filter, box, sort, order, page, pageSize, facets }
  const result = await listBox(centre.db, member.institution.id, query)
  await centre.audit.record(centre.db, {
    at: centre.clock(),
    actor: member,
    action: 'mailbox.list',
    // Never the search itself: it may hold a patient's name.
    details: { box, page, messages: result.items.length },
  })
  return { ...result, page, pageSize }
}
