/** /api/dicom: operators say which gateways may call, and under which AE titles institutions are called. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql, type Transaction } from 'kysely'
import { Type } from 'typebox'
import type { AuditAction } from '../../audit/index.ts'
import type { Centre } from '../../centre.ts'
import type { Database } from '../../database/index.ts'
import { IdParams, Page, Problem, pageOf } from '../../http/index.ts'
import { requireOperator } from '../../identity/index.ts'
import { addGateway, changeGateway, setAeTitle, withdrawGateway } from './gateways.ts'
import { dicomInstitution, listDicomInstitutions } from './list.ts'
import { AeTitleWish, DicomInstitution, DicomInstitutionQuery, GatewayWish } from './schemas.ts'
import { checkWish, requireAeTitle } from './wish.ts'

const operatorsOnly = { config: { needs: 'operator' } } as const
const tags = ['operator']

export function declaringRoutes(app: FastifyInstance, centre: Centre): void {
  institutionRoutes(app, centre)
  gatewayRoutes(app, centre)
}

function institutionRoutes(app: FastifyInstance, centre: Centre): void {
  app.get<{ Querystring: DicomInstitutionQuery }>(
    '/api/dicom/institutions',
    {
      ...operatorsOnly,
      schema: {
        summary: 'Institutions with their AE titles and gateways, those that have gateways first',
        tags,
        querystring: DicomInstitutionQuery,
        response: { 200: Page(DicomInstitution) },
      },
    },
    async (request) => {
      const position = pageOf(request.query)
      const found = await listDicomInstitutions(centre.db, request.query.q, position)
      return { ...found, page: position.page, pageSize: position.pageSize }
    },
  )

  app.put<{ Params: { id: string }; Body: Type.Static<typeof AeTitleWish> }>(
    '/api/dicom/institutions/:id/ae-title',
    {
      ...operatorsOnly,
      schema: {
        summary: 'Set the AE title under which an institution is called',
        tags,
        params: IdParams,
        body: AeTitleWish,
        response: { 200: DicomInstitution },
      },
    },
    async (request) => {
      const { id } = request.params
      const { aeTitle } = request.body
      requireAeTitle(aeTitle)
      await change(centre, request, 'institution.ae-title', async (trx) => {
        const before = await dicomInstitution(trx, id)
        await setAeTitle(trx, id, aeTitle)
        return { institution: id, before: before?.aeTitle, aeTitle }
      })
      return await one(centre, id)
    },
  )
}

function gatewayRoutes(app: FastifyInstance, centre: Centre): void {
  app.post<{ Body: GatewayWish }>(
    '/api/dicom/gateways',
    {
      ...operatorsOnly,
      schema: {
        summary: 'Let a gateway call',
        tags,
        body: GatewayWish,
        response: { 201: DicomInstitution },
      },
    },
    async (request, reply) => {
      const wish = checkWish(request.body)
      await change(centre, request, 'gateway.add', (trx) => {
        return addGateway(trx, wish).then((id) => details(trx, wish.institution, id))
      })
      reply.code(201)
      return await one(centre, wish.institution)
    },
  )

  app.put<{ Params: { id: string }; Body: GatewayWish }>(
    '/api/dicom/gateways/:id',
    {
      ...operatorsOnly,
      schema: {
        summary: 'Change a gateway; what may not call any more is aborted',
        tags,
        params: IdParams,
        body: GatewayWish,
        response: { 200: DicomInstitution },
      },
    },
    async (request) => {
      const wish = checkWish(request.body)
      const { id } = request.params
      await change(centre, request, 'gateway.change', async (trx) => {
        await changeGateway(centre, trx, id, wish)
        return await details(trx, wish.institution, id)
      })
      return await one(centre, wish.institution)
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/api/dicom/gateways/:id',
    {
      ...operatorsOnly,
      schema: {
        summary: 'Withdraw a gateway: it may not call any more, and what it has under way is aborted',
        tags,
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await change(centre, request, 'gateway.withdraw', async (trx) => {
        await withdrawGateway(trx, id, centre.clock())
        const { institution_id, ae_title } = await trx
          .selectFrom('dicom_gateway')
          .where('id', '=', id)
          .select(['institution_id', 'ae_title'])
          .executeTakeFirstOrThrow()
        return { institution: institution_id, gateway: ae_title }
      })
      return reply.code(204).send()
    },
  )
}

/** Changes, and says so in the audit trail, both or nothing. */
async function change(
  { db, audit, clock }: Centre,
  request: FastifyRequest,
  action: AuditAction,
  work: (trx: Transaction<Database>) => Promise<Readonly<Record<string, unknown>>>,
): Promise<void> {
  const actor = requireOperator(request)
  await db.transaction().execute(async (trx) => {
    // One operator after another: titles are looked for before they are taken.
    await sql`select pg_advisory_xact_lock(hashtextextended('dicom-ae-titles', 0))`.execute(trx)
    await audit.record(trx, { at: clock(), actor, action, details: await work(trx) })
  })
}

/** A gateway as the audit trail names it: how it may call, in full. */
async function details(trx: Transaction<Database>, institution: string, id: string) {
  const gateway = (await dicomInstitution(trx, institution))?.gateways.find((each) => each.id === id)
  return {
    institution,
    gateway: gateway?.aeTitle,
    addresses: gateway?.addresses,
    certificates: gateway?.certificates.map(({ fingerprintSha256 }) => fingerprintSha256),
    reportTo: gateway?.reportTo,
  }
}

async function one({ db }: Centre, id: string): Promise<DicomInstitution> {
  const institution = await dicomInstitution(db, id)
  if (institution === undefined) {
    throw new Problem(404, 'institution-not-found', 'There is no such institution.')
  }
  return institution
}
