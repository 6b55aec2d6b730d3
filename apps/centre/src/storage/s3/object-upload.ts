/** One finished file on its way into the store. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { Upload } from '@aws-sdk/lib-storage'
import { confirmObject, described } from './confirmed-object.ts'
import type { Connection } from './connection.ts'
import { asStoreError, codeOf, StoreError } from './store-error.ts'

const MIB = 1024 ** 2
/** Larger files go in parts of it; so much memory times PARTS_AT_ONCE (and one more being read) is what a put takes. */
const PART_BYTES = 8 * MIB
const PARTS_AT_ONCE = 4
/** S3's own limit. */
const MOST_PARTS = 10_000
const READ_BYTES = MIB

/**
 * Resolves when the store has confirmed the whole of it. Each part is sent with its SHA-256, which the store compares
 * (x-amz-content-sha256 of SigV4); the whole is compared with `sha256` before the last part, so that what was read from
 * the disk is what was meant; then the store is asked what it has. Nothing is visible until all parts are there.
 *
 * @param sha256 undefined: whatever the file holds
 * @returns the ETag
 * @throws StoreError
 */
export async function uploadObject(
  connection: Connection,
  key: string,
  path: string,
  sha256?: string,
): Promise<string> {
  const { size } = await stat(path)
  const digest = sha256 ?? (await digestOf(path))
  const upload = new Upload({
    client: connection.client,
    params: {
      ...connection.place,
      Key: key,
      Body: Readable.from(checked(path, digest), { objectMode: false, highWaterMark: 1 }),
      ...described(connection, key, digest),
    },
    partSize: Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS)),
    queueSize: PARTS_AT_ONCE,
  })
  try {
    await upload.done()
  } catch (error) {
    // The answer may be what was lost, and not the object.
    const isThere = await confirmObject(connection, key, size, digest).catch(() => undefined)
    if (isThere !== undefined) return isThere
    // Of the disk here.
    if (codeOf(error) === 'EIO') throw error
    throw asStoreError(connection.config, error)
  }
  return await confirmObject(connection, key, size, digest)
}

async function* checked(path: string, sha256: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  // The last piece waits for the verdict: without it the upload is never completed.
  let last: Buffer | undefined
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>) {
    if (last !== undefined) yield last
    hash.update(chunk)
    last = chunk
  }
  if (hash.digest('hex') !== sha256)
    throw new StoreError(`${path} is not what was written there: its disk fails.`)
  if (last !== undefined) yield last
}

export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES }))
    hash.update(chunk as Buffer)
  return hash.digest('hex')
}
