/** /api/mail/wordings: what the centre's mails say, for operators to read, try and change. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../../centre.ts'
import { asOfOneMoment } from '../../database/index.ts'
import { Problem } from '../../http/index.ts'
import { requireOperator } from '../../identity/index.ts'
import { queueTrial } from '../queue.ts'
import { render } from '../render.ts'
import { faultsOf } from '../templates/faults.ts'
import { fillIn, type Wording } from '../templates/wording.ts'
import { PLACEHOLDERS, type WordingName } from '../templates/wording-names.ts'
import { listWordings, wordingDetail } from './detail.ts'
import { sampleValues } from './samples.ts'
import { AfterQuery, ChangeBody, Detail, Key, List, Preview, WordingBody } from './schemas.ts'
import { changeWording } from './versions.ts'

const tags = ['operator']
const config = { needs: 'operator' } as const
const PATH = '/api/mail/wordings/:name/:language'
const TRIALS_PER_HOUR = 30
const HOUR_MS = 3_600_000

export function wordingRoutes(app: FastifyInstance, centre: Centre): void {
  const { db } = centre
  const portal = centre.config.portal.publicUrl

  app.get(
    '/api/mail/wordings',
    { config, schema: { summary: 'Every mail that the centre sends', tags, response: { 200: List } } },
    async () => ({ items: [...(await listWordings(db))] }),
  )

  app.get<{ Params: Key }>(
    PATH,
    {
      config,
      schema: {
        summary: 'What a mail says, what it is filled with, and its versions',
        tags,
        params: Key,
        response: { 200: Detail },
      },
    },
    async ({ params }) => await asOfOneMoment(db, (trx) => wordingDetail(trx, params, portal)),
  )

  app.put<{ Params: Key; Body: ChangeBody }>(
    PATH,
    {
      config,
      schema: {
        summary: 'Word a mail anew, from the next one on',
        tags,
        params: Key,
        body: ChangeBody,
        response: { 200: Detail },
      },
    },
    async (request) => {
      const { params, body } = request
      const wording = faultless(params.name, body)
      await changeWording(centre, requireOperator(request), params, { wording, after: body.after })
      return await wordingDetail(db, params, portal)
    },
  )

  app.delete<{ Params: Key; Querystring: AfterQuery }>(
    PATH,
    {
      config,
      schema: {
        summary: 'Back to what the centre says by itself; the versions stay',
        tags,
        params: Key,
        querystring: AfterQuery,
        response: { 200: Detail },
      },
    },
    async (request) => {
      const { params, query } = request
      await changeWording(centre, requireOperator(request), params, { wording: null, after: query.after })
      return await wordingDetail(db, params, portal)
    },
  )

  app.post<{ Params: Key; Body: WordingBody }>(
    `${PATH}/preview`,
    {
      config,
      schema: {
        summary: 'What a wording makes of sample values; nothing is kept',
        tags,
        params: Key,
        body: WordingBody,
        response: { 200: Preview },
      },
    },
    async ({ params: { name, language }, body }) => {
      const wording = faultless(name, body)
      const filled = fillIn(wording, PLACEHOLDERS[name], sampleValues(language, portal))
      const { subject, text } = render(filled, language, portal)
      return { subject, blocks: [...filled.blocks], text }
    },
  )

  app.post<{ Params: Key; Body: WordingBody }>(
    `${PATH}/trial`,
    {
      config: {
        ...config,
        rateLimit: {
          max: TRIALS_PER_HOUR,
          timeWindow: HOUR_MS,
          keyGenerator: ({ caller, ip }) => caller?.personId ?? ip,
        },
      },
      schema: {
        summary: 'Send a wording with sample values to oneself; nothing else is kept',
        tags,
        params: Key,
        body: WordingBody,
        response: { 202: Type.Object({ to: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { name, language } = request.params
      const wording = faultless(name, request.body)
      const { personId } = requireOperator(request)
      const to = await addressOf(personId)
      await db
        .transaction()
        .execute((trx) => queueTrial(centre, trx, { wording: name, ...wording }, { language, to }))
      return await reply.code(202).send({ to })
    },
  )

  async function addressOf(personId: string): Promise<string> {
    const person = await db
      .selectFrom('person')
      .where('id', '=', personId)
      .select('email')
      .executeTakeFirstOrThrow()
    if (person.email === null) {
      throw new Problem(422, 'no-own-address', 'The centre has no address of yours to write to.')
    }
    return person.email
  }
}

/** With line breaks as one character; throws the problem 422. */
function faultless(name: WordingName, { subject, text }: WordingBody): Wording {
  const wording = { subject: subject.trim(), text: text.replaceAll(/\r\n?/g, '\n').trim() }
  const faults = faultsOf(wording, PLACEHOLDERS[name])
  if (faults.length === 0) return wording
  const detail = faults
    .map(
      ({ field, code, placeholder }) => `${field}: ${code}${placeholder === null ? '' : ` {${placeholder}}`}`,
    )
    .join('; ')
  const errors = faults.map(({ field, code, placeholder }) => ({
    pointer: `/${field}`,
    code,
    ...(placeholder === null ? {} : { about: placeholder }),
  }))
  throw new Problem(422, 'mail-wording-faulty', detail, { errors })
}
