/** The manifest of a message's package, and its receipts: for those who may read the message. */
import { Readable } from 'node:stream'
import { MANIFEST_EXTENSION, RECEIPT_KINDS } from '@epacs/proof'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { dataDeleted, packageFor, packageName } from '../delivery/index.ts'
import { Id, IdParams, Problem, Time, Words } from '../http/index.ts'
import { requireMember } from '../identity/index.ts'
import { requireAccess } from '../messages/index.ts'
import { keptManifest, manifestText } from './manifests.ts'

const Receipts = Type.Object({
  items: Type.Array(
    Type.Object({
      kind: Words(RECEIPT_KINDS),
      institution: Type.Object({ id: Id, name: Type.String() }, { description: 'The recipient' }),
      at: Time,
      jws: Type.String({ description: 'The receipt: JWS in compact form, signed by the centre' }),
      nodeJws: Type.Optional(
        Type.String({
          description: "The same, signed by the recipient's node with the key of its certificate",
        }),
      ),
    }),
  ),
})

const tags = ['messages']

export function proofRoutes(app: FastifyInstance, centre: Centre): void {
  const { db, audit, clock, store } = centre

  app.get<{ Params: { id: string } }>(
    '/api/messages/:id/receipts',
    {
      config: { isForNodes: true },
      schema: {
        summary:
          'Signed receipts: delivered, opened, stored, deleted. All for the sender, its own for a recipient',
        tags,
        params: IdParams,
        response: { 200: Receipts },
      },
    },
    async (request, reply) => {
      const reader = requireMember(request)
      const { id: messageId } = request.params
      const { asSender } = await requireAccess(db, messageId, reader.institution.id)
      let query = db
        .selectFrom('receipt')
        .innerJoin('institution', 'institution.id', 'receipt.institution_id')
        .innerJoin('message', 'message.id', 'receipt.message_id')
        .where('receipt.message_id', '=', messageId)
      if (!asSender) query = query.where('receipt.institution_id', '=', reader.institution.id)
      const rows = await query
        .select([
          'receipt.kind',
          'receipt.at',
          'receipt.jws',
          'receipt.node_jws',
          'institution.id',
          'institution.name',
        ])
        .select('message.created_at')
        .orderBy('receipt.at')
        .orderBy('institution.id')
        .orderBy('receipt.kind')
        .execute()
      await audit.record(db, { at: clock(), actor: reader, action: 'message.receipts', messageId })
      const name = packageName(messageId, rows[0]?.created_at ?? clock())
      reply.header('Content-Disposition', `attachment; filename="${name}.receipts.json"`)
      reply.header('Cache-Control', 'no-store')
      return {
        items: rows.map(({ kind, at, jws, node_jws, id, name: institution }) => ({
          kind,
          institution: { id, name: institution },
          at: at.toISOString(),
          jws,
          ...(node_jws === null ? {} : { nodeJws: node_jws }),
        })),
      }
    },
  )

  app.get<{ Params: { id: string } }>(
    '/api/messages/:id/manifest',
    {
      config: { isForNodes: true },
      schema: {
        summary:
          'SHA-256 of every image of the package and of the package, signed: a line of JWS, then a line of JSON for each image',
        tags,
        params: IdParams,
        response: { 200: Type.String({ description: 'text/plain' }) },
      },
      serializerCompiler: () => String,
    },
    async (request, reply) => {
      const reader = requireMember(request)
      const { id: messageId } = request.params
      const access = await requireAccess(db, messageId, reader.institution.id)
      const { key, createdAt } = await packageFor(db, reader, access, messageId, 'as-it-lies')
      const jws = await keptManifest(db, key)
      if (jws === undefined) {
        throw new Problem(
          409,
          'manifest-not-ready',
          'The message came before manifests were signed; it gets one when the centre has read its package again.',
        )
      }
      const indexFile = await store.indexFile(key)
      // Deleted since the row was read.
      if (indexFile === undefined) throw dataDeleted()
      await audit.record(db, { at: clock(), actor: reader, action: 'message.manifest', messageId })
      const name = `${packageName(messageId, createdAt)}.${MANIFEST_EXTENSION}`
      reply.header('Content-Disposition', `attachment; filename="${name}"`)
      reply.header('Cache-Control', 'private, no-cache')
      reply.type('text/plain; charset=utf-8')
      return reply.send(Readable.from(manifestText(jws, indexFile), { objectMode: false }))
    },
  )
}
