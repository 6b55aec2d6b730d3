/** For which institution a person acts: the one that is chosen, or the first. */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import type { ActingInstitution } from './caller.ts'

/** Null: a member of none (an operator). */
export async function institutionToActFor(
  db: Kysely<Database>,
  personId: string,
): Promise<ActingInstitution | null> {
  return (await institutionsOf(db, personId))[0] ?? null
}

/** All that the person belongs to. Representatives first, so that the choice does not change by chance. */
export async function institutionsOf(
  db: Kysely<Database>,
  personId: string,
): Promise<readonly ActingInstitution[]> {
  return await db
    .selectFrom('membership')
    .innerJoin('institution', 'institution.id', 'membership.institution_id')
    .where('membership.person_id', '=', personId)
    .select(['institution.id', 'institution.name', 'membership.role'])
    .orderBy((eb) => eb('membership.role', '=', 'representative'), 'desc')
    .orderBy('institution.name')
    .orderBy('institution.id')
    .execute()
}
