/** The authorities whose personal certificates are accepted, as the public list shows them. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import type { Feature } from '../features.ts'
import { Id, Nullable, Page, Time } from '../http/index.ts'

const Authority = Type.Object({
  id: Id,
  name: Type.String(),
  website: Nullable(Type.String()),
  subject: Type.String({ description: 'Distinguished name, RFC 4514' }),
  fingerprintSha256: Type.String({ description: 'Lower-case hexadecimal' }),
  notBefore: Time,
  notAfter: Time,
})

/** All of them stand on one page: there are a handful. */
const MOST = 1000

function authorityRoutes(app: FastifyInstance, centre: Centre): void {
  app.get(
    '/api/authorities',
    {
      schema: {
        summary: 'Authorities whose personal certificates are accepted',
        tags: ['directory'],
        response: { 200: Page(Authority) },
      },
    },
    async () => {
      const rows = await centre.db
        .selectFrom('authority')
        .where('withdrawn_at', 'is', null)
        .selectAll()
        .orderBy('name')
        .orderBy('id')
        .limit(MOST)
        .execute()
      const items = rows.map(({ id, name, website, subject, fingerprint_sha256, not_before, not_after }) => ({
        id,
        name,
        website,
        subject,
        fingerprintSha256: fingerprint_sha256,
        notBefore: not_before.toISOString(),
        notAfter: not_after.toISOString(),
      }))
      return { items, total: items.length, page: 1, pageSize: MOST }
    },
  )
}

export const authorities: Feature = { name: 'authorities', routes: authorityRoutes }
