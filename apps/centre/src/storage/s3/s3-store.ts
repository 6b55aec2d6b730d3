/**
 * The package store in an S3-compatible store. Objects are called as files are in the folder's store, behind the prefix:
 *
 *   packages/9f/3c/<message id>.<sha256>.zip     the package
 *   packages/9f/3c/<message id>.<sha256>.index   its index (NDJSON)
 *   uploads/…                                    what is being received, in pieces (s3-pieces.ts)
 *
 * In the data folder stay packages being written (`work/`) and copies of indexes (`index-copies/`).
 */
import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DeleteObjectCommand, HeadObjectCommand, type HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import { type FileToOpen, plainFiles } from '@epacs/package'
import type { S3Config } from '../../config/index.ts'
import { reachPoint } from '../../crash-points.ts'
import { copyByBringing } from '../copy-by-bringing.ts'
import { DiskSpace } from '../disk-space.ts'
import {
  type OpenPackage,
  PackageGoneError,
  type PackageKey,
  PackageReadError,
  type PackageStore,
} from '../package-store.ts'
import type { PieceStore } from '../piece-store.ts'
import { keyOfFileName, type StoredKind, shardOf, storedName } from '../stored-name.ts'
import { WorkFolders } from '../work-folders.ts'
import { Connection, type ConnectionOptions } from './connection.ts'
import { fetchObject } from './fetch-object.ts'
import { IndexCopies } from './index-copies.ts'
import { listPackages } from './list-packages.ts'
import { copyObject } from './object-copy.ts'
import { uploadObject } from './object-upload.ts'
import { OpenObject } from './open-object.ts'
import { S3Pieces } from './s3-pieces.ts'
import { codeOf, StoreError } from './store-error.ts'
import { sweepUnfinishedUploads } from './unfinished-uploads.ts'

export interface S3StoreOptions extends ConnectionOptions {
  readonly dataFolder: string
  /** What is brought here leaves free on the volume of the data folder. */
  readonly reserveBytes: number
  /** Of a page of a list; S3 gives no more than the usual 1000. */
  readonly keysPerPage?: number
  /** A multipart upload that is so old belongs to nobody any more; a day. */
  readonly abandonedAfterMs?: number
  /** Larger objects are copied in parts, by the store itself. */
  readonly copyPartBytes?: number
}

/** @throws StoreError: it cannot be used as it is configured */
export async function openS3Store(config: S3Config, options: S3StoreOptions): Promise<S3Store> {
  const work = await WorkFolders.open(options.dataFolder)
  const copies = await IndexCopies.open(join(options.dataFolder, 'index-copies'), config.indexCopiesBytes)
  const connection = await Connection.open(config, options)
  return new S3Store(connection, work, copies, options)
}

export class S3Store implements PackageStore {
  readonly files = plainFiles
  readonly pieces: PieceStore
  readonly #connection: Connection
  readonly #work: WorkFolders
  readonly #copies: IndexCopies
  readonly #space: DiskSpace
  readonly #options: S3StoreOptions

  constructor(connection: Connection, work: WorkFolders, copies: IndexCopies, options: S3StoreOptions) {
    this.#connection = connection
    this.#work = work
    this.#copies = copies
    this.#options = options
    this.pieces = new S3Pieces(connection)
    this.#space = new DiskSpace(work.folder, options.reserveBytes)
  }

  async createWorkFolder(messageId: string): Promise<string> {
    return await this.#work.create(messageId)
  }

  async removeWorkFolder(path: string): Promise<void> {
    await this.#work.remove(path)
  }

  async sweepWorkFolders(): Promise<void> {
    await this.#work.sweep()
  }

