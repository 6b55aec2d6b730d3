/** For which institution a person acts. One for now: the choice among several will be the person's. */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import type { ActingInstitution } from './caller.ts'

/** Null: a member of none (an operator). Representatives first, so that the choice does not change by chance. */
export async function institutionToActFor(
  db: Kysely<Database>,
  personId: string,
): Promise<ActingInstitution | null> {
  const row = await db
    .selectFrom('membership')
    .innerJoin('institution', 'institution.id', 'membership.institution_id')
    .where('membership.person_id', '=', personId)
    .select(['institution.id', 'institution.name', 'membership.role'])
    .orderBy((eb) => eb('membership.role', '=', 'representative'), 'desc')
    .orderBy('institution.name')
    .orderBy('institution.id')
    .executeTakeFirst()
  return row ?? null
}
