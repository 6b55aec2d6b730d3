/** Institutions by town and kind, with the towns' places on the map. */
import { INSTITUTION_KINDS, type InstitutionKind } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'

export interface InstitutionsByTown {
  readonly city: string
  readonly position: { readonly latitude: number; readonly longitude: number } | null
  readonly byKind: Record<InstitutionKind, number>
}

/**
 * Many Czech towns share a name: institutions of one name are of one town if they stand in the same field of half a
 * degree (some 40 km), which holds the largest cities. Fewer decimals than the directory has: a town is no address.
 */
export async function institutionsByTown(db: Kysely<Database>): Promise<readonly InstitutionsByTown[]> {
  const counts = INSTITUTION_KINDS.map((kind) =>
    sql<number>`count(*) filter (where kind = ${kind})::int`.as(kind),
  )
  const rows = await db
    .selectFrom('institution')
    .select([
      sql<string>`min(city collate czech)`.as('city'),
      sql<number | null>`round(avg(latitude)::numeric, 3)::float8`.as('latitude'),
      sql<number | null>`round(avg(longitude)::numeric, 3)::float8`.as('longitude'),
      ...counts,
    ])
    .groupBy(['country', 'city_folded', sql`round(latitude * 2)`, sql`round(longitude * 2)`])
    .orderBy(sql`min(city collate czech) collate czech`)
    .orderBy('latitude')
    .execute()
  return rows.map(({ city, latitude, longitude, ...counted }) => ({
    city,
    position: latitude === null || longitude === null ? null : { latitude, longitude },
    byKind: Object.fromEntries(
      INSTITUTION_KINDS.map((kind) => [kind, counted[kind]]),
    ) as InstitutionsByTown['byKind'],
  }))
}