  async put(key: PackageKey, files: { packagePath: string; indexPath: string }): Promise<void> {
    // The index first: whoever finds a package finds its index too.
    const etag = await uploadObject(this.#connection, this.#name(key, 'index'), files.indexPath)
    await reachPoint('store.index-stored')
    await uploadObject(this.#connection, this.#name(key, 'zip'), files.packagePath, key.sha256)
    await this.#copies.take(key, etag, files.indexPath)
    await rm(files.packagePath)
  }

  async open(key: PackageKey): Promise<OpenPackage | undefined> {
    const name = this.#name(key, 'zip')
    const head = await this.#head(name)
    if (head === undefined) return undefined
    const { ContentLength: sizeBytes, LastModified: storedAt } = head
    if (sizeBytes === undefined || storedAt === undefined) {
      throw new PackageReadError(`the store does not say how large ${name} is, or since when it has it`)
    }
    return new OpenObject(this.#connection, name, { sizeBytes, storedAt })
  }

  async indexFile(key: PackageKey, { anew = false } = {}): Promise<FileToOpen | undefined> {
    const name = this.#name(key, 'index')
    const head = await this.#head(name)
    if (head === undefined) return undefined
    // Of what others put there, an index bears no digest.
    const facts = { sizeBytes: head.ContentLength ?? 0, sha256: head.Metadata?.sha256 }
    const fetch = (path: string) => fetchObject(this.#connection, name, facts, path)
    try {
      const path = await this.#copies.path(key, head.ETag ?? '', fetch, anew)
      return { path, files: this.files }
    } catch (error) {
      if (error instanceof PackageGoneError) return undefined
      throw error
    }
  }

  async hasIndex(key: PackageKey): Promise<boolean> {
    return (await this.#head(this.#name(key, 'index'))) !== undefined
  }

  async bring(key: PackageKey, files: { packagePath: string; indexPath: string }): Promise<boolean> {
    for (const [kind, path] of [
      ['zip', files.packagePath],
      ['index', files.indexPath],
    ] as const) {
      const name = this.#name(key, kind)
      const head = await this.#head(name)
      if (head?.ContentLength === undefined) return false
      const { ContentLength: sizeBytes, Metadata } = head
      if (!(await this.#space.claim(sizeBytes))) throw new Error(`no space for a copy of ${sizeBytes} bytes`)
      const sha256 = kind === 'zip' ? key.sha256 : Metadata?.sha256
      try {
        await fetchObject(this.#connection, name, { sizeBytes, sha256 }, path)
      } catch (error) {
        if (error instanceof PackageGoneError) return false
        throw error
      }
    }
    return true
  }

  async copy(from: PackageKey, to: PackageKey): Promise<boolean> {
    // Ceph 16 does not encrypt what it copies, and copies nothing that is encrypted.
    if (this.#connection.config.encryption !== null) return await copyByBringing(this, from, to)
    try {
      return await this.#copyThere(from, to)
    } catch (error) {
      if (!(error instanceof StoreError && codeOf(error.cause) === 'NotImplemented')) throw error
      return await copyByBringing(this, from, to)
    }
  }

  async #copyThere(from: PackageKey, to: PackageKey): Promise<boolean> {
    // The index first, as in `put`.
    for (const kind of ['index', 'zip'] as const) {
      const source = this.#name(from, kind)
      const head = await this.#head(source)
      if (head?.ContentLength === undefined) return false
      const sha256 = kind === 'zip' ? to.sha256 : head.Metadata?.sha256
      // Others put it there.
      if (sha256 === undefined) return await copyByBringing(this, from, to)
      const isCopied = await copyObject(this.#connection, {
        from: source,
        to: this.#name(to, kind),
        sizeBytes: head.ContentLength,
        sha256,
        partBytes: this.#options.copyPartBytes,
      })
      if (!isCopied) return false
    }
    // Stores are known that copy the bytes and not what they are encrypted with.
    if (await this.#isReadable(to)) return true
    await this.delete(to)
    return await copyByBringing(this, from, to)
  }

  async #isReadable(key: PackageKey): Promise<boolean> {
    const open = await this.open(key)
    if (open === undefined) return false
    const hash = createHash('sha256')
    try {
      for await (const piece of open.read(0, open.sizeBytes)) hash.update(piece)
      return hash.digest('hex') === key.sha256 && (await this.indexFile(key)) !== undefined
    } catch (error) {
      if (error instanceof PackageReadError) return false
      throw error
    } finally {
      await open.close()
    }
  }

  async delete(key: PackageKey): Promise<void> {
    const { client, place } = this.#connection
    // The package first: what is left of a deletion that was broken off is never taken for one.
    for (const kind of ['zip', 'index'] as const) {
      await this.#connection.must(
        client.send(new DeleteObjectCommand({ ...place, Key: this.#name(key, kind) })),
      )
    }
    await this.#copies.forget(key)
  }

  list(messageId?: string): AsyncIterable<PackageKey> {
    const begin = messageId === undefined ? '' : `${shardOf({ messageId })}/${messageId}.`
    return listPackages(this.#connection, begin, (name) => this.#keyOf(name), this.#options.keysPerPage)
  }

  async sweepUnfinished(): Promise<number> {
    await this.#copies.forgetSurplus()
    const isOurs = (name: string) => this.#keyOf(name) !== undefined
    return await sweepUnfinishedUploads(this.#connection, isOurs, this.#options.abandonedAfterMs)
  }

  async isAvailable(): Promise<boolean> {
    return await this.#connection.answers()
  }

  /** Deleted data stays in a bucket that keeps versions. Undefined: it does not tell. */
  async keepsVersions(): Promise<boolean | undefined> {
    return await this.#connection.keepsVersions()
  }

  close(): void {
    this.#connection.client.destroy()
  }

  #name(key: PackageKey, kind: StoredKind): string {
    return `${this.#connection.config.prefix}packages/${storedName(key, kind)}`
  }

  #keyOf(name: string): PackageKey | undefined {
    const key = keyOfFileName(name.slice(name.lastIndexOf('/') + 1))
    return key !== undefined && [this.#name(key, 'zip'), this.#name(key, 'index')].includes(name)
      ? key
      : undefined
  }

  async #head(name: string): Promise<HeadObjectCommandOutput | undefined> {
    const { client, place } = this.#connection
    return await this.#connection.orGone(client.send(new HeadObjectCommand({ ...place, Key: name })))
  }
}
