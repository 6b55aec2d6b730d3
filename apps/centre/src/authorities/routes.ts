/** /api/authorities: the public list, and how the operator changes it while the centre runs. */

import { AuthorityError, CertificateError } from '@epacs/pki'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Transaction } from 'kysely'
import { Type } from 'typebox'
import type { AuditAction } from '../audit/index.ts'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { IdParams, Nullable, Page, Problem, Text } from '../http/index.ts'
import { acceptedAuthorities, recheckCertificates, requireOperator } from '../identity/index.ts'
import { Authority, listAuthorities, MOST_AUTHORITIES } from './list.ts'
import { type AuthorityWish, addAuthority, replaceAuthority, withdrawAuthority } from './records.ts'

const MOST_PEM_CHARACTERS = 60_000

const Wish = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' }),
    website: Nullable(Type.String({ pattern: '^https?://[^\\s\\u0000]+$', maxLength: 500 })),
    certificates: Text(
      MOST_PEM_CHARACTERS,
      'PEM: the certificates at which chains may end, and those of issuing authorities below them',
    ),
  },
  { additionalProperties: false },
)
type Wish = Type.Static<typeof Wish>

const Query = Type.Object({
  withdrawn: Type.Optional(Type.Boolean({ description: 'Also those accepted no more; for operators' })),
})

const operatorsOnly = { config: { needs: 'operator' } } as const

export function authorityRoutes(app: FastifyInstance, centre: Centre): void {
  listRoute(app, centre)
  changeRoutes(app, centre)
}

function listRoute(app: FastifyInstance, { db }: Centre): void {
  app.get<{ Querystring: Type.Static<typeof Query> }>(
    '/api/authorities',
    {
      schema: {
        summary: 'Authorities whose personal certificates are accepted',
        tags: ['directory'],
        querystring: Query,
        response: { 200: Page(Authority) },
      },
    },
    async (request) => {
      const { withdrawn = false } = request.query
      if (withdrawn) requireOperator(request)
      const items = await listAuthorities(db, withdrawn ? 'all' : 'accepted')
      return { items, total: items.length, page: 1, pageSize: MOST_AUTHORITIES }
    },
  )
}

function changeRoutes(app: FastifyInstance, centre: Centre): void {
  app.post<{ Body: Wish }>(
    '/api/authorities',
    {
      ...operatorsOnly,
      schema: {
        summary: 'Accept an authority',
        tags: ['operator'],
        body: Wish,
        response: { 201: Authority },
      },
    },
    async (request, reply) => {
      const id = await change(centre, request, 'authority.add', (trx) =>
        addAuthority(trx, wishOf(request.body), centre.clock()),
      )
      reply.code(201).header('Location', `/api/authorities/${id}`)
      return await one(centre, id)
    },
  )

  app.put<{ Params: { id: string }; Body: Wish }>(
    '/api/authorities/:id',
    {
      ...operatorsOnly,
      schema: {
        summary: "Replace an authority's certificates; one that was withdrawn is accepted again",
        tags: ['operator'],
        params: IdParams,
        body: Wish,
        response: { 200: Authority },
      },
    },
    async (request) => {
      const { id } = request.params
      await change(centre, request, 'authority.replace', async (trx) => {
        if (!(await replaceAuthority(trx, id, wishOf(request.body), centre.clock()))) throw unknownAuthority()
        return id
      })
      return await one(centre, id)
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/api/authorities/:id',
    {
      ...operatorsOnly,
      schema: {
        summary: 'Withdraw an authority: its certificates open nothing any more',
        tags: ['operator'],
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await change(centre, request, 'authority.withdraw', async (trx) => {
        if (!(await withdrawAuthority(trx, id, centre.clock()))) throw unknownAuthority()
        return id
      })
      return reply.code(204).send()
    },
  )
}

/**
 * Changes, has the open sessions checked, and says so in the audit trail, all or nothing. Whoever is answered finds it
 * so at the entrance: what the database tells this process of it comes a moment later.
 */
async function change(
  centre: Centre,
  request: FastifyRequest,
  action: AuditAction,
  work: (trx: Transaction<Database>) => Promise<string>,
): Promise<string> {
  const { db, jobs, audit, clock, log } = centre
  const actor = requireOperator(request)
  const id = await db.transaction().execute(async (trx) => {
    const id = await work(trx).catch((error: unknown) => {
      throw asProblem(error)
    })
    await recheckCertificates(jobs, trx)
    const [authority] = await listAuthorities(trx, { id })
    const anchors = authority?.certificates.filter(({ role }) => role === 'anchor') ?? []
    await audit.record(trx, {
      at: clock(),
      actor,
      action,
      details: {
        authority: id,
        name: authority?.name,
        anchors: anchors.map(({ fingerprintSha256 }) => fingerprintSha256),
      },
    })
    return id
  })
  // It is done, whatever becomes of this; within seconds they are read again.
  await acceptedAuthorities(centre)
    .reload()
    .catch((error: unknown) => log.warn({ err: error }, 'the changed authorities cannot be read yet'))
  return id
}

function asProblem(error: unknown): unknown {
  if (error instanceof AuthorityError) return new Problem(400, error.code, error.message)
  if (error instanceof CertificateError) return new Problem(400, 'no-certificate', error.message)
  return error
}

function wishOf({ name, website, certificates }: Wish): AuthorityWish {
  return { name, website, pem: certificates }
}

async function one({ db }: Centre, id: string): Promise<Authority> {
  const [authority] = await listAuthorities(db, { id })
  if (authority === undefined) throw unknownAuthority()
  return authority
}

function unknownAuthority(): Problem {
  return new Problem(404, 'not-found', 'There is no such authority.')
}
