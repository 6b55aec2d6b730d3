/** /api/certificate-renewals: renewed certificates that wait for somebody who knows the person. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { Id, IdParams, Nullable, Page, PageQuery, Problem, pageOf, Time, Words } from '../../http/index.ts'
import { requireAnswerable } from '../caller.ts'
import type { IdentityContext } from '../entrance.ts'
import { decideRenewal, listRenewals, RENEWAL_STATUSES } from './renewals.ts'

const Named = Type.Object({ id: Id, name: Type.String() })

const Renewal = Type.Object({
  id: Id,
  person: Named,
  institutions: Type.Array(Named),
  authority: Named,
  subject: Type.String({ description: 'Distinguished name, RFC 4514' }),
  issuer: Type.String({ description: 'Distinguished name, RFC 4514' }),
  fingerprintSha256: Type.String({ description: 'Lower-case hexadecimal' }),
  identifiers: Type.Array(Type.String(), {
    description: 'What in the subject stays from certificate to certificate',
  }),
  earlier: Type.Array(
    Type.Object({
      issuer: Type.String({ description: 'Distinguished name, RFC 4514' }),
      identifiers: Type.Array(Type.String()),
      notAfter: Nullable(Time),
    }),
    { description: 'Certificates that the person signs in with already' },
  ),
  notBefore: Time,
  notAfter: Time,
  status: Words(RENEWAL_STATUSES),
  requestedAt: Time,
  decidedAt: Nullable(Time),
  decidedBy: Nullable(Named),
})

const Query = Type.Object({ status: Type.Optional(Words(RENEWAL_STATUSES)), ...PageQuery })
const Decision = Type.Object({ decision: Words(['confirm', 'refuse']) }, { additionalProperties: false })

const guarded = { config: { needs: 'representative-or-operator' } } as const

export function renewalRoutes(app: FastifyInstance, { db, audit, clock }: IdentityContext): void {
  app.get<{ Querystring: Type.Static<typeof Query> }>(
    '/api/certificate-renewals',
    {
      ...guarded,
      schema: {
        summary: 'Renewed certificates that wait for confirmation, or did',
        tags: ['people'],
        querystring: Query,
        response: { 200: Page(Renewal) },
      },
    },
    async (request) => {
      const caller = requireAnswerable(request)
      const { page, pageSize, offset } = pageOf(request.query)
      const { status } = request.query
      const { items, total } = await listRenewals(db, caller, { status, offset, limit: pageSize })
      return { items, total, page, pageSize }
    },
  )

  app.post<{ Params: { id: string }; Body: Type.Static<typeof Decision> }>(
    '/api/certificate-renewals/:id/decision',
    {
      ...guarded,
      schema: {
        summary: 'Confirm that the certificate is of the person, or refuse',
        tags: ['people'],
        params: IdParams,
        body: Decision,
        response: { 200: Renewal },
      },
    },
    async (request) => {
      const caller = requireAnswerable(request)
      const { id } = request.params
      const { decision } = request.body
      return await db.transaction().execute(async (trx) => {
        await decideRenewal(trx, caller, id, decision, clock())
        const { items } = await listRenewals(trx, caller, { id, offset: 0, limit: 1 })
        const [renewal] = items
        if (renewal === undefined) throw new Problem(404, 'not-found', 'There is no such request.')
        await audit.record(trx, {
          at: clock(),
          actor: caller,
          action: decision === 'confirm' ? 'certificate.renewal-confirm' : 'certificate.renewal-refuse',
          details: { renewal: id, person: renewal.person.id, certificate: renewal.fingerprintSha256 },
        })
        return renewal
      })
    },
  )
}
