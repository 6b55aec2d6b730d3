/** Requests as their applicant and the operators read them. */
import { foldedWords, type RegistrationStatus } from '@epacs/exchange'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Centre } from '../centre.ts'
import { asOfOneMoment, type Database } from '../database/index.ts'
import { type PagePosition, Problem } from '../http/index.ts'
import type { ProvenIdentity } from '../identity/index.ts'
import { formSchema } from './form.ts'
import type { ListStatus } from './schemas.ts'

type Row = Selectable<Database['registration']>

const MOST_WORDS = 10

export function proofOf(row: Row): ProvenIdentity | undefined {
  const { proof_method, proof_issuer, proof_subject } = row
  if (proof_method === null || proof_issuer === null || proof_subject === null) return undefined
  return {
    method: proof_method,
    issuer: proof_issuer,
    subject: proof_subject,
    name: row.proof_name,
    email: row.proof_email,
    ico: row.proof_ico,
    // JTP says it again when the person comes in.
    krzp: null,
  }
}

interface ListFilter {
  readonly status?: ListStatus
  readonly q?: string
  readonly order?: 'oldest' | 'newest'
}

/** For an operator to do something about. */
const WAITING: readonly RegistrationStatus[] = ['received', 'in-review']

export async function listRegistrations(
  db: Kysely<Database>,
  { status, q, order = 'oldest' }: ListFilter,
  { pageSize, offset }: PagePosition,
) {
  return await asOfOneMoment(db, async (trx) => {
    let matching = trx.selectFrom('registration')
    if (status === 'waiting') matching = matching.where('status', 'in', [...WAITING])
    else if (status !== undefined) matching = matching.where('status', '=', status)
    for (const word of foldedWords(q ?? '').slice(0, MOST_WORDS)) {
      matching = matching.where(
        sql<boolean>`strpos(concat_ws(' ', name_folded, ico, lower(email),
          lower(form -> 'institution' ->> 'registerNumber')), ${word}) > 0`,
      )
    }
    const direction = order === 'oldest' ? 'asc' : 'desc'
    const { total } = await matching.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
    const rows = await matching
      .selectAll()
      .orderBy('created_at', direction)
      .orderBy('id', direction)
      .limit(pageSize)
      .offset(offset)
      .execute()
    const counts = await trx
      .selectFrom('registration')
      .select(['status', sql<number>`count(*)::int`.as('registrations')])
      .groupBy('status')
      .execute()
    return { items: rows.map(summaryOf), total, counts }
  })
}

function summaryOf(row: Row) {
  const form = formSchema.parse(row.form)
  return {
    id: row.id,
    status: row.status,
    origin: row.origin,
    institution: {
      name: row.institution_name,
      kind: form.institution.kind,
      ico: row.ico,
      city: form.institution.city,
      country: form.institution.country,
    },
    wayIn: form.wayIn,
    createdAt: row.created_at.toISOString(),
    confirmedAt: row.confirmed_at?.toISOString() ?? null,
    decidedAt: row.decided_at?.toISOString() ?? null,
  }
}

/** Of the mailbox that was made; before that, what its kind would get. */
export async function quotaOf(
  { db, config }: Pick<Centre, 'db' | 'config'>,
  { institution_id, form }: Row,
): Promise<number> {
  const mailbox =
    institution_id === null
      ? undefined
      : await db
          .selectFrom('mailbox')
          .where('institution_id', '=', institution_id)
          .select('quota_bytes')
          .executeTakeFirst()
  return mailbox?.quota_bytes ?? config.quotas[formSchema.parse(form).institution.kind]
}

/** Throws 404. */
export async function findRegistration(db: Kysely<Database>, id: string) {
  const row = await db.selectFrom('registration').where('id', '=', id).selectAll().executeTakeFirst()
  if (row === undefined) throw new Problem(404, 'registration-not-found', 'There is no such request.')
  const entries = await db
    .selectFrom('registration_entry')
    .leftJoin('person', 'person.id', 'registration_entry.person_id')
    .where('registration_id', '=', id)
    .select(['at', 'author', 'status', 'words', 'person.name'])
    .orderBy('position')
    .execute()
  const { language, institution, representative, wayIn, nodeSupplier, note } = formSchema.parse(row.form)
  const detail = {
    ...summaryOf(row),
    form: { language, institution, representative, wayIn, nodeSupplier, note },
    conditions: { version: row.conditions_version, agreedAt: row.conditions_agreed_at.toISOString() },
    identity: row.proof_method === null ? null : { method: row.proof_method, name: row.proof_name },
    institutionId: row.institution_id,
    entries: entries.map(({ at, author, status, words, name }) => ({
      at: at.toISOString(),
      author,
      name,
      status,
      words,
    })),
  }
  return { row, detail }
}
