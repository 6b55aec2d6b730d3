/**
 * Keys by name. With `keys.sealFile` they are made once for all processes and kept in the database; without it each lies
 * in the data folder of the process that made it, and the database knows only which one it is.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Config } from '../config/index.ts'
import type { Database } from '../database/index.ts'
import { hadOne, isStillUsed } from './in-use.ts'
import type { KeyName } from './key-name.ts'
import { seal, unseal } from './seal.ts'

/** A key of the centre cannot be used by this process; the message says why and what to do. */
export class KeyError extends Error {
  override readonly name = 'KeyError'
}

export interface SharedKeys {
  /**
   * The key of this name, which all processes have. `before`: what this process used so far, which becomes it when there
   * is none yet; without that it is made, once.
   */
  open(name: KeyName, before: string | undefined, make: () => Promise<string>): Promise<string>
  /** As it is now. */
  read(name: KeyName): Promise<string>
  replace(trx: Transaction<Database>, name: KeyName, pem: string): Promise<void>
}

const LEAST_SECRET_BYTES = 32

/** Null: each process has its own, in files. @throws KeyError */
export async function sharedKeys(
  { keys: { sealFile } }: Pick<Config, 'keys'>,
  db: Kysely<Database>,
): Promise<SharedKeys | null> {
  if (sealFile === null) return null
  const secret = await readSecret(sealFile)
  const opened = (name: KeyName, sealed: Buffer): string => {
    const text = unseal(secret, name, sealed)
    if (text !== undefined) return text
    throw new KeyError(
      `The centre's keys were sealed with another file than ${sealFile} (keys.sealFile). Every process needs a copy of the same file.`,
    )
  }
  return {
    async open(name, before, make) {
      return await db.transaction().execute(async (trx) => {
        // One after the other: the second finds what the first made.
        await sql`select pg_advisory_xact_lock(hashtextextended('epacs shared keys', 0))`.execute(trx)
        const row = await rowOf(trx, name)
        if (row?.sealed != null) {
          const isOwn = before !== undefined && !digestOf(before).equals(row.sha256)
          if (isOwn && (await isStillUsed(trx, name, before))) throw isAnother(name)
          return opened(name, row.sealed)
        }
        if (before === undefined && (row !== undefined || (await hadOne(trx, name))))
          throw inAnothersFolder(name)
        if (row !== undefined && before !== undefined) requireSame(name, row.sha256, before)
        const pem = before ?? (await make())
        await write(trx, secret, name, pem)
        return pem
      })
    },
    async read(name) {
      const row = await rowOf(db, name)
      if (row?.sealed == null) throw new KeyError(`The key ${name} is not in the database any more.`)
      return opened(name, row.sealed)
    },
    replace: (trx, name, pem) => write(trx, secret, name, pem),
  }
}

/**
 * For keys in files, of which there is to be one for the whole centre. `pem`: what this process has; undefined: nothing
 * yet. @throws KeyError: the centre has another
 */
export async function requireOnly(
  db: Kysely<Database>,
  name: KeyName,
  pem: string | undefined,
): Promise<void> {
  const row = await rowOf(db, name)
  if (row?.sealed != null) {
    throw new KeyError(
      "The centre's keys are sealed in the database: name the file in keys.sealFile here, too.",
    )
  }
  if (row !== undefined) {
    if (pem === undefined) throw inAnothersFolder(name)
    return requireSame(name, row.sha256, pem)
  }
  if (pem === undefined) return
  await db
    .insertInto('shared_key')
    .values({ name, sealed: null, sha256: digestOf(pem) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  // Another process may have been the first.
  const first = await rowOf(db, name)
  if (first !== undefined) requireSame(name, first.sha256, pem)
}

async function rowOf(db: Kysely<Database>, name: KeyName) {
  return await db
    .selectFrom('shared_key')
    .where('name', '=', name)
    .select(['sealed', 'sha256'])
    .executeTakeFirst()
}

async function write(trx: Transaction<Database>, secret: Buffer, name: KeyName, pem: string): Promise<void> {
  const values = { sealed: seal(secret, name, pem), sha256: digestOf(pem) }
  await trx
    .insertInto('shared_key')
    .values({ name, ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute()
}

function requireSame(name: KeyName, sha256: Buffer, pem: string): void {
  if (!digestOf(pem).equals(sha256)) throw isAnother(name)
}

function isAnother(name: KeyName): KeyError {
  return new KeyError(
    `The key ${name} in the data folder of this process is another than the centre's. Remove it there, and set keys.sealFile at all processes, so that they share one.`,
  )
}

function inAnothersFolder(name: KeyName): KeyError {
  return new KeyError(
    `The centre has a key ${name}, and it is not in this data folder. With several processes set keys.sealFile at all of them and start the one first that has it. When its folder is lost, bring it back from a backup; docs/production.md says how to begin a new one.`,
  )
}

function digestOf(pem: string): Buffer {
  return createHash('sha256').update(pem).digest()
}

async function readSecret(path: string): Promise<Buffer> {
  const secret = await readFile(path).catch((cause: unknown) => {
    throw new KeyError(`The file ${path} (keys.sealFile) cannot be read.`, { cause })
  })
  if (secret.length >= LEAST_SECRET_BYTES) return secret
  throw new KeyError(
    `The file ${path} (keys.sealFile) needs at least ${LEAST_SECRET_BYTES} random bytes: openssl rand -base64 48`,
  )
}
