/** Brings a register's file into the database: what is new, changed or gone, in one transaction. */
import { createHash } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Database } from '../database/index.ts'
import { locateInstitutions } from './locate.ts'
import { type BadRow, type RegisterPlace, readRegister } from './read-register.ts'
import { UnreadableRegisterError } from './whole-lines.ts'

export interface ImportResult {
  /** Places that the register has now. */
  readonly places: number
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly badRows: number
}

export interface ImportOptions {
  readonly at: Date
  readonly onBad?: (row: BadRow) => void
  readonly onProgress?: (rows: number) => void
  /** Whether a file may lack most of what is known; a cut file looks so. */
  readonly removals?: 'few' | 'any'
}

const ROWS_AT_ONCE = 4000
/** Of the known places; below a hundred, any number. */
const MOST_REMOVED_SHARE = 0.2
const FEW_PLACES = 100
/** One import at a time. */
const LOCK = 0x7265_6769

const COLUMNS = [
  'place_id',
  'ico',
  'provider_name',
  'place_name',
  'kind_words',
  'kind',
  'street',
  'city',
  'postal_code',
  'region',
  'seat_street',
  'seat_city',
  'seat_postal_code',
  'latitude',
  'longitude',
  'digest',
] as const
const NUMBERS: ReadonlySet<string> = new Set(['latitude', 'longitude'])

/** Throws UnreadableRegisterError when the file is not to be brought in; then nothing has changed. */
export async function importRegister(
  db: Kysely<Database>,
  source: AsyncIterable<Uint8Array>,
  { at, onBad, onProgress, removals = 'few' }: ImportOptions,
): Promise<ImportResult> {
  return await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx)
    await sql`create temporary table arriving (like register_place) on commit drop`.execute(trx)
    let badRows = 0
    let rows = 0
    let waiting: RegisterPlace[] = []
    const places = readRegister(source, (row) => {
      badRows++
      onBad?.(row)
    })
    for await (const place of places) {
      waiting.push(place)
      if (waiting.length < ROWS_AT_ONCE) continue
      await stage(trx, waiting)
      rows += waiting.length
      onProgress?.(rows)
      waiting = []
    }
    await stage(trx, waiting)
    rows += waiting.length
    onProgress?.(rows)
    if (rows === 0) throw new UnreadableRegisterError('The file has no row that can be used.')
    const result = { ...(await merge(trx, removals)), badRows }
    await locateInstitutions(trx)
    await trx
      .insertInto('register_import')
      .values({
        id: newId(),
        at,
        places: result.places,
        added: result.added,
        changed: result.changed,
        removed: result.removed,
        bad_rows: badRows,
      })
      .execute()
    return result
  })
}

async function stage(trx: Transaction<Database>, places: readonly RegisterPlace[]): Promise<void> {
  if (places.length === 0) return
  const rows = places.map((place) => {
    const values = [
      place.placeId,
      place.ico,
      place.providerName,
      place.placeName,
      place.kindWords,
      place.kind,
      place.street,
      place.city,
      place.postalCode,
      place.region,
      place.seatStreet,
      place.seatCity,
      place.seatPostalCode,
      place.position?.latitude ?? null,
      place.position?.longitude ?? null,
    ]
    return [...values, createHash('sha256').update(JSON.stringify(values)).digest('base64url')]
  })
  const columns = COLUMNS.map((name, index) => {
    const type = NUMBERS.has(name) ? sql`float8[]` : sql`text[]`
    return sql`${rows.map((row) => row[index])}::${type}`
  })
  const names = COLUMNS.map((name) => sql.ref(name))
  await sql`insert into arriving (${sql.join(names)}) select * from unnest(${sql.join(columns)})`.execute(trx)
}

async function merge(trx: Transaction<Database>, removals: 'few' | 'any') {
  // Editions repeat a place for each of its fields of care.
  await sql`
    delete from arriving where ctid in (
      select ctid from (select ctid, row_number() over (partition by place_id order by ctid) as nth from arriving) as each
      where nth > 1)
  `.execute(trx)
  await sql`create unique index on arriving (place_id)`.execute(trx)
  await sql`analyze arriving`.execute(trx)
  const { rows: counted } = await sql<{ known: number; gone: number }>`
    select count(*)::int as known,
      count(*) filter (where not exists (select from arriving where arriving.place_id = register_place.place_id))::int as gone
    from register_place
  `.execute(trx)
  const { known = 0, gone = 0 } = counted[0] ?? {}
  if (removals === 'few' && known >= FEW_PLACES && gone > known * MOST_REMOVED_SHARE) {
    throw new UnreadableRegisterError(
      `${gone} of ${known} known places are not in the file; it seems to be incomplete.`,
    )
  }
  await sql`
    delete from register_place
    where not exists (select from arriving where arriving.place_id = register_place.place_id)
  `.execute(trx)
  const names = COLUMNS.map((name) => sql.ref(name))
  const updates = COLUMNS.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`)
  const { rows: written } = await sql<{ added: number; changed: number }>`
    with written as (
      insert into register_place (${sql.join(names)}) select ${sql.join(names)} from arriving
      on conflict (place_id) do update set ${sql.join(updates)}
      where register_place.digest <> excluded.digest
      returning xmax = 0 as is_new)
    select count(*) filter (where is_new)::int as added, count(*) filter (where not is_new)::int as changed from written
  `.execute(trx)
  const { added = 0, changed = 0 } = written[0] ?? {}
  return { places: known - gone + added, added, changed, removed: gone }
}
