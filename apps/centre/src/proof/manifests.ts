/** Manifests of packages: the signed line in the database, the images' lines from the package's own index. */

import { type FileToOpen, readIndex } from '@epacs/package'
import { listedInstance, signManifest } from '@epacs/proof'
import type { Kysely, Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import type { PackageKey } from '../storage/index.ts'

/**
 * Its first line. The package with its index has to be in the store.
 *
 * @param endToEndInstances of an end-to-end package, as its sender says: none of them is listed
 */
export async function manifestOf(
  { signer, config, store, clock }: Pick<Centre, 'signer' | 'config' | 'store' | 'clock'>,
  key: PackageKey,
  sizeBytes: number,
  endToEndInstances?: number,
): Promise<string> {
  const indexFile = await store.indexFile(key)
  if (indexFile === undefined) throw new Error(`the package of message ${key.messageId} has no index`)
  return await signManifest(signer.key(), {
    iss: config.portal.publicUrl,
    iat: Math.floor(clock().getTime() / 1000),
    message: key.messageId,
    package: { sha256: key.sha256, sizeBytes },
    ...(endToEndInstances === undefined ? {} : { endToEnd: { instances: endToEndInstances } }),
    entries: readIndex(indexFile),
  })
}

export async function keepManifest(trx: Transaction<Database>, key: PackageKey, jws: string): Promise<void> {
  const package_sha256 = Buffer.from(key.sha256, 'hex')
  await trx
    .insertInto('manifest')
    .values({ message_id: key.messageId, package_sha256, jws })
    .onConflict((conflict) => conflict.column('message_id').doUpdateSet({ package_sha256, jws }))
    .execute()
}

export async function keptManifest(
  db: Kysely<Database>,
  { messageId, sha256 }: PackageKey,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('manifest')
    .where('message_id', '=', messageId)
    .where('package_sha256', '=', Buffer.from(sha256, 'hex'))
    .select('jws')
    .executeTakeFirst()
  return row?.jws
}

/** As it is downloaded, some lines at a time. */
export async function* manifestText(jws: string, indexFile: FileToOpen): AsyncGenerator<string> {
  let lines = `${jws}\n`
  for await (const entry of readIndex(indexFile)) {
    lines += listedInstance(entry)
    if (lines.length < LINES_AT_ONCE) continue
    yield lines
    lines = ''
  }
  yield lines
}

/** Characters. */
const LINES_AT_ONCE = 64 * 1024
