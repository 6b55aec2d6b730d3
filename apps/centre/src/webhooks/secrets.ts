/** Secrets of webhooks, as they stand in the database: sealed with a key that is not there. */
import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { KeyError, openKey, seal, unseal } from '../sealed-keys/index.ts'

/** As long as the digest of the signature (RFC 2104, 3). */
const SECRET_BYTES = 32

type Keeping = Pick<Centre, 'db' | 'config'>

const byDatabase = new WeakMap<Kysely<Database>, Promise<Buffer>>()

/** One for each centre. */
function sealingKey({ db, config }: Keeping): Promise<Buffer> {
  const before = byDatabase.get(db)
  if (before !== undefined) return before
  const make = async () => randomBytes(48).toString('base64')
  const opened = openKey(db, config, 'webhook-secrets', make).then((text) => Buffer.from(text, 'base64'))
  byDatabase.set(db, opened)
  // What failed once (a file that was not there yet) is tried again.
  opened.catch(() => byDatabase.delete(db))
  return opened
}

export function newSecret(): Buffer {
  return randomBytes(SECRET_BYTES)
}

/** @param id of the webhook: a secret is of no use in another's row */
export async function sealedSecret(centre: Keeping, id: string, secret: Buffer): Promise<Buffer> {
  return seal(await sealingKey(centre), nameOf(id), secret.toString('base64'))
}

export interface KeptSecrets {
  readonly id: string
  readonly secret: Buffer | null
  readonly sealed_secret: Buffer | null
  readonly previous_secret: Buffer | null
  readonly previous_until: Date | null
}

/** What calls are signed with at this time: the newest first, and the one before for a while. */
export async function secretsOf(centre: Keeping, kept: KeptSecrets, now: Date): Promise<readonly Buffer[]> {
  const { id, secret, sealed_secret, previous_secret, previous_until } = kept
  const current = sealed_secret === null ? secret : await opened(centre, id, sealed_secret)
  if (current === null) throw new KeyError(`The webhook ${id} has no secret: give it a new one.`)
  const isInUse = previous_secret !== null && previous_until !== null && now < previous_until
  return isInUse ? [current, await opened(centre, id, previous_secret)] : [current]
}

/** Those of before the centre sealed them. Another process may do the same: it finds none left. */
export async function sealSecrets(centre: Keeping): Promise<void> {
  const plain = await centre.db
    .selectFrom('webhook')
    .where('secret', 'is not', null)
    .where('sealed_secret', 'is', null)
    .select(['id', 'secret'])
    .execute()
  for (const { id, secret } of plain) {
    if (secret === null) continue
    await centre.db
      .updateTable('webhook')
      .set({ secret: null, sealed_secret: await sealedSecret(centre, id, secret) })
      .where('id', '=', id)
      .where('sealed_secret', 'is', null)
      .execute()
  }
}

async function opened(centre: Keeping, id: string, sealed: Buffer): Promise<Buffer> {
  const text = unseal(await sealingKey(centre), nameOf(id), sealed)
  if (text !== undefined) return Buffer.from(text, 'base64')
  throw new KeyError(
    `The secret of the webhook ${id} was sealed with another key than this centre's: give it a new one.`,
  )
}

function nameOf(id: string): string {
  return `webhook ${id}`
}
