/** Whom of an institution a notice goes to. */
import type { Language } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import { isStillMember } from '../arrivals/index.ts'
import type { Database } from '../database/index.ts'
import { type NoticeName, wishesFor } from './wishes.ts'

export interface Reader {
  readonly email: string
  readonly language: Language
}

/** Members with an address who wish for it: one of them, or the representatives. */
export async function readersOf(
  db: Kysely<Database>,
  institutionId: string,
  notice: NoticeName,
  now: Date,
  personId?: string,
): Promise<readonly Reader[]> {
  let query = db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .leftJoin('person_settings', 'person_settings.person_id', 'person.id')
    .where('membership.institution_id', '=', institutionId)
    .where('person.email', 'is not', null)
    .where(isStillMember(now))
    .where((eb) => wishesFor(notice, eb.ref('person_settings.notices')))
  query =
    personId === undefined
      ? query.where('membership.role', '=', 'representative')
      : query.where('membership.person_id', '=', personId)
  const rows = await query
    .select([sql<string>`person.email`.as('email'), 'person_settings.language'])
    .distinctOn('person.email')
    .orderBy('person.email')
    .execute()
  return rows.map(({ email, language }) => ({ email, language: language ?? 'cs' }))
}
