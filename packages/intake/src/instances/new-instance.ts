/** An instance that the sending did not hold before, on its way into the package. */
import type { InstanceHeader, ObjectBeginning } from '@epacs/dicom'
import type { Finding, Remark } from '../outcomes/file-record.ts'
import { merged, sentence } from '../outcomes/remarks.ts'
import type { Destination, FileAtHand } from './destination.ts'
import { withRemark } from './with-remark.ts'

export class NewInstance implements Destination {
  readonly skippedBytes: number
  readonly #file: FileAtHand
  #isOpen = true

  private constructor(file: FileAtHand, skippedBytes: number) {
    this.#file = file
    this.skippedBytes = skippedBytes
  }

  static async begin(file: FileAtHand, beginning: ObjectBeginning): Promise<NewInstance> {
    const { replacementHead, dataSetOffset } = beginning
    const { writer } = file.sending
    const skippedBytes = replacementHead === undefined ? 0 : dataSetOffset
    const headBytes = replacementHead?.length ?? 0
    await writer.begin(headBytes + Math.max(0, file.bytes.sizeBytes - skippedBytes))
    if (replacementHead !== undefined) await writer.append(replacementHead)
    return new NewInstance(file, skippedBytes)
  }

  append(bytes: Uint8Array): Promise<void> | undefined {
    return this.#file.sending.writer.append(bytes)
  }

  async conclude(header: InstanceHeader): Promise<Finding> {
    const { sending, path } = this.#file
    const remark = readingRemark(header)
    const source = remark === undefined ? { path } : { path, remark }
    const { instance: number, inventedKeys } = await sending.writer.commit(header, source)
    this.#isOpen = false
    const instance = {
      number,
      sopInstanceUid: header.sopInstanceUid,
      dataSetOffset: header.replacementHead?.length ?? header.dataSetOffset,
      dataSetBytes: header.objectBytes - header.dataSetOffset,
      patient: sending.patients.ordinalOf(header.dataSet, header.studyInstanceUid),
    }
    const finding: Finding = { kind: 'taken', instance, remark }
    return inventedKeys.length === 0 ? finding : withRemark(sending, finding, keysInvented(inventedKeys))
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await this.#file.sending.writer.abandon()
  }
}

function readingRemark({ remarks }: InstanceHeader): Remark | undefined {
  return remarks
    .map(({ code, detail }): Remark => ({ code, detail: sentence(detail) }))
    .reduce<Remark | undefined>(merged, undefined)
}

function keysInvented(keys: readonly string[]): Remark {
  return {
    code: 'keys-invented',
    detail: `Made up in the directory, absent in the file: ${keys.join(', ')}.`,
  }
}
