/** /api/institutions/{id}/record: operators correct who an institution is, and in which language it is written to. */
import { ELIGIBILITIES, fold, INSTITUTION_KINDS, isId, LANGUAGES, type Language } from '@epacs/exchange'
import type { FastifyInstance } from 'fastify'
import { type Kysely, sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { IdParams, Nullable, Problem, Words } from '../http/index.ts'
import { requireOperator } from '../identity/index.ts'
import { locateInstitutions } from '../registry/index.ts'
import { checkRecord } from './record.ts'

export const RecordBody = Type.Object({
  name: Type.String(),
  kind: Words(INSTITUTION_KINDS),
  eligibility: Words(ELIGIBILITIES),
  ico: Nullable(Type.String({ description: 'Needed in Czechia; eight digits, the last one a check digit' })),
  icz: Nullable(Type.String({ description: 'Eight digits' })),
  icp: Type.Optional(Nullable(Type.String({ description: 'Eight digits' }))),
  country: Type.String({ description: 'ISO 3166-1, two letters' }),
  register: Type.Optional(
    Nullable(
      Type.String({ description: 'One of the country (`GET /api/countries`), which checks the number' }),
    ),
  ),
  registerNumber: Nullable(
    Type.String({ description: 'In the national register; needed outside of Czechia' }),
  ),
  vatId: Type.Optional(Nullable(Type.String({ description: 'VAT identification number' }))),
  euid: Type.Optional(Nullable(Type.String({ description: 'European Unique Identifier, of companies' }))),
  street: Type.String(),
  city: Type.String(),
  postalCode: Type.String(),
})

const Record = Type.Object({ ...RecordBody.properties, language: Words(LANGUAGES) })
const ChangedRecord = Type.Object(
  { ...RecordBody.properties, language: Words(LANGUAGES) },
  { description: 'Checked field by field, as a request to join is' },
)
type ChangedRecord = Static<typeof ChangedRecord>

const tags = ['operator']
const config = { needs: 'operator' } as const
const PATH = '/api/institutions/:id/record'

export function recordRoutes(app: FastifyInstance, centre: Centre): void {
  app.get<{ Params: { id: string } }>(
    PATH,
    {
      config,
      schema: {
        summary: 'Numbers, address and language of an institution',
        tags,
        params: IdParams,
        response: { 200: Record },
      },
    },
    async ({ params }) => await readRecord(centre.db, params.id),
  )

  app.put<{ Params: { id: string }; Body: ChangedRecord; Querystring: { isTrial?: boolean } }>(
    PATH,
    {
      config,
      schema: {
        summary: 'Correct numbers, address and language of an institution',
        tags,
        params: IdParams,
        querystring: Type.Object({
          isTrial: Type.Optional(Type.Boolean({ description: 'It is only checked, and told as it is' })),
        }),
        body: ChangedRecord,
        response: { 200: Record },
      },
    },
    async (request) => {
      const by = requireOperator(request)
      const { id } = request.params
      const { language, ...body } = request.body
      return await centre.db.transaction().execute(async (trx) => {
        const before = await readRecord(trx, id)
        const checked = checkRecord(body, before)
        if (!checked.ok) {
          throw new Problem(422, 'record-invalid', 'Some fields are not right.', { errors: checked.faults })
        }
        if (request.query.isTrial === true) return before
        const changed = changesOf(before, { ...checked.record, language })
        // Saved as it was: nobody has corrected it, and bootstrap files go on being heard.
        if (Object.keys(changed).length === 0) return before
        const { registerNumber, vatId, street, postalCode, ...record } = checked.record
        await trx
          .updateTable('institution')
          .set({
            ...record,
            name_folded: fold(record.name),
            city_folded: fold(record.city),
            register_number: registerNumber,
            vat_id: vatId,
            street: street === '' ? null : street,
            postal_code: postalCode === '' ? null : postalCode,
            language,
            record_is_operators: true,
          })
          .where('id', '=', id)
          .execute()
        await locateInstitutions(trx, id)
        const details = { institution: id, changed }
        await centre.audit.record(trx, {
          at: centre.clock(),
          actor: by,
          action: 'institution.record',
          details,
        })
        return await readRecord(trx, id)
      })
    },
  )
}

/** What each changed field was and is. */
function changesOf(before: Static<typeof Record>, after: Static<typeof Record>) {
  const was = new Map<string, unknown>(Object.entries(before))
  return Object.fromEntries(
    Object.entries(after).flatMap(([field, value]) =>
      was.get(field) === value ? [] : [[field, { from: was.get(field) ?? null, to: value }]],
    ),
  )
}

/** Throws 404. */
async function readRecord(db: Kysely<Database>, id: string) {
  const row = isId(id)
    ? await db
        .selectFrom('institution')
        .where('id', '=', id)
        .select(['name', 'kind', 'eligibility', 'ico', 'icz', 'icp', 'country', 'register', 'euid', 'city'])
        .select(['register_number as registerNumber', 'vat_id as vatId'])
        .select(sql<string>`coalesce(street, '')`.as('street'))
        .select(sql<string>`coalesce(postal_code, '')`.as('postalCode'))
        .select(sql<Language>`coalesce(language, 'cs')`.as('language'))
        .executeTakeFirst()
    : undefined
  if (row === undefined) throw new Problem(404, 'institution-not-found', 'There is no such institution.')
  return row
}
