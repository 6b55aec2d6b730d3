/** Where institutions stand on the map, as operators see and say it. */
import { foldedWords } from '@epacs/exchange'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import { asOfOneMoment, type Database } from '../database/index.ts'
import { type PagePosition, Problem } from '../http/index.ts'
import type { Caller } from '../identity/index.ts'
import { locateInstitutions } from '../registry/index.ts'
import type { PlacedInstitution } from './schemas.ts'

const MOST_WORDS = 20

export interface Position {
  /** Degrees of WGS 84. */
  readonly latitude: number
  readonly longitude: number
}

interface Wish {
  readonly q: string | undefined
  /** Only those that the map does not show. */
  readonly missing: boolean
}

export async function listPlaced(
  db: Kysely<Database>,
  { q, missing }: Wish,
  { pageSize, offset }: PagePosition,
): Promise<{ readonly items: PlacedInstitution[]; readonly total: number }> {
  return await asOfOneMoment(db, async (trx) => {
    let matching = trx.selectFrom('institution')
    if (missing) matching = matching.where('latitude', 'is', null)
    for (const word of foldedWords(q ?? '').slice(0, MOST_WORDS)) {
      matching = matching.where(sql<boolean>`strpos(
        concat_ws(' ', name_folded, city_folded, ico, icz), ${word}) > 0`)
    }
    const rows = await matching
      .select(COLUMNS)
      .orderBy(sql`name collate czech`)
      .orderBy('id')
      .limit(pageSize)
      .offset(offset)
      .execute()
    const { total } = await matching.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
    return { items: rows.map(placedOf), total }
  })
}

/** Throws the problem 404. */
export async function placed(db: Kysely<Database>, id: string): Promise<PlacedInstitution> {
  const row = await db.selectFrom('institution').where('id', '=', id).select(COLUMNS).executeTakeFirst()
  if (row === undefined) throw new Problem(404, 'institution-not-found', 'There is no such institution.')
  return placedOf(row)
}

/** Null: on no place of the map. No reload of the register and no bootstrap file changes it then. */
export async function place(
  centre: Pick<Centre, 'db' | 'clock' | 'audit'>,
  operator: Caller,
  id: string,
  position: Position | null,
): Promise<PlacedInstitution> {
  return await change(centre, operator, id, async (trx) => {
    await put(trx, id, position, 'operator')
  })
}

/** What operators said is taken back: the register's place, if it has one. */
export async function placeByRegister(
  centre: Pick<Centre, 'db' | 'clock' | 'audit'>,
  operator: Caller,
  id: string,
): Promise<PlacedInstitution> {
  return await change(centre, operator, id, async (trx) => {
    await put(trx, id, null, null)
    await locateInstitutions(trx, id)
  })
}

async function change(
  { db, clock, audit }: Pick<Centre, 'db' | 'clock' | 'audit'>,
  operator: Caller,
  id: string,
  work: (trx: Transaction<Database>) => Promise<void>,
): Promise<PlacedInstitution> {
  return await db.transaction().execute(async (trx) => {
    const before = await placed(trx, id)
    await work(trx)
    const after = await placed(trx, id)
    const details = { institution: id, from: before.position, to: after.position, origin: after.origin }
    await audit.record(trx, { at: clock(), actor: operator, action: 'institution.position', details })
    return after
  })
}

async function put(
  trx: Transaction<Database>,
  id: string,
  position: Position | null,
  origin: 'operator' | null,
): Promise<void> {
  const { latitude, longitude } = position ?? { latitude: null, longitude: null }
  await trx
    .updateTable('institution')
    .set({ latitude, longitude, position_origin: origin })
    .where('id', '=', id)
    .execute()
}

const COLUMNS = ['id', 'name', 'kind', 'city', 'street', 'latitude', 'longitude', 'position_origin'] as const

interface Row {
  readonly id: string
  readonly name: string
  readonly kind: PlacedInstitution['kind']
  readonly city: string
  readonly street: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly position_origin: 'register' | 'operator' | null
}

function placedOf({ latitude, longitude, position_origin: origin, ...row }: Row): PlacedInstitution {
  return {
    ...row,
    position: latitude === null || longitude === null ? null : { latitude, longitude },
    origin,
  }
}
