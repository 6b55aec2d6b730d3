/** /api/nodes/own/arriving: told by the sender's node, listed and read by the recipient's. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { Centre } from '../centre.ts'
import { markDownloaded } from '../delivery/index.ts'
import { IdParams } from '../http/index.ts'
import { requireNode, stillActs } from '../identity/index.ts'
import { arrivingUploads } from '../uploads/index.ts'
import { announce, maySendOn, unavailableTo } from './announce.ts'
import { contentOf, nothingArrives } from './content.ts'
import { bytesOf, outlineOf } from './outline.ts'
import { AnnouncementAnswer, AnnouncementBody, ArrivingList, ContentQuery } from './schemas.ts'

/** Whether the reader may still read is asked so often. */
const LOOK_EVERY_MS = 10_000

const tags = ['nodes']
const config = { needs: 'node', isForNodes: true } as const

export function arrivingRoutes(app: FastifyInstance, centre: Centre): void {
  app.put<{ Params: { id: string }; Body: AnnouncementBody }>(
    '/api/nodes/own/arriving/:id',
    {
      config,
      schema: {
        summary: 'For whom an upload is, said before it is whole, so that their nodes may read it meanwhile',
        tags,
        params: IdParams,
        body: AnnouncementBody,
        response: { 200: AnnouncementAnswer },
      },
    },
    async (request) => ({
      recipients: [...(await announce(centre, requireNode(request), request.params.id, request.body))],
    }),
  )

  app.get(
    '/api/nodes/own/arriving',
    {
      config,
      schema: {
        summary: "Uploads for the node's institution that still come and may be read already",
        tags,
        response: { 200: ArrivingList },
      },
    },
    async (request) => {
      const member = requireNode(request)
      const listed = (await arrivingUploads(centre))?.arriving.for(member.institution.id) ?? []
      return {
        items: listed.map(({ id, sender, urgent }) => ({ id, sender, urgent })),
        unavailable: await unavailableTo(centre, member),
      }
    },
  )

  app.get<{ Params: { id: string }; Querystring: ContentQuery }>(
    '/api/nodes/own/arriving/:id/content',
    {
      config,
      schema: {
        summary: 'Its bytes as they come; ended properly when it is whole, cut when it is broken off',
        tags,
        params: IdParams,
        querystring: ContentQuery,
        produces: ['application/octet-stream'],
      },
    },
    async (request, reply) => {
      const member = requireNode(request)
      const { id } = request.params
      const uploads = await arrivingUploads(centre)
      const upload = uploads?.arriving.find(id, member.institution.id)
      if (uploads === undefined || upload === undefined) {
        throw nothingArrives()
      }
      if (!(await maySendOn(centre, upload.announcement))) {
        uploads.arriving.end(id, 'abandoned')
        throw nothingArrives()
      }
      // Images become known to the recipient from here on, whether a message comes of them or not.
      const { sender } = upload.announcement
      const { from = 0 } = request.query
      const details = { upload: id, sender: sender.id, from }
      const at = centre.clock()
      await centre.audit.record(centre.db, { at, actor: member, action: 'node.arriving-read', details })
      const reader = upload.beginReading(member.institution.id)
      const signal = AbortSignal.any([reader.signal, centre.stopping])
      const look = setInterval(() => {
        stillActs(centre, request, member).then(
          (mayGoOn) => {
            if (!mayGoOn) reader.abort(new Error('the node may not read any more'))
          },
          () => reader.abort(new Error('whether the node may read is not known')),
        )
        maySendOn(centre, upload.announcement).then(
          (mayGoOn) => {
            if (!mayGoOn) uploads.arriving.end(id, 'abandoned')
          },
          () => reader.abort(new Error('whether the sender may send is not known')),
        )
      }, LOOK_EVERY_MS)
      const leave = () => {
        clearInterval(look)
        reader.abort(new Error('the reader has left'))
      }
      // It may have left while its reading was recorded: then that is not told any more.
      if (reply.raw.destroyed) leave()
      else reply.raw.once('close', leave)
      const content = contentOf(upload, () => uploads.open(upload), from, signal)
      return reply
        .header('Cache-Control', 'no-store')
        .header('X-Accel-Buffering', 'no')
        .type('application/octet-stream')
        .send(content)
    },
  )

  app.get<{ Params: { id: string } }>(
    '/api/nodes/own/deliveries/:id/outline',
    {
      config,
      schema: {
        summary: "The delivery's package without the bytes of its images, for a node that has those already",
        tags,
        params: IdParams,
        produces: ['application/octet-stream'],
      },
    },
    async (request, reply) => {
      const member = requireNode(request)
      const { id: messageId } = request.params
      const outline = await outlineOf(centre, member, messageId)
      const details = { form: 'outline' }
      const at = centre.clock()
      await centre.audit.record(centre.db, {
        at,
        actor: member,
        action: 'package.download',
        messageId,
        details,
      })
      // It has the package with this, as if it had fetched all of it.
      const content = async function* () {
        yield* bytesOf(centre, messageId, outline)
        await markDownloaded(centre, member, messageId)
      }
      return reply
        .header('Cache-Control', 'no-store')
        .header('Content-Length', outline.sizeBytes)
        .header('ETag', `"${outline.sha256}"`)
        .type('application/octet-stream')
        .send(Readable.from(content(), { objectMode: false }))
    },
  )
}
