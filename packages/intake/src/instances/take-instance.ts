/**
 * One file through the reader and, at the same time, to where it belongs: each byte is seen once. Only the beginning
 * is held back, until it is known what must stand there and whether the instance has come before.
 */
import { Buffer } from 'node:buffer'
import { DicomError, type InstanceHeader, InstanceReader, type ObjectBeginning } from '@epacs/dicom'
import { type Finding, refused } from '../outcomes/file-record.ts'
import { sentence } from '../outcomes/remarks.ts'
import { ContestedInstance } from './contested-instance.ts'
import type { Destination, FileAtHand } from './destination.ts'
import { KnownInstance } from './known-instance.ts'
import { NewInstance } from './new-instance.ts'
import { TooManyInstances } from './too-many-instances.ts'

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
      const waiting = taking.push(chunk)
      if (waiting !== undefined) await waiting
      if (taking.isRefused && !file.bytes.isVerifiedAtEnd) break
      const turn = file.sending.pace.rest()
      if (turn !== undefined) await turn
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

  push(chunk: Buffer): Promise<void> | undefined {
    if (this.#problem !== undefined) return undefined
    try {
      this.#reader.push(chunk)
    } catch (error) {
      this.#problem = asDicomError(error)
      return undefined
    }
    if (this.#destination !== undefined) return this.#pass(this.#destination, chunk)
    const { beginning } = this.#reader
    if (beginning !== undefined) return this.#startWith(beginning, chunk)
    this.#hold(chunk)
    return undefined
  }

  async end(): Promise<Finding> {
    const header = this.#problem ?? this.#readToEnd()
    if (header instanceof DicomError) return refused(header.code, sentence(header.message))
    const destination = this.#destination ?? (await this.#start(header))
    return await destination.conclude(header)
  }

  async close(): Promise<void> {
    await this.#destination?.close()
  }

  #readToEnd(): InstanceHeader | DicomError {
    try {
      return this.#reader.end()
    } catch (error) {
      return asDicomError(error)
    }
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

/** Anything else that goes wrong is not the file's fault. */
function asDicomError(error: unknown): DicomError {
  if (error instanceof DicomError) return error
  throw error
}
