/**
 * One file through the reader and, at the same time, to where it belongs: each byte is seen once. Only the beginning
 * is held back, until it is known what must stand there and whether the instance has come before.
 */
import { Buffer } from 'node:buffer'
import { DicomError, InstanceReader, type ObjectBeginning } from '@epacs/dicom'
import { type Finding, refused } from '../outcomes/file-record.ts'
import { sentence } from '../outcomes/remarks.ts'
import { orDicomError } from '../reading/or-dicom-error.ts'
import { ContestedInstance } from './contested-instance.ts'
import type { Destination, FileAtHand } from './destination.ts'
import { KnownInstance } from './known-instance.ts'
import { NewInstance } from './new-instance.ts'
import { TooManyInstances } from './too-many-instances.ts'

/** So much is read without a pause: thousands of elements take their time. */
const PIECE_BYTES = 128 * 1024
/** What is deflated may be a thousand times as much to read. */
const DEFLATED_PIECE_BYTES = 4 * 1024
const DEFLATED = ['1.2.840.10008.1.2.1.99', '1.2.840.10008.1.2.4.95']

/** How much of a file may come before its SOP Instance UID is known. */
const MAX_HELD_BYTES = 4 * 1024 * 1024

/**
 * What becomes of the file. Something of it is in the package only if it was taken.
 *
 * @param chunks of the file, each valid until the next one is asked for; closed in the end
 * @throws TooManyInstances; what `chunks` throw
 */
export async function takeInstance(file: FileAtHand, chunks: AsyncGenerator<Buffer>): Promise<Finding> {
  const taking = new Taking(file)
  try {
    for await (const chunk of chunks) {
      if (taking.isRefused && !file.bytes.isVerifiedAtEnd) break
      for (let at = 0; at < chunk.length; ) {
        const piece = chunk.subarray(at, at + taking.appetiteBytes)
        const waiting = taking.push(piece)
        if (waiting !== undefined) await waiting
        const turn = file.sending.pace.rest()
        if (turn !== undefined) await turn
        at += piece.length
      }
    }
    return await taking.end()
  } finally {
    await taking.close()
  }
}

class Taking {
  readonly #file: FileAtHand
  readonly #reader = new InstanceReader()
  #held: Buffer[] = []
  #heldBytes = 0
  #destination: Destination | undefined
  #toSkip = 0
  #problem: DicomError | undefined

  constructor(file: FileAtHand) {
    this.#file = file
  }

  get isRefused(): boolean {
    return this.#problem !== undefined
  }

  /** How much of the file is wanted next. */
  get appetiteBytes(): number {
    const { beginning } = this.#reader
    if (this.#problem !== undefined) return Number.POSITIVE_INFINITY
    const mayBeDeflated = beginning === undefined || DEFLATED.includes(beginning.transferSyntaxUid)
    return mayBeDeflated ? DEFLATED_PIECE_BYTES : PIECE_BYTES
  }

  push(chunk: Buffer): Promise<void> | undefined {
    if (this.#problem !== undefined) return undefined
    const outcome = orDicomError(() => this.#reader.push(chunk))
    if (outcome instanceof DicomError) {
      this.#problem = outcome
      return undefined
    }
    if (this.#destination !== undefined) return this.#pass(this.#destination, chunk)
    const { beginning } = this.#reader
    if (beginning !== undefined) return this.#startWith(beginning, chunk)
    this.#hold(chunk)
    return undefined
  }

  async end(): Promise<Finding> {
    const header = this.#problem ?? orDicomError(() => this.#reader.end())
    if (header instanceof DicomError) return refused(header.code, sentence(header.message))
    const destination = this.#destination ?? (await this.#start(header))
    return await destination.conclude(header)
  }

  async close(): Promise<void> {
    await this.#destination?.close()
  }

  #hold(chunk: Buffer): void {
    this.#heldBytes += chunk.length
    if (this.#heldBytes > MAX_HELD_BYTES) {
      const detail = 'the SOP Instance UID does not stand where it could be found'
      this.#problem = new DicomError('header-too-large', detail, { offset: this.#heldBytes })
      this.#held = []
    } else {
      this.#held.push(Buffer.from(chunk))
    }
  }

  async #startWith(beginning: ObjectBeginning, chunk: Buffer): Promise<void> {
    await this.#pass(await this.#start(beginning), chunk)
  }

  async #start(beginning: ObjectBeginning): Promise<Destination> {
    const destination = await destinationOf(this.#file, beginning)
    this.#destination = destination
    this.#toSkip = destination.skippedBytes
    for (const chunk of this.#held) await this.#pass(destination, chunk)
    this.#held = []
    return destination
  }

  #pass(destination: Destination, chunk: Buffer): Promise<void> | undefined {
    if (this.#toSkip === 0) return destination.append(chunk)
    const wanted = chunk.subarray(this.#toSkip)
    this.#toSkip -= chunk.length - wanted.length
    return destination.append(wanted)
  }
}

async function destinationOf(file: FileAtHand, beginning: ObjectBeginning): Promise<Destination> {
  const { instances, limits } = file.sending
  const first = instances.first(beginning.sopInstanceUid)
  if (first === undefined) {
    if (instances.size >= limits.maxInstances) throw new TooManyInstances(limits.maxInstances)
    return await NewInstance.begin(file, beginning)
  }
  return first.finding.kind === 'taken' && !instances.isContested(beginning.sopInstanceUid)
    ? new KnownInstance(file, first, first.finding, beginning)
    : new ContestedInstance(first)
}
