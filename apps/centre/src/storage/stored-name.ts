/**
 * What packages are called in every store: `9f/3c/<message id>.<sha256>.zip`, with `.index` beside it. So a folder's
 * packages can be copied into an S3-compatible store as they lie there, and back.
 *
 * Shards come from the end of the message id: UUIDv7 begins with the time, which would fill one shard after
 * the other instead of all of them evenly.
 */
import type { PackageKey } from './package-store.ts'

export type StoredKind = 'zip' | 'index'

const FILE_NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9a-f]{64})\.(zip|index)$/

/** @throws TypeError: nothing but a UUID in its usual form and a digest become parts of names */
export function storedName(key: PackageKey, kind: StoredKind): string {
  return `${shardOf(key)}/${fileName(key, kind)}`
}

export function shardOf({ messageId }: Pick<PackageKey, 'messageId'>): string {
  const id = checkedId(messageId)
  return `${id.slice(-4, -2)}/${id.slice(-2)}`
}

export function fileName({ messageId, sha256 }: PackageKey, kind: StoredKind): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('a package digest has 64 hexadecimal digits')
  return `${checkedId(messageId)}.${sha256}.${kind}`
}

/** Undefined: it is no name of ours. */
export function keyOfFileName(name: string): PackageKey | undefined {
  const [, messageId, sha256] = FILE_NAME.exec(name) ?? []
  return messageId === undefined || sha256 === undefined ? undefined : { messageId, sha256 }
}

export function checkedId(id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new TypeError('not a UUID')
  return id
}
