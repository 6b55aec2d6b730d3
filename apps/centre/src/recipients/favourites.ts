/** The institutions that one person has starred; nobody else sees them. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import type { InstitutionSummary } from '../directory/index.ts'
import { Problem } from '../http/index.ts'

/** The list is shown whole, above everything else: a longer one would be no help any more. */
export const MOST_FAVOURITES = 50

/** In Czech order. */
export async function favouritesOf(
  db: Kysely<Database>,
  personId: string,
): Promise<readonly InstitutionSummary[]> {
  return await db
    .selectFrom('favourite_institution')
    .innerJoin('institution', 'institution.id', 'favourite_institution.institution_id')
    .where('person_id', '=', personId)
    .select(['id', 'name', 'kind', 'city', 'country', 'connection'])
    .orderBy(sql`name collate czech`)
    .orderBy('id')
    .execute()
}

/** Throws the problems 404 and 409; one that is a favourite already stays one. */
export async function makeFavourite(
  db: Kysely<Database>,
  personId: string,
  institutionId: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Two at once must not pass the bound together.
    await trx.selectFrom('person').where('id', '=', personId).select('id').forUpdate().execute()
    const institution = await trx
      .selectFrom('institution')
      .where('id', '=', institutionId)
      .select('id')
      .executeTakeFirst()
    if (institution === undefined) {
      throw new Problem(404, 'institution-not-found', 'There is no such institution.')
    }
    const others = await trx
      .selectFrom('favourite_institution')
      .where('person_id', '=', personId)
      .where('institution_id', '<>', institutionId)
      .select(sql<number>`count(*)::int`.as('count'))
      .executeTakeFirstOrThrow()
    if (others.count >= MOST_FAVOURITES) {
      throw new Problem(409, 'too-many-favourites', `No more than ${MOST_FAVOURITES} can be favourites.`)
    }
    await trx
      .insertInto('favourite_institution')
      .values({ person_id: personId, institution_id: institutionId })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
}

/** One that is none stays none. */
export async function dropFavourite(
  db: Kysely<Database>,
  personId: string,
  institutionId: string,
): Promise<void> {
  await db
    .deleteFrom('favourite_institution')
    .where('person_id', '=', personId)
    .where('institution_id', '=', institutionId)
    .execute()
}
