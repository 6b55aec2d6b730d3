/** The public halves of the keys that ever signed, for those who check later. */
import type { PublishedKey, SigningKey } from '@epacs/proof'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database/index.ts'

/** A key that was retired and is back (killed between the record and the file) signs again. */
export async function publish(
  trx: Transaction<Database>,
  { keyId, publicJwk }: SigningKey,
  at: Date,
): Promise<void> {
  await trx
    .insertInto('signing_key')
    .values({ kid: keyId, public_jwk: JSON.stringify(publicJwk), created_at: at })
    .onConflict((conflict) => conflict.column('kid').doUpdateSet({ retired_at: null }))
    .execute()
}

/** All that ever signed, the newest first. */
export async function publishedKeys(db: Kysely<Database>): Promise<readonly PublishedKey[]> {
  const rows = await db.selectFrom('signing_key').selectAll().orderBy('created_at', 'desc').execute()
  return rows.map(({ kid, public_jwk, created_at, retired_at }) => ({
    ...public_jwk,
    kid,
    createdAt: created_at.toISOString(),
    ...(retired_at === null ? {} : { retiredAt: retired_at.toISOString() }),
  }))
}
