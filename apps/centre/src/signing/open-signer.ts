/**
 * The key that this process signs with: in a file of the data folder, made at the first start, sealed in the database
 * (`shared-signer.ts`), or in the operator's own file. The database has the public half of every key that ever signed, of all processes, for those who check later.
 */
import { readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { keyInPem, newKeyPem, ProofError, type SigningKey } from '@epacs/proof'
import type { Kysely } from 'kysely'
import type { Config } from '../config/index.ts'
import type { Database } from '../database/index.ts'
import { sharedKeys } from '../sealed-keys/index.ts'
import { ifPresent, keepFolder, syncFolder, writeDurably } from '../storage/index.ts'
import { publish, publishedKeys } from './published-keys.ts'
import { openSharedSigner } from './shared-signer.ts'
import type { Signer } from './signer.ts'

/** The signing key cannot be used; the message says why. */
export class SigningKeyError extends Error {
  override readonly name = 'SigningKeyError'
}

export async function openSigner(
  config: Pick<Config, 'dataFolder' | 'signing' | 'keys'>,
  db: Kysely<Database>,
  at: Date,
): Promise<Signer> {
  const { dataFolder, signing } = config
  const own = join(dataFolder, 'signing', 'key.pem')
  const path = signing.keyFile ?? own
  if (signing.keyFile === null) {
    await finishRotation(own, db)
    const keys = await sharedKeys(config, db)
    if (keys !== null) {
      return await openSharedSigner(keys, db, await ifPresent(readFile(own, 'utf8')), at)
    }
  }
  let current = await readKey(path, signing.keyFile === null)
  await db.transaction().execute((trx) => publish(trx, current, at))
  return {
    key: () => current,
    published: publishedKeys,
    rotate:
      signing.keyFile === null
        ? async (now, also) => {
            const pem = newKeyPem()
            const next = await keyInPem(pem)
            const before = current.keyId
            // Beside the old one until everybody can learn of it: nothing is signed that nobody can check.
            await writeDurably(`${own}.next`, pem)
            await db.transaction().execute(async (trx) => {
              await publish(trx, next, now)
              await trx
                .updateTable('signing_key')
                .set({ retired_at: now })
                .where('kid', '=', before)
                .execute()
              await also(trx, next)
            })
            // From the commit on: the old one is told to have signed until then.
            current = next
            await putInPlace(own)
            return next
          }
        : undefined,
  }
}

/** A rotation that was broken off between the records and the file. */
async function finishRotation(own: string, db: Kysely<Database>): Promise<void> {
  const pem = await ifPresent(readFile(`${own}.next`, 'utf8'))
  if (pem === undefined) return
  let keyId: string
  try {
    keyId = (await keyInPem(pem)).keyId
  } catch (error) {
    // Cut off while it was written: nobody knows of it.
    if (error instanceof ProofError) return
    throw error
  }
  const published = await db
    .selectFrom('signing_key')
    .select('kid')
    .where('kid', '=', keyId)
    .where('retired_at', 'is', null)
    .executeTakeFirst()
  if (published !== undefined) await putInPlace(own)
}

async function putInPlace(own: string): Promise<void> {
  await rename(`${own}.next`, own)
  await syncFolder(dirname(own))
}

async function readKey(path: string, isOurs: boolean): Promise<SigningKey> {
  try {
    const pem = await ifPresent(readFile(path, 'utf8'))
    if (pem !== undefined) return await keyInPem(pem)
  } catch (error) {
    if (error instanceof ProofError) throw new SigningKeyError(`${path}: ${error.message}.`, { cause: error })
    throw new SigningKeyError(`The signing key ${path} cannot be read.`, { cause: error })
  }
  if (!isOurs) throw new SigningKeyError(`The signing key ${path} does not exist.`)
  const pem = newKeyPem()
  await keepFolder(dirname(path))
  await writeDurably(path, pem)
  return await keyInPem(pem)
}
