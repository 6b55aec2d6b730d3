/**
 * A file whose SOP Instance UID the package holds already: compared as it comes, not written. Only the data sets
 * count; another preamble or File Meta is no other instance.
 */
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { ContentDigest, DicomError, type InstanceHeader, type ObjectBeginning } from '@epacs/dicom'
import type { FileRecord, Finding, TakenFinding } from '../outcomes/file-record.ts'
import { shownPath } from '../outcomes/shown-path.ts'
import { conflictWith } from './contested-instance.ts'
import type { Destination, FileAtHand } from './destination.ts'

/** So much is digested without a pause, also of what is deflated. */
const DIGESTED_BYTES = 4 * 1024

export class KnownInstance implements Destination {
  readonly skippedBytes: number
  readonly #file: FileAtHand
  readonly #first: FileRecord
  readonly #kept: TakenFinding['instance']
  readonly #keptChunks: AsyncGenerator<Uint8Array>
  #keptRest: Uint8Array = Buffer.alloc(0)
  #toSkip: number
  #differs = false

  /** @param first the file that the package's instance came from */
  constructor(file: FileAtHand, first: FileRecord, kept: TakenFinding, { dataSetOffset }: ObjectBeginning) {
    this.#file = file
    this.#first = first
    this.#kept = kept.instance
    this.#keptChunks = file.sending.writer.read(kept.instance.number)
    this.#toSkip = kept.instance.dataSetOffset
    this.skippedBytes = dataSetOffset
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && !this.#differs; ) {
      // What the file has beyond the kept one may be garbage behind its data set: the lengths will say.
      if (this.#keptRest.length === 0 && !(await this.#readOn())) return
      const length = Math.min(bytes.length - at, this.#keptRest.length)
      const [mine, kept] = [bytes.subarray(at, at + length), this.#keptRest.subarray(0, length)]
      this.#differs = Buffer.compare(mine, kept) !== 0
      this.#keptRest = this.#keptRest.subarray(length)
      at += length
    }
  }

  async conclude(header: InstanceHeader): Promise<Finding> {
    const { sopInstanceUid, studyInstanceUid } = header
    const dataSetBytes = header.objectBytes - header.dataSetOffset
    const original = `"${shownPath(this.#first)}"`
    if (!this.#differs && dataSetBytes === this.#kept.dataSetBytes) {
      return {
        kind: 'copy',
        sopInstanceUid,
        studyInstanceUid,
        remark: { code: 'identical-copy', detail: `The same as ${original}.` },
      }
    }
    if (await this.#hasSameContent(header)) {
      const detail = `The same content as ${original} in another encoding.`
      const remark = { code: 'same-instance-other-encoding', detail } as const
      return { kind: 'copy', sopInstanceUid, studyInstanceUid, remark }
    }
    return { kind: 'rival', sopInstanceUid, studyInstanceUid, remark: conflictWith(this.#first) }
  }

  async close(): Promise<void> {
    await this.#keptChunks.return(undefined)
  }

  /** False at the end. */
  async #readOn(): Promise<boolean> {
    while (this.#keptRest.length === 0) {
      const next = await this.#keptChunks.next()
      if (next.done === true) return false
      this.#keptRest = next.value.subarray(this.#toSkip)
      this.#toSkip -= next.value.length - this.#keptRest.length
    }
    return true
  }

  async #hasSameContent(header: InstanceHeader): Promise<boolean> {
    await this.close()
    const { sending, bytes } = this.#file
    const kept = await this.#digest(sending.writer.read(this.#kept.number), Number.POSITIVE_INFINITY)
    return kept !== undefined && kept === (await this.#digest(bytes.reopen(), header.objectBytes))
  }

  /** Undefined when the content cannot be told in a way that does not depend on its encoding. */
  async #digest(chunks: AsyncGenerator<Uint8Array>, objectBytes: number): Promise<string | undefined> {
    const hash = createHash('sha256')
    const digest = new ContentDigest(hash)
    let left = objectBytes
    try {
      for await (const chunk of chunks) {
        for (let at = 0; at < chunk.length && left > 0; ) {
          const piece = chunk.subarray(at, at + Math.min(left, DIGESTED_BYTES))
          digest.push(piece)
          await this.#file.sending.pace.rest()
          at += piece.length
          left -= piece.length
        }
        if (left === 0) break
      }
      digest.end()
    } catch (error) {
      if (error instanceof DicomError) return undefined
      throw error
    }
    return hash.digest('hex')
  }
}
