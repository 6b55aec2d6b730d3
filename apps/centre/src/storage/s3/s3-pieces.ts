/** Pieces of uploads as objects, `uploads/<name>` behind the prefix. */
import { createHash } from 'node:crypto'
import {
  DeleteObjectCommand,
  PutObjectCommand,
  type PutObjectCommandOutput,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3'
import type { PieceStore } from '../piece-store.ts'
import { described, requireEncryption } from './confirmed-object.ts'
import type { Connection } from './connection.ts'
import { RangeSource } from './range-source.ts'
import { asStoreError } from './store-error.ts'

export class S3Pieces implements PieceStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async put(name: string, bytes: Buffer): Promise<void> {
    const { client, place } = this.#connection
    const key = this.#key(name)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    // Sent with its SHA-256, which the store compares (x-amz-content-sha256 of SigV4).
    const put = new PutObjectCommand({
      ...place,
      Key: key,
      Body: bytes,
      ...described(this.#connection, key, sha256),
    })
    const answer: PutObjectCommandOutput = await this.#connection.must(client.send(put))
    requireEncryption(this.#connection, key, answer.ServerSideEncryption)
  }

  async get(name: string, sizeBytes: number, signal: AbortSignal): Promise<Buffer> {
    const range = { start: 0, end: sizeBytes }
    // One of its own: many at once listen to it.
    const source = new RangeSource(this.#connection, this.#key(name), range, AbortSignal.any([signal]))
    try {
      const bytes = Buffer.allocUnsafeSlow(sizeBytes)
      await source.fill(bytes)
      return bytes
    } finally {
      source.end()
    }
  }

  async remove(name: string): Promise<void> {
    const { client, place } = this.#connection
    await this.#connection.must(client.send(new DeleteObjectCommand({ ...place, Key: this.#key(name) })))
  }

  async *list(): AsyncGenerator<{ name: string; storedAt: Date }> {
    const { client, place, config } = this.#connection
    const prefix = this.#key('')
    try {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { ...place, Prefix: prefix })) {
        for (const { Key = '', LastModified } of Contents) {
          if (LastModified !== undefined) yield { name: Key.slice(prefix.length), storedAt: LastModified }
        }
      }
    } catch (error) {
      throw asStoreError(config, error)
    }
  }

  #key(name: string): string {
    return `${this.#connection.config.prefix}uploads/${name}`
  }
}
