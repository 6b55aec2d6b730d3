/** An instance that the sending did not hold before, on its way into the package. */
import type { InstanceHeader, ObjectBeginning } from '@epacs/dicom'
import { PackageError } from '@epacs/package'
import {
  type Finding,
  type NotTakenFinding,
  type Remark,
  refused,
  type TakenFinding,
} from '../outcomes/file-record.ts'
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
    const reason = sending.leaveOut(header)
    const { studyInstanceUid } = header
    if (reason !== undefined) return { ...leftOut(reason), studyInstanceUid }
    const remark = readingRemark(header)
    const source = remark === undefined ? { path } : { path, remark }
    const committed = await orConflict(sending.writer.commit(header, source))
    this.#isOpen = false
    if (committed instanceof PackageError) {
      return { ...refused('conflicting-study', conflictInWords(committed)), studyInstanceUid }
    }
    const { instance: number, inventedKeys } = committed
    const { ordinal, isAnotherName } = sending.patients.identify(header.dataSet, header.studyInstanceUid)
    const instance = {
      number,
      sopInstanceUid: header.sopInstanceUid,
      studyInstanceUid: sending.studyUids.one(header.studyInstanceUid),
      dataSetOffset: header.replacementHead?.length ?? header.dataSetOffset,
      dataSetBytes: header.objectBytes - header.dataSetOffset,
      patient: ordinal,
    }
    const taken: TakenFinding = { kind: 'taken', instance, remark }
    const finding = isAnotherName ? withRemark(sending, taken, ANOTHER_NAME) : taken
    return inventedKeys.length === 0 ? finding : withRemark(sending, finding, keysInvented(inventedKeys))
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await this.#file.sending.writer.abandon()
  }
}

function leftOut(detail: string): NotTakenFinding {
  const remark: Remark = { code: 'left-out-by-rule', detail }
  return { kind: 'left-out', remark, refusal: remark }
}

const ANOTHER_NAME: Remark = {
  code: 'another-name',
  detail: 'PatientName is another one than in the files before, under the same Patient ID and birth date.',
}

/** The writer has then let go of the instance. */
async function orConflict<Value>(commit: Promise<Value>): Promise<Value | PackageError> {
  try {
    return await commit
  } catch (error) {
    if (error instanceof PackageError && error.code === 'conflicting-study') return error
    throw error
  }
}

function conflictInWords({ message }: PackageError): string {
  return `It cannot stand beside the files before it: ${message}.`
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
