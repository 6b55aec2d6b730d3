/** One association's C-STORE requests: success is answered when the instance is durable and its row is written. */
import { DicomError, type InstanceHeader, InstanceReader, receivedFileHead } from '@epacs/dicom'
import { type Outcome, STATUS, type StoreRequest } from '@epacs/dicom/network'
import type { Destination, OutgoingQueue } from '../state/outgoing.ts'
import type { Spool, SpoolFile } from './spool.ts'

export interface ReceivingParts {
  readonly spool: Spool
  readonly queue: OutgoingQueue
  readonly diskReserveBytes: number
}

const OUT_OF_SPACE: Outcome = {
  status: STATUS.outOfResources,
  errorComment: 'No space on the disk of the node',
}

export class Receiver {
  readonly destination: Destination
  /** Ids of what this association brought instances to. */
  readonly outgoing = new Set<string>()
  readonly #parts: ReceivingParts

  constructor(destination: Destination, parts: ReceivingParts) {
    this.destination = destination
    this.#parts = parts
  }

  /** Whatever comes of it, the data set has been taken to its end. @throws AssociationError */
  async store(request: StoreRequest): Promise<Outcome> {
    const { spool, diskReserveBytes } = this.#parts
    if ((await spool.freeBytes()) < diskReserveBytes) return await refuse(request, OUT_OF_SPACE)
    let file: SpoolFile
    try {
      file = await spool.create()
    } catch (error) {
      if (!isOutOfSpace(error)) throw error
      return await refuse(request, OUT_OF_SPACE)
    }
    let isKept = false
    try {
      const header = await this.#receive(request, file)
      if ('status' in header) return header
      isKept = true
      return await this.#take(request, header, file)
    } catch (error) {
      if (isOutOfSpace(error)) return await refuse(request, OUT_OF_SPACE)
      if (!(error instanceof DicomError)) throw error
      return await refuse(request, {
        status: STATUS.cannotUnderstand,
        errorComment: `The data set cannot be read: ${error.code}`,
      })
    } finally {
      if (!isKept) await file.discard()
    }
  }

  async #receive(request: StoreRequest, file: SpoolFile): Promise<InstanceHeader | Outcome> {
    const { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet } = request
    const reader = new InstanceReader()
    const head = receivedFileHead(
      { sopClassUid, sopInstanceUid, transferSyntaxUid },
      this.destination.calling,
    )
    reader.push(head)
    await file.head(head)
    for (let batch = await dataSet.batch(); batch !== undefined; batch = await dataSet.batch()) {
      for (const piece of batch) reader.push(piece)
      await file.append(batch)
    }
    const header = reader.end()
    if (header.sopClassUid === sopClassUid && header.sopInstanceUid === sopInstanceUid) return header
    return {
      status: STATUS.dataSetDoesNotMatchSopClass + 1,
      errorComment: 'The data set is of another instance or class',
    }
  }

  async #take(request: StoreRequest, header: InstanceHeader, file: SpoolFile): Promise<Outcome> {
    const { spool, queue } = this.#parts
    const dataSetSha256 = await file.keep()
    const { result, outgoingId } = queue.add(this.destination, header.studyInstanceUid, {
      sopInstanceUid: request.sopInstanceUid,
      file: file.name,
      sizeBytes: file.sizeBytes,
      transferSyntaxUid: request.transferSyntaxUid,
      dataSetSha256,
    })
    this.outgoing.add(outgoingId)
    if (result !== 'taken') await spool.remove(file.name)
    if (result !== 'other-content') return { status: STATUS.success }
    return {
      status: STATUS.duplicateSopInstance,
      errorComment: 'Other content under this UID was sent before',
    }
  }
}

async function refuse({ dataSet }: StoreRequest, outcome: Outcome): Promise<Outcome> {
  await dataSet.discard()
  return outcome
}

function isOutOfSpace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
