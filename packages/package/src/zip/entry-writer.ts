/**
 * One entry of the ZIP while its data passes: room for the local header first, then the data, counted and hashed on
 * its way, and at the end the header in its place.
 */
import { Buffer } from 'node:buffer'
import { createHash, type Hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { AppendFile } from '../append-file.ts'
import { PackageError } from '../package-error.ts'
import { encodeLocalHeader, localHeaderBytes, type Zip64Thresholds, type ZipEntry } from './zip-records.ts'

export interface EntryPlan {
  readonly nameLength: number
  /** Decides whether the header has room for sizes of 64 bits. */
  readonly expectedBytes: number
}

export class EntryWriter {
  readonly #file: AppendFile
  readonly #headerOffset: number
  readonly #headerBytes: number
  readonly #hasZip64Header: boolean
  readonly #sizeLimit: number
  #hash: Hash = createHash('sha256')
  #crc32 = 0
  #sizeBytes = 0

  constructor(file: AppendFile, plan: EntryPlan, thresholds: Zip64Thresholds) {
    this.#file = file
    this.#headerOffset = file.end
    this.#hasZip64Header = plan.expectedBytes >= thresholds.bytes
    this.#sizeLimit = this.#hasZip64Header ? Number.MAX_SAFE_INTEGER : thresholds.bytes - 1
    this.#headerBytes = localHeaderBytes(plan.nameLength, this.#hasZip64Header)
  }

  get headerOffset(): number {
    return this.#headerOffset
  }

  get dataOffset(): number {
    return this.#headerOffset + this.#headerBytes
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  /** Undefined: the room fitted into memory. */
  begin(): Promise<void> | undefined {
    this.#file.keepFrom(this.#headerOffset)
    return this.#file.append(Buffer.alloc(this.#headerBytes))
  }

  /** @throws PackageError 'larger-than-announced' */
  append(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#sizeBytes + bytes.length > this.#sizeLimit) {
      throw new PackageError(
        'larger-than-announced',
        `a ZIP entry without zip64 sizes grows past ${this.#sizeLimit} bytes`,
      )
    }
    this.#count(bytes)
    return this.#file.append(bytes)
  }

  #count(bytes: Uint8Array): void {
    this.#hash.update(bytes)
    this.#crc32 = crc32(bytes, this.#crc32)
    this.#sizeBytes += bytes.length
  }

  /** Keeps the first `sizeBytes` of the data; what is kept is hashed again. */
  async cut(sizeBytes: number): Promise<void> {
    await this.#file.truncate(this.dataOffset + sizeBytes)
    this.#hash = createHash('sha256')
    this.#crc32 = 0
    this.#sizeBytes = 0
    for await (const chunk of this.#file.read(this.dataOffset, this.dataOffset + sizeBytes))
      this.#count(chunk)
  }

  /** Writes the local header. */
  async end(name: string): Promise<ZipEntry & { readonly sha256: string }> {
    const entry = {
      name,
      sizeBytes: this.#sizeBytes,
      crc32: this.#crc32,
      headerOffset: this.#headerOffset,
      hasZip64Header: this.#hasZip64Header,
    }
    await this.#file.patch(this.#headerOffset, encodeLocalHeader(entry))
    return { ...entry, sha256: this.#hash.digest('hex') }
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    await this.#file.truncate(this.#headerOffset)
  }
}
