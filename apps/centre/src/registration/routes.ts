/** /api/registrations: the applicant's side, open to everybody, and the way along a private link. */
import { LANGUAGES, type Language, publishedIn } from '@epacs/exchange'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyRequest, FastifySchema, FastifySchemaCompiler } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { IdParams, idempotencyKey, Nullable, Problem, Words } from '../http/index.ts'
import {
  bearerToken,
  type Caller,
  type Entrance,
  provenIdentityOf,
  requireOperator,
} from '../identity/index.ts'
import type { FieldFault } from '../institution-record/index.ts'
import { findProvider } from '../registry/index.ts'
import { checkRegistration } from './checks.ts'
import { conditionsText, currentVersion } from './conditions.ts'
import { createRegistration } from './create.ts'
import { changeForm, confirmRegistration, say } from './dialogue.ts'
import { checkForm, formSchema } from './form.ts'
import { isLinkTo } from './links.ts'
import { askForLinks } from './links-again.ts'
import { findRegistration, quotaOf } from './registrations.ts'
import { Conditions, Created, Detail, EntryBody, FormBody, LinksBody, Prefill } from './schemas.ts'
import { waitingRequest } from './waiting.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const tags = ['registration']

interface ById {
  readonly Params: { id: string }
}

export function applicantRoutes(app: FastifyInstance, centre: Centre, entrance: Entrance): void {
  const { db, clock, config } = centre
  const seldom = { rateLimit: { max: config.limits.registrationsPerHour, timeWindow: HOUR_MS } }
  const often = { rateLimit: { max: config.limits.lookUpsPerMinute * 4, timeWindow: MINUTE_MS } }
  /** The form says itself what is wrong with it, field by field. */
  const unchecked: FastifySchemaCompiler<FastifySchema> = (route) =>
    route.httpPart === 'body' ? () => true : TypeBoxValidatorCompiler(route)

  app.get<{ Querystring: { language?: Language; version?: number } }>(
    '/api/conditions',
    {
      config: often,
      schema: {
        summary: 'The conditions of participation: those in force, or another version',
        description: 'In Czech where they are not published in the language asked for.',
        tags,
        querystring: Type.Object({
          language: Type.Optional(Words(LANGUAGES)),
          version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
        }),
        response: { 200: Conditions },
      },
    },
    async ({ query }) => {
      const text = await conditionsText(db, publishedIn(query.language ?? 'cs'), {
        version: query.version,
        now: clock(),
      })
      if (text === undefined) throw new Problem(404, 'conditions-not-found', 'There is no such version.')
      return { ...text, contactEmail: config.registration.contactEmail }
    },
  )

  app.get(
    '/api/registrations/prefill',
    {
      config: often,
      schema: {
        summary: 'What this browser has proven of its person: a form is filled in from it. Null: nothing',
        tags,
        response: { 200: Nullable(Prefill) },
      },
    },
    async (request, reply) => {
      reply.header('Cache-Control', 'no-store')
      const identity = entrance === 'portal' ? await provenIdentityOf(request, db, clock()) : undefined
      if (identity === undefined) return reply.type('application/json').send('null')
      const { method, name, email, ico } = identity
      const provider = ico === null ? undefined : await findProvider(db, ico)
      const waiting = await waitingRequest(db, identity)
      return { method, name, email, ico, institution: provider ?? null, waiting }
    },
  )

  app.post(
    '/api/registrations',
    {
      config: seldom,
      validatorCompiler: unchecked,
      schema: { summary: 'Ask to join', tags, body: FormBody, response: { 201: Created } },
    },
    async (request, reply) => {
      const form = await checkedForm(request.body, await currentVersion(db, clock()))
      const enteredBy = form.onBehalf ? requireOperator(request) : null
      const identity =
        form.useIdentity && enteredBy === null && entrance === 'portal'
          ? await provenIdentityOf(request, db, clock())
          : undefined
      if (form.useIdentity && identity === undefined)
        throw invalid([{ pointer: '/useIdentity', code: 'invalid' }])
      const key = idempotencyKey(request)
      const created = await createRegistration(centre, { form, key, identity, enteredBy })
      return await reply.code(201).header('Location', `/api/registrations/${created.id}`).send(created)
    },
  )

  app.post<{ Body: LinksBody }>(
    '/api/registrations/links',
    {
      config: seldom,
      schema: {
        summary:
          'Send the links of open requests to the address that asked, once more; the answer is the same for every address',
        tags,
        body: LinksBody,
        response: { 202: Type.Null() },
      },
    },
    async (request, reply) => {
      await askForLinks(centre, request.body.email)
      return await reply.code(202).send()
    },
  )

  app.get<ById>(
    '/api/registrations/:id',
    {
      config: often,
      schema: {
        summary: 'One request: for operators, and for who holds its link (as a bearer token)',
        tags,
        params: IdParams,
        response: { 200: Detail },
      },
    },
    async (request, reply) => {
      const side = await sideOf(request, centre)
      reply.header('Cache-Control', 'no-store')
      const { row, detail } = await findRegistration(db, request.params.id)
      if (side.author === 'applicant') return { ...detail, quotaBytes: null, checks: null }
      const checks = await checkRegistration(db, row.id, formSchema.parse(row.form), row)
      const quotaBytes = await quotaOf(centre, row)
      return { ...detail, quotaBytes, checks: checks.map((each) => ({ ...each, found: [...each.found] })) }
    },
  )

  app.post<ById>(
    '/api/registrations/:id/confirm',
    {
      config: often,
      schema: {
        summary: 'The address is confirmed by who holds the link; again, nothing happens',
        tags,
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { author } = await sideOf(request, centre)
      if (author !== 'applicant')
        throw new Problem(403, 'not-the-applicant', 'The applicant confirms the address.')
      await confirmRegistration(centre, request.params.id)
      return reply.code(204).send()
    },
  )

  app.post<ById & { Body: EntryBody }>(
    '/api/registrations/:id/entries',
    {
      config: often,
      onRequest: async (request) => void (await sideOf(request, centre)),
      schema: {
        summary: 'Say something about a request',
        tags,
        params: IdParams,
        body: EntryBody,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await say(centre, request.params.id, { ...(await sideOf(request, centre)), words: request.body.words })
      return reply.code(204).send()
    },
  )

  app.put<ById>(
    '/api/registrations/:id/form',
    {
      config: often,
      onRequest: async (request) => void (await sideOf(request, centre)),
      validatorCompiler: unchecked,
      schema: {
        summary: 'Correct the form: the applicant while more is wanted, operators while it is open',
        tags,
        params: IdParams,
        body: FormBody,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const side = await sideOf(request, centre)
      const { row } = await findRegistration(db, request.params.id)
      const form = await checkedForm(request.body, row.conditions_version)
      await changeForm(centre, row.id, form, side)
      return reply.code(204).send()
    },
  )
}

/** Throws 401 and 403 for everybody else. */
async function sideOf(
  request: FastifyRequest<ById>,
  { db }: Centre,
): Promise<
  { author: 'applicant'; personId: null } | { author: 'operator'; personId: string; caller: Caller }
> {
  if (await isLinkTo(db, bearerToken(request), request.params.id))
    return { author: 'applicant', personId: null }
  const caller = requireOperator(request)
  return { author: 'operator', personId: caller.personId, caller }
}

async function checkedForm(body: unknown, version: number) {
  const checked = checkForm(body, version)
  if (!checked.ok) throw invalid(checked.faults)
  return checked.form
}

function invalid(faults: readonly FieldFault[]): Problem {
  return new Problem(422, 'registration-invalid', 'Some fields of the form are not right.', {
    errors: faults.slice(0, 50),
  })
}
