/** Directory records on disk until the package is finished: they grow with the instances, memory must not. */
import { rm } from 'node:fs/promises'
import type { DirectoryRecord } from '@epacs/dicom'
import { AppendFile } from '../append-file.ts'
import { type Files, plainFiles } from '../files.ts'
import { PackageError } from '../package-error.ts'
import type { SpooledRecord } from './entities.ts'

const BUFFER_BYTES = 256 * 1024
/** What is read at once when records are read one after the other. */
const WINDOW_BYTES = 256 * 1024
/** Records are found by offsets of 32 bits, here as in the directory itself. */
const LARGEST_SPOOL = 0xffffffff

export class RecordSpool {
  readonly #file: AppendFile
  readonly #path: string
  readonly #window = new Uint8Array(WINDOW_BYTES)
  #windowStart = 0
  #windowEnd = 0

  private constructor(file: AppendFile, path: string) {
    this.#file = file
    this.#path = path
  }

  static async create(path: string, files: Files = plainFiles): Promise<RecordSpool> {
    return new RecordSpool(await AppendFile.create(path, { bufferBytes: BUFFER_BYTES, files }), path)
  }

  async add(
    bytes: Uint8Array,
    { gaps, inventedKeys }: Pick<DirectoryRecord, 'gaps' | 'inventedKeys'>,
  ): Promise<SpooledRecord> {
    const offset = this.#file.end
    if (offset + bytes.length > LARGEST_SPOOL) {
      throw new PackageError('too-many-instances', 'the directory would grow past 4 GiB')
    }
    await this.#file.append(bytes)
    return { offset, bytes: bytes.length, gaps, inventedKeys }
  }

  /** One record, while others are still being added. */
  async read({ offset, bytes }: Pick<SpooledRecord, 'offset' | 'bytes'>): Promise<Uint8Array> {
    const record = new Uint8Array(bytes)
    await this.#file.readInto(record, offset)
    return record
  }

  /** After the last add: what is read lies near what was read before, mostly. Undefined: it was at hand. */
  copy(offset: number, target: Uint8Array): Promise<void> | undefined {
    const isAtHand = offset >= this.#windowStart && offset + target.length <= this.#windowEnd
    if (!isAtHand) return this.#copyFromFile(offset, target)
    const start = offset - this.#windowStart
    target.set(this.#window.subarray(start, start + target.length))
    return undefined
  }

  async #copyFromFile(offset: number, target: Uint8Array): Promise<void> {
    if (target.length > WINDOW_BYTES) {
      await this.#file.readInto(target, offset)
      return
    }
    const end = Math.min(offset + WINDOW_BYTES, this.#file.end)
    await this.#file.readInto(this.#window.subarray(0, end - offset), offset)
    this.#windowStart = offset
    this.#windowEnd = end
    target.set(this.#window.subarray(0, target.length))
  }

  async remove(): Promise<void> {
    await this.#file.abandon()
    await rm(this.#path, { force: true })
  }
}
