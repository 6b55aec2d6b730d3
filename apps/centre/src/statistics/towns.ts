/** Institutions by town and kind, with the towns' places on the map. */
import { INSTITUTION_KINDS, type InstitutionKind } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { type Position, townsOf } from './town-places.ts'

export interface InstitutionsByTown {
  readonly city: string
  readonly position: Position | null
  readonly byKind: Record<InstitutionKind, number>
}

/** In alphabetical order; places are rounded to a hundredth of a degree, since a town is no address. */
export async function institutionsByTown(db: Kysely<Database>): Promise<readonly InstitutionsByTown[]> {
  const counts = INSTITUTION_KINDS.map((kind) =>
    sql<number>`count(*) filter (where kind = ${kind})::int`.as(kind),
  )
  const rows = await db
    .selectFrom('institution')
    .select([
      sql<string>`min(city collate czech)`.as('city'),
      sql<string>`country || ' ' || city_folded`.as('name'),
      sql<number | null>`round(latitude::numeric, 2)::float8`.as('latitude'),
      sql<number | null>`round(longitude::numeric, 2)::float8`.as('longitude'),
      sql<number>`count(*)::int`.as('institutions'),
      ...counts,
    ])
    .groupBy(['country', 'city_folded', sql`round(latitude::numeric, 2)`, sql`round(longitude::numeric, 2)`])
    .orderBy(sql`min(city collate czech) collate czech`)
    .orderBy('name')
    .orderBy('latitude')
    .orderBy('longitude')
    .execute()
  return townsOf(rows).map(({ position, places }) => ({
    city: places[0].city,
    position,
    byKind: Object.fromEntries(
      INSTITUTION_KINDS.map((kind) => [kind, places.reduce((sum, place) => sum + place[kind], 0)]),
    ) as InstitutionsByTown['byKind'],
  }))
}
