/** An object brought here as a file. */
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { PackageReadError } from '../package-store.ts'
import type { Connection } from './connection.ts'
import { digestOf } from './object-upload.ts'
import { OpenObject } from './open-object.ts'

export interface FetchedFacts {
  readonly sizeBytes: number
  /** Undefined: nobody knows it. */
  readonly sha256: string | undefined
}

/** Synced, and what was put. @throws PackageGoneError, PackageReadError, StoreError */
export async function fetchObject(
  connection: Connection,
  name: string,
  { sizeBytes, sha256 }: FetchedFacts,
  path: string,
): Promise<void> {
  const open = new OpenObject(connection, name, { sizeBytes, storedAt: new Date(0) })
  await pipeline(open.stream(), createWriteStream(path, { flush: true }))
  if (sha256 !== undefined && (await digestOf(path)) !== sha256) {
    throw new PackageReadError(`what the store gives out of ${name} is not what was put there`)
  }
}
