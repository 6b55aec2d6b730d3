/** A provider as the register knows it: who it is, where its seat is, where it gives care. */
import type { InstitutionKind } from '@epacs/exchange'
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'

export interface Provider {
  readonly ico: string
  readonly name: string
  readonly kind: InstitutionKind | null
  readonly street: string | null
  readonly city: string | null
  readonly postalCode: string | null
  readonly places: readonly {
    readonly name: string
    readonly kind: InstitutionKind | null
    readonly kindWords: string
    readonly street: string | null
    readonly city: string | null
    readonly postalCode: string | null
    readonly region: string | null
  }[]
}

/** Chains have hundreds of places; a form shows a few. */
const MOST_PLACES = 200

/** Undefined: the register does not know it. */
export async function findProvider(db: Kysely<Database>, ico: string): Promise<Provider | undefined> {
  const rows = await db
    .selectFrom('register_place')
    .where('ico', '=', ico)
    .selectAll()
    .orderBy('place_name')
    .orderBy('place_id')
    .limit(MOST_PLACES)
    .execute()
  const [first] = rows
  if (first === undefined) return undefined
  const kinds = new Set(rows.map(({ kind }) => kind).filter((kind) => kind !== null))
  return {
    ico,
    name: first.provider_name,
    // A provider with facilities of several kinds is asked which one joins.
    kind: kinds.size === 1 ? ([...kinds][0] ?? null) : null,
    street: first.seat_street ?? first.street,
    city: first.seat_city ?? first.city,
    postalCode: first.seat_postal_code ?? first.postal_code,
    places: rows.map((row) => ({
      name: row.place_name,
      kind: row.kind,
      kindWords: row.kind_words,
      street: row.street,
      city: row.city,
      postalCode: row.postal_code,
      region: row.region,
    })),
  }
}

/** Null: no register has been imported. */
export async function registerDate(db: Kysely<Database>): Promise<Date | null> {
  const row = await db
    .selectFrom('register_import')
    .select('at')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.at ?? null
}
