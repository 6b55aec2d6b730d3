/** Secrets of webhooks, as they stand in the database: sealed with a key that is not there. */
import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { hasKeyFile, KeyError, openKey, seal, unseal } from '../sealed-keys/index.ts'

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

/**
 * What calls are signed with at this time: the newest first, and the one before for a while.
 *
 * @throws KeyError: it has none that can be opened
 */
export async function secretsOf(centre: Keeping, kept: KeptSecrets, now: Date): Promise<readonly Buffer[]> {
  const { id, secret, sealed_secret, previous_secret, previous_until } = kept
  const current = sealed_secret === null ? secret : await opened(centre, id, sealed_secret)
  if (current === null) throw new KeyError(noSecret(id, sealed_secret))
  // A process of before the centre sealed them may have added it.
  if (sealed_secret === null) await sealInPlace(centre, id, current)
  const isInUse = previous_secret !== null && previous_until !== null && now < previous_until
  const previous = isInUse ? await opened(centre, id, previous_secret) : null
  return previous === null ? [current] : [current, previous]
}

/**
 * Opens the key where there is one, as the other keys are at each start: it becomes that of all processes together with
 * them. Then seals what is from before the centre sealed it; another process may do the same: it finds none left.
 */
export async function sealSecrets(centre: Keeping): Promise<void> {
  const sealed = await centre.db
    .selectFrom('webhook')
    .where('sealed_secret', 'is not', null)
    .select('id')
    .limit(1)
    .executeTakeFirst()
  if (sealed !== undefined || (await hasKeyFile(centre.config, 'webhook-secrets'))) await sealingKey(centre)
  const plain = await centre.db
    .selectFrom('webhook')
    .where('secret', 'is not', null)
    .where('sealed_secret', 'is', null)
    .select(['id', 'secret'])
    .execute()
  for (const { id, secret } of plain) {
    if (secret !== null) await sealInPlace(centre, id, secret)
  }
}

async function sealInPlace(centre: Keeping, id: string, secret: Buffer): Promise<void> {
  await centre.db
    .updateTable('webhook')
    .set({ secret: null, sealed_secret: await sealedSecret(centre, id, secret) })
    .where('id', '=', id)
    .where('secret', '=', secret)
    .where('sealed_secret', 'is', null)
    .execute()
}

/** Null: it was sealed with another key, which is lost. */
async function opened(centre: Keeping, id: string, sealed: Buffer): Promise<Buffer | null> {
  const text = unseal(await sealingKey(centre), nameOf(id), sealed)
  return text === undefined ? null : Buffer.from(text, 'base64')
}

function noSecret(id: string, sealed: Buffer | null): string {
  const why = sealed === null ? 'has no secret' : "has a secret sealed with another key than this centre's"
  return `The webhook ${id} ${why}: give it a new one.`
}

function nameOf(id: string): string {
  return `webhook ${id}`
}
