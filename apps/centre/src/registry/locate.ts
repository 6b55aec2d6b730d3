/** Puts institutions on the map that have no position yet: where the register has their place of care in that town. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'

/**
 * The same street before another, the same kind before another. A position that an institution has stays, whoever
 * gave it, and so does an operator's word that it has none. `institutionId`: only that one.
 */
export async function locateInstitutions(db: Kysely<Database>, institutionId?: string): Promise<void> {
  const which = institutionId === undefined ? sql`true` : sql`institution.id = ${institutionId}`
  await sql`
    update institution set latitude = found.latitude, longitude = found.longitude,
      position_origin = 'register'
    from (
      select distinct on (institution.id) institution.id, place.latitude, place.longitude
      from institution join register_place as place on place.ico = institution.ico
      where ${which} and institution.latitude is null and place.latitude is not null
        and institution.position_origin is distinct from 'operator'
        and lower(place.city) = lower(institution.city)
      order by institution.id,
        (place.street is not distinct from institution.street) desc,
        (place.kind is not distinct from institution.kind) desc,
        place.place_id) as found
    where institution.id = found.id
  `.execute(db)
}
