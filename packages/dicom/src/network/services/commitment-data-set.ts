/** The data sets of storage commitment (PS3.4 tables J.3-1 and J.3-2), read and written in both plain encodings. */
import type { Tag, VR } from '../../data-set.ts'
import { DicomError } from '../../dicom-error.ts'
import { DataSetWalker, type WalkVisitor } from '../../encoding/data-set-walker.ts'
import { uint16At } from '../../encoding/element-header.ts'
import { transferSyntax } from '../../encoding/transfer-syntax.ts'
import { hasLongHeader } from '../../encoding/value-representation.ts'
import { byteText } from '../../text/byte-text.ts'
import type { DataSetStream } from '../dimse/data-set-stream.ts'

export interface InstanceReference {
  readonly sopClassUid: string
  readonly sopInstanceUid: string
}

export interface FailedReference extends InstanceReference {
  /** PS3.4 §J.3.3.1.1.1 and PS3.3 §C.14: one of `FAILURE_REASON`, or what else a peer says. */
  readonly reason: number
}

/** Failure Reason (0008,1197), PS3.3 §C.14.1.1. */
export const FAILURE_REASON = {
  processingFailure: 0x0110,
  noSuchInstance: 0x0112,
  classInstanceConflict: 0x0119,
} as const

export interface CommitmentRequest {
  readonly transactionUid: string
  readonly instances: readonly InstanceReference[]
}

export interface Commitment {
  readonly transactionUid: string
  readonly done: readonly InstanceReference[]
  readonly failed: readonly FailedReference[]
}

const TRANSACTION_UID = 0x00081195
const FAILURE_REASON_TAG = 0x00081197
const FAILED_SOP_SEQUENCE = 0x00081198
const REFERENCED_SOP_SEQUENCE = 0x00081199
const REFERENCED_SOP_CLASS_UID = 0x00081150
const REFERENCED_SOP_INSTANCE_UID = 0x00081155

/** Some ten thousand references; what is longer is refused. */
const MAX_DATA_SET_BYTES = 2 * 1024 * 1024
const MAX_VALUE_BYTES = 256
const MAX_DEPTH = 4

/** @returns undefined: it cannot be read, is too long or has no transaction. Always takes the whole stream. */
export async function readCommitment(
  dataSet: DataSetStream,
  syntaxUid: string,
): Promise<Commitment | undefined> {
  const encoding = transferSyntax(syntaxUid)
  if (encoding === undefined || encoding.deflated) return undefined
  const reader = new CommitmentReader()
  const walker = new DataSetWalker(reader, { encoding, maxDepth: MAX_DEPTH, offset: 0 })
  try {
    for await (const bytes of dataSet) {
      if (dataSet.totalBytes > MAX_DATA_SET_BYTES) return undefined
      walker.push(bytes)
    }
    walker.end()
  } catch (error) {
    if (error instanceof DicomError) return undefined
    throw error
  }
  return reader.result
}

interface GrowingReference {
  sopClassUid: string
  sopInstanceUid: string
  reason: number
}

class CommitmentReader implements WalkVisitor {
  #transactionUid = ''
  readonly #done: InstanceReference[] = []
  readonly #failed: FailedReference[] = []
  readonly #sequences: Tag[] = []
  #item: GrowingReference | undefined
  #tag: Tag = 0
  #isBigEndian = false
  #value: Uint8Array[] = []

