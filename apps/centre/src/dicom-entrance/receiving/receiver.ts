/** One association's C-STORE requests: each instance streams into the association's spool while it is read. */
import { DicomError, type InstanceHeader, InstanceReader, receivedFileHead } from '@epacs/dicom'
import { type Outcome, STATUS, type StoreRequest } from '@epacs/dicom/network'
import type { DiskSpace } from '../../storage/index.ts'
import type { Exchange } from '../calling/gateways.ts'
import { belongingOf } from './belonging.ts'
import { spooledObject } from './kept-object.ts'
import { ANSWERS, answer, answerToProblem, type StoreResult } from './outcomes.ts'
import type { Reception } from './reception.ts'
import type { Receptions, Sender } from './receptions.ts'
import type { Spool } from './spool.ts'
import type { SpoolFolder } from './spool-folder.ts'

/** Of space on the disk that is asked for at once. */
const CLAIM_BYTES = 16 * 1024 * 1024
/** What comes from a socket at once is 64 KiB, over TLS 16: each a write of its own would double the system's work. */
const WRITE_BYTES = 256 * 1024

export interface ReceivingParts {
  readonly receptions: Receptions
  readonly folder: SpoolFolder
  readonly space: DiskSpace
  readonly onStored: (result: StoreResult, sizeBytes: number) => void
}

export interface ReceivedCounts {
  taken: number
  repeated: number
  refused: number
  bytes: number
}

export class Receiver implements Sender {
  readonly exchange: Exchange
  readonly receptions = new Set<Reception>()
  readonly counts: ReceivedCounts = { taken: 0, repeated: 0, refused: 0, bytes: 0 }
  last: Reception | undefined
  readonly #parts: ReceivingParts
  #spool: Spool | undefined
  #isReceiving = false
  #isOver = false
  #storing: Promise<unknown> = Promise.resolve()
  #claimedBytes = 0

  constructor(exchange: Exchange, parts: ReceivingParts) {
    this.exchange = exchange
    this.#parts = parts
  }

  get isReceiving(): boolean {
    return this.#isReceiving
  }

  /** One after another: the acceptor has them wait. @throws AssociationError */
  async store(request: StoreRequest): Promise<Outcome> {
    // It came in one piece with what ended the association: a spool that is begun now would be nobody's.
    if (this.#isOver) {
      await request.dataSet.discard()
      return { status: STATUS.processingFailure, errorComment: 'The association is over' }
    }
    const storing = this.#storeOrRewind(request)
    this.#storing = storing.catch(() => undefined)
    return await storing
  }

  /** The association is over. */
  async end(how: 'released' | 'broken'): Promise<void> {
    this.#isOver = true
    await this.#storing
    await this.#parts.receptions.left(this, how)
    await this.#leaveSpool()
  }

