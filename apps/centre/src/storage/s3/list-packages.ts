/** What lies in the store, page by page. */
import { paginateListObjectsV2 } from '@aws-sdk/client-s3'
import type { PackageKey } from '../package-store.ts'
import type { Connection } from './connection.ts'
import { asStoreError } from './store-error.ts'

/**
 * Every package once, also when one of its two objects is there alone.
 *
 * @param begin of the names that are wanted, below `packages/`
 * @param keyOf undefined: a name of others
 * @throws StoreError
 */
export async function* listPackages(
  { client, place, config }: Connection,
  begin: string,
  keyOf: (name: string) => PackageKey | undefined,
  pageSize = 1000,
): AsyncGenerator<PackageKey> {
  const pages = paginateListObjectsV2(
    { client, pageSize },
    { ...place, Prefix: `${config.prefix}packages/${begin}` },
  )
  let before = ''
  try {
    for await (const { Contents = [] } of pages) {
      for (const { Key = '' } of Contents) {
        const key = keyOf(Key)
        if (key === undefined) continue
        const name = `${key.messageId} ${key.sha256}`
        // Listed in the order of their names: a package follows its index.
        if (name !== before) yield key
        before = name
      }
    }
  } catch (error) {
    throw asStoreError(config, error)
  }
}
