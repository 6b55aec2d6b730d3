/** The trail from some event on, as long as it is, a thousand events of it in memory. */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import { matchingEvents, type TrailEvent, type TrailFilter, withNames } from './trail.ts'
import { foundBy } from './trail-search.ts'

const EVENTS_AT_ONCE = 1000

/** The oldest first, behind position `after`, up to and with `last`: what comes later is not awaited. */
export async function* allEvents(
  db: Kysely<Database>,
  filter: TrailFilter,
  { after = 0, last }: { readonly after?: number; readonly last: number },
): AsyncGenerator<readonly TrailEvent[], void> {
  const found = await foundBy(db, filter)
  for (let position = after; ; ) {
    const rows = await matchingEvents(db, filter, found)
      .selectAll()
      .where('position', '>', position)
      .where('position', '<=', last)
      .orderBy('position')
      .limit(EVENTS_AT_ONCE)
      .execute()
    const end = rows.at(-1)
    if (end === undefined) return
    yield await withNames(db, rows)
    if (rows.length < EVENTS_AT_ONCE) return
    position = end.position
  }
}