  async #storeOrRewind(request: StoreRequest): Promise<Outcome> {
    this.#isReceiving = true
    this.#parts.folder.receiving++
    try {
      return await this.#store(request)
    } catch (error) {
      this.#spool?.rewind()
      if (!isOutOfSpace(error)) throw error
      return this.#answered('out-of-space', 0)
    } finally {
      this.#isReceiving = false
      this.#parts.folder.receiving--
    }
  }

  async #store(request: StoreRequest): Promise<Outcome> {
    const spool = await this.#spoolFor()
    const received = await this.#receive(request, spool)
    if (received instanceof DicomError) {
      spool.rewind()
      this.counts.refused++
      this.#parts.onStored(received.code === 'non-patient-object' ? 'no-patient' : 'unreadable', 0)
      return answerToProblem(received.code)
    }
    const { header, sizeBytes } = received
    const result = typeof header === 'string' ? header : await this.#take(spool, header, sizeBytes)
    if (result !== 'taken') spool.rewind()
    return this.#answered(result, sizeBytes)
  }

  async #take(spool: Spool, header: InstanceHeader, sizeBytes: number): Promise<StoreResult> {
    const { sopClassUid, sopInstanceUid } = header
    // From here on it may be read.
    await spool.fill()
    const { path, startBytes } = spool
    const belonging = belongingOf(header)
    return await this.#parts.receptions.take(this, {
      sopInstanceUid,
      sizeBytes,
      startBytes,
      path,
      belonging,
      object: spooledObject(sopClassUid, { path, startBytes, sizeBytes }, this.#parts.folder.files),
      keep: (messageId) =>
        spool.keep({ messageId, sopClassUid, sopInstanceUid, belonging, startBytes, sizeBytes }),
    })
  }

  /** Whatever comes of it, the data set has been taken to its end. */
  async #receive(
    { dataSet, sopClassUid, sopInstanceUid, transferSyntaxUid }: StoreRequest,
    spool: Spool,
  ): Promise<{ readonly header: InstanceHeader | StoreResult; readonly sizeBytes: number } | DicomError> {
    const reader = new InstanceReader()
    const head = receivedFileHead(
      { sopClassUid, sopInstanceUid, transferSyntaxUid },
      this.exchange.gateway.aeTitle,
    )
    let sizeBytes = head.length
    let written = appended(spool, [head])
    let underWay: readonly Uint8Array[] = []
    try {
      reader.push(head)
      const batchOf = () => dataSet.batch(WRITE_BYTES)
      for (let batch = await batchOf(); batch !== undefined; batch = await batchOf()) {
        const batchBytes = batch.reduce((sum, { length }) => sum + length, 0)
        if (!(await this.#claim(batchBytes))) {
          await dataSet.discard()
          return { header: 'out-of-space', sizeBytes }
        }
        sizeBytes += batchBytes
        // Read while the part before it is written.
        for (const piece of batch) reader.push(piece)
        await written
        dataSet.release(underWay)
        written = appended(spool, batch, this.#parts.folder.receiving > 1)
        underWay = batch
      }
      await written
      dataSet.release(underWay)
      const header = reader.end()
      if (header.sopClassUid !== sopClassUid) return { header: 'other-class', sizeBytes }
      if (header.sopInstanceUid !== sopInstanceUid) return { header: 'other-instance', sizeBytes }
      return { header, sizeBytes }
    } catch (error) {
      if (!(error instanceof DicomError)) throw error
      await dataSet.discard()
      return error
    } finally {
      // Nothing is under way any more when what was written is forgotten.
      await written.catch(() => undefined)
    }
  }

  /** Twice: once as received, once in the package. */
  async #claim(bytes: number): Promise<boolean> {
    if (bytes > this.#claimedBytes) {
      const wantedBytes = Math.max(bytes, CLAIM_BYTES)
      if (!(await this.#parts.space.claim(2 * wantedBytes))) return false
      this.#claimedBytes += wantedBytes
    }
    this.#claimedBytes -= bytes
    return true
  }

  #answered(result: StoreResult, sizeBytes: number): Outcome {
    const { status } = ANSWERS[result]
    if (result === 'taken') this.counts.bytes += sizeBytes
    if (status === STATUS.outOfResources && this.last !== undefined) this.last.lacksInstances = true
    this.counts[result === 'taken' ? 'taken' : status === 0 ? 'repeated' : 'refused']++
    this.#parts.onStored(result, sizeBytes)
    return answer(result)
  }

  async #spoolFor(): Promise<Spool> {
    if (this.#spool?.isMixed === true) await this.#leaveSpool()
    this.#spool ??= await this.#parts.folder.create()
    return this.#spool
  }

  async #leaveSpool(): Promise<void> {
    const spool = this.#spool
    this.#spool = undefined
    if (spool !== undefined) await this.#parts.receptions.closeSpool(spool)
  }
}

/** Its failure is told to who waits for it; until then it is nobody's. */
function appended(spool: Spool, chunks: readonly Uint8Array[], isOneOfSeveral = false): Promise<void> {
  const written = spool.append(chunks, isOneOfSeveral)
  written.catch(() => undefined)
  return written
}

function isOutOfSpace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