  get result(): Commitment | undefined {
    if (this.#transactionUid === '') return undefined
    return { transactionUid: this.#transactionUid, done: this.#done, failed: this.#failed }
  }

  beginValue(tag: Tag, _vr: VR, lengthBytes: number, bigEndian: boolean): boolean {
    this.#tag = tag
    this.#isBigEndian = bigEndian
    this.#value = []
    const isWanted = this.#sequences.length === 0 ? tag === TRANSACTION_UID : this.#item !== undefined
    return isWanted && lengthBytes <= MAX_VALUE_BYTES
  }

  value(bytes: Uint8Array, start: number, end: number): void {
    this.#value.push(bytes.slice(start, end))
  }

  endValue(): void {
    const value = new Uint8Array(this.#value.flatMap((part) => [...part]))
    const text = () => byteText(value).replaceAll('\0', ' ').trim()
    const item = this.#item
    if (this.#sequences.length === 0) this.#transactionUid = text()
    else if (item === undefined) return
    else if (this.#tag === REFERENCED_SOP_CLASS_UID) item.sopClassUid = text()
    else if (this.#tag === REFERENCED_SOP_INSTANCE_UID) item.sopInstanceUid = text()
    else if (this.#tag === FAILURE_REASON_TAG && value.length >= 2) {
      item.reason = uint16At(value, 0, this.#isBigEndian)
    }
  }

  beginSequence(tag: Tag): void {
    this.#sequences.push(tag)
  }

  endSequence(): void {
    this.#sequences.pop()
  }

  beginItem(): void {
    if (this.#sequences.length === 1) {
      this.#item = { sopClassUid: '', sopInstanceUid: '', reason: FAILURE_REASON.processingFailure }
    }
  }

  endItem(): void {
    if (this.#sequences.length !== 1 || this.#item === undefined) return
    const { sopClassUid, sopInstanceUid } = this.#item
    if (this.#sequences[0] === REFERENCED_SOP_SEQUENCE) this.#done.push({ sopClassUid, sopInstanceUid })
    if (this.#sequences[0] === FAILED_SOP_SEQUENCE) this.#failed.push(this.#item)
    this.#item = undefined
  }

  beginFragments(): void {
    this.#sequences.push(0)
  }

  endFragments(): void {
    this.#sequences.pop()
  }

  abandonSequences(sequences: number): boolean {
    this.#sequences.length -= sequences
    this.#item = undefined
    return false
  }
}

interface Element {
  readonly tag: Tag
  readonly vr: 'UI' | 'US' | 'SQ'
  readonly value: string | number | readonly (readonly Element[])[]
}

export function writeCommitmentRequest(
  { transactionUid, instances }: CommitmentRequest,
  syntaxUid: string,
): Uint8Array {
  return write([transaction(transactionUid), references(instances)], syntaxUid)
}

export function writeCommitment({ transactionUid, done, failed }: Commitment, syntaxUid: string): Uint8Array {
  const failures: Element = {
    tag: FAILED_SOP_SEQUENCE,
    vr: 'SQ',
    value: failed.map(({ reason, ...reference }) => [
      ...referenceElements(reference),
      { tag: FAILURE_REASON_TAG, vr: 'US', value: reason },
    ]),
  }
  const sequences = [...(failed.length > 0 ? [failures] : []), ...(done.length > 0 ? [references(done)] : [])]
  return write([transaction(transactionUid), ...sequences], syntaxUid)
}

function transaction(uid: string): Element {
  return { tag: TRANSACTION_UID, vr: 'UI', value: uid }
}

function references(instances: readonly InstanceReference[]): Element {
  return { tag: REFERENCED_SOP_SEQUENCE, vr: 'SQ', value: instances.map(referenceElements) }
}

function referenceElements({ sopClassUid, sopInstanceUid }: InstanceReference): Element[] {
  return [
    { tag: REFERENCED_SOP_CLASS_UID, vr: 'UI', value: sopClassUid },
    { tag: REFERENCED_SOP_INSTANCE_UID, vr: 'UI', value: sopInstanceUid },
  ]
}

function write(elements: readonly Element[], syntaxUid: string): Uint8Array {
  const isExplicit = transferSyntax(syntaxUid)?.vr !== 'implicit'
  return Buffer.concat(elements.map((element) => writeElement(element, isExplicit)))
}

function writeElement({ tag, vr, value }: Element, isExplicit: boolean): Uint8Array {
  const content = writeValue(value, isExplicit)
  const isLong = isExplicit && hasLongHeader(vr)
  const header = new DataView(new ArrayBuffer(isLong ? 12 : 8))
  header.setUint16(0, tag >>> 16, true)
  header.setUint16(2, tag & 0xffff, true)
  if (isExplicit) {
    header.setUint8(4, vr.charCodeAt(0))
    header.setUint8(5, vr.charCodeAt(1))
  }
  if (isExplicit && !isLong) header.setUint16(6, content.length, true)
  else header.setUint32(isLong ? 8 : 4, content.length, true)
  return Buffer.concat([new Uint8Array(header.buffer), content])
}

function writeValue(value: Element['value'], isExplicit: boolean): Uint8Array {
  if (typeof value === 'number') return Uint8Array.of(value & 0xff, value >> 8)
  if (typeof value === 'string') return Buffer.from(value.length % 2 === 0 ? value : `${value}\0`, 'latin1')
  const items = value.map((item) => {
    const content = Buffer.concat(item.map((element) => writeElement(element, isExplicit)))
    const header = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0])
    header.writeUInt32LE(content.length, 4)
    return Buffer.concat([header, content])
  })
  return Buffer.concat(items)
}
