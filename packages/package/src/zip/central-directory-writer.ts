/** The list of entries that closes a ZIP (APPNOTE.TXT 4.3.12 to 4.3.16). */
import type { AppendFile } from '../append-file.ts'
import { encodeCentralHeader, encodeEnd, type Zip64Thresholds, type ZipEntry } from './zip-records.ts'

export class CentralDirectoryWriter {
  readonly #file: AppendFile
  readonly #thresholds: Zip64Thresholds
  readonly #offset: number
  #entries = 0

  /** Begins at the end of the file. */
  constructor(file: AppendFile, thresholds: Zip64Thresholds) {
    this.#file = file
    this.#thresholds = thresholds
    this.#offset = file.end
  }

  /** Undefined: it fitted into memory. */
  add(entry: ZipEntry): Promise<void> | undefined {
    this.#entries++
    return this.#file.append(encodeCentralHeader(entry, this.#thresholds))
  }

  async end(): Promise<void> {
    const place = { entries: this.#entries, offset: this.#offset, sizeBytes: this.#file.end - this.#offset }
    await this.#file.append(encodeEnd(place, this.#thresholds))
  }
}
