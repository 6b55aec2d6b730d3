/** One association's C-STORE requests: success is answered when the instance is in its file and its row is written. */
import {
  DicomError,
  type InstanceHeader,
  InstanceReader,
  numberOf,
  receivedFileHead,
  TAG,
  textOf,
} from '@epacs/dicom'
import { type Outcome, STATUS, type StoreRequest } from '@epacs/dicom/network'
import type { Logger } from 'pino'
import type { NodeConfig } from '../config/schema.ts'
import type { Foreseeing } from '../passport/foreseeing.ts'
import { type Decision, decide } from '../rules/decide.ts'
import { type Call, factsOf } from '../rules/facts.ts'
import type { Answers } from '../state/answers.ts'
import type { LeftOut } from '../state/left-out.ts'
import type { Destination, OutgoingQueue } from '../state/outgoing.ts'
import type { Participants } from '../state/participants.ts'
import type { Room } from './room.ts'
import type { Spool, SpoolFile } from './spool.ts'

export interface ReceivingParts {
  readonly spool: Spool
  readonly room: Room
  readonly queue: OutgoingQueue
  /** Who packs and sends while more arrives. */
  readonly onTaken: (outgoingId: string) => void
  /** Where studies go that were moved here because they were asked for. */
  readonly answers?: Pick<Answers, 'waitingFor' | 'note' | 'goneWith'> | undefined
  /** Told of each image's header, once it is in the queue. */
  readonly foreseeing?: Pick<Foreseeing, 'add'> | undefined
  readonly leftOut: LeftOut
  readonly participants: Participants
  readonly config: { readonly now: NodeConfig }
  readonly log: Logger
}

/** What comes from a socket at once is 64 KiB: each a write of its own would multiply the system's work. */
const WRITE_BYTES = 256 * 1024

/** However it came. */
export type ReceivedInstance = Pick<
  StoreRequest,
  'sopClassUid' | 'sopInstanceUid' | 'transferSyntaxUid' | 'dataSet'
>

/** In the queue, in this message. */
export type NoteSent = (
  instance: Pick<StoreRequest, 'sopClassUid' | 'sopInstanceUid'>,
  outgoingId: string,
) => void

export class Receiver {
  readonly call: Call
  /** Ids of what this association brought instances to. */
  readonly outgoing = new Set<string>()
  readonly #parts: ReceivingParts
  /** Of rules that left something out, and series: so that the log says it once. */
  readonly #logged = new Set<string>()

  readonly #noteSent: NoteSent | undefined

  /** @param noteSent told of each instance before it is answered with success */
  constructor(call: Call, parts: ReceivingParts, noteSent?: NoteSent) {
    this.call = call
    this.#parts = parts
    this.#noteSent = noteSent
  }

  /** Whatever comes of it, the data set has been taken to its end. @throws AssociationError */
  async store(request: ReceivedInstance): Promise<Outcome> {
    const { spool, config, room } = this.#parts
    const refusal = await room.refusal()
    if (refusal !== undefined) return await refuse(request, refusal)
    let file: SpoolFile
    try {
      file = await spool.create()
    } catch (error) {
      if (!isOutOfSpace(error)) throw error
      return await refuse(request, room.ranOut())
    }
    // What the queue does not know goes again, whatever comes in between.
    const unused = new Set([file.name])
    try {
      const header = await this.#receive(request, file)
      if ('status' in header) return header
      const decision = decide(this.#parts.config.now.rules, factsOf(header, this.call))
      if (decision.droppedBy !== undefined) return this.#leaveOut(header, decision.droppedBy)
      const destinations =
        this.call.called === config.now.requests?.aeTitle
          ? this.#askedFor(header.studyInstanceUid)
          : this.#destinations(decision.to ?? [this.call.called])
      if ('status' in destinations) return destinations
      return await this.#take(request, header, file, unused, destinations, decision)
    } catch (error) {
      if (isOutOfSpace(error)) return await refuse(request, room.ranOut())
      if (!(error instanceof DicomError)) throw error
      return await refuse(request, {
        status: STATUS.cannotUnderstand,
        errorComment: `The data set cannot be read: ${error.code}`,
      })
    } finally {
      for (const name of unused) await spool.remove(name)
      await file.close()
    }
  }

  async #receive(request: ReceivedInstance, file: SpoolFile): Promise<InstanceHeader | Outcome> {
    const { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet } = request
    const reader = new InstanceReader()
    const head = receivedFileHead({ sopClassUid, sopInstanceUid, transferSyntaxUid }, this.call.calling)
    let written = heardLater(file.head(head))
    let underWay: readonly Uint8Array[] = []
    try {
      reader.push(head)
      const batchOf = () => dataSet.batch(WRITE_BYTES)
      for (let batch = await batchOf(); batch !== undefined; batch = await batchOf()) {
        // Read while the part before it is written, whose memory takes what comes next.
        for (const piece of batch) reader.push(piece)
        await written
        dataSet.release(underWay)
        written = heardLater(file.append(batch))
        underWay = batch
      }
      await written
      dataSet.release(underWay)
    } finally {
      // Nothing is under way any more when the file is closed.
      await written.catch(() => undefined)
    }
    const header = reader.end()
    if (header.sopClassUid === sopClassUid && header.sopInstanceUid === sopInstanceUid) return header
    return {
      status: STATUS.dataSetDoesNotMatchSopClass + 1,
      errorComment: 'The data set is of another instance or class',
    }
  }

  /** The hospital's own rule: the PACS need not send it again, and the history says what became of it. */
  #leaveOut(
    { studyInstanceUid, seriesInstanceUid, sopInstanceUid, dataSet }: InstanceHeader,
    rule: string,
  ): Outcome {
    const { leftOut, log } = this.#parts
    leftOut.add({
      ...this.call,
      study: studyInstanceUid,
      series: seriesInstanceUid,
      sopInstanceUid,
      rule,
      modality: textOf(dataSet, TAG.Modality) ?? '',
    })
    const once = JSON.stringify([rule, seriesInstanceUid])
    if (!this.#logged.has(once))
      log.info({ ...this.call, rule, series: seriesInstanceUid }, 'left out by a rule')
    this.#logged.add(once)
    return { status: STATUS.success }
  }

  /** All of them, or none. */
  #destinations(titles: readonly string[]): readonly Destination[] | Outcome {
    const { participants, log } = this.#parts
    const { calling } = this.call
    const destinations = new Map<string, Destination>()
    for (const called of titles) {
      const recipient = participants.find(called)
      if (recipient === undefined) {
        log.error({ ...this.call, recipient: called }, 'an image has no recipient')
        return { status: STATUS.processingFailure, errorComment: `No participant or rule for ${called}` }
      }
      // Named twice, by an alias too: it gets the image once.
      if (destinations.has(recipient.id)) continue
      destinations.set(recipient.id, {
        called,
        calling,
        recipientId: recipient.id,
        recipientName: recipient.name,
      })
    }
    return [...destinations.values()]
  }

  /** Whoever asked for the study. */
  #askedFor(study: string): readonly Destination[] | Outcome {
    const { participants, answers } = this.#parts
    const { calling } = this.call
    const titles = new Map(participants.all().map(({ id, aeTitle }) => [id, aeTitle]))
    const waiting = Map.groupBy(answers?.waitingFor(study) ?? [], ({ recipientId }) => recipientId)
    const destinations = [...waiting.values()].map((requests) => {
      const [{ recipientId = '', recipientName = '' } = {}] = requests
      const called = titles.get(recipientId) ?? this.call.called
      return {
        ...{ called, calling, recipientId, recipientName },
        answers: requests.map(({ requestId }) => requestId),
      }
    })
    if (destinations.length > 0) return destinations
    return { status: STATUS.processingFailure, errorComment: 'Nobody waits for this study here' }
  }

  /** With several destinations the PACS is answered once the image is in the queue for each; repeated, it stays once there. */
  async #take(
    request: ReceivedInstance,
    header: InstanceHeader,
    file: SpoolFile,
    unused: Set<string>,
    destinations: readonly Destination[],
    { isUrgent, notes, rules }: Decision,
  ): Promise<Outcome> {
    const { spool, room, queue, onTaken, answers } = this.#parts
    const dataSetSha256 = await file.keep()
    room.taken()
    const { sopInstanceUid } = request
    const asked = { study: header.studyInstanceUid, sopInstanceUid, dataSetSha256 }
    let isOther = false
    for (const [index, destination] of destinations.entries()) {
      const requests = destination.answers ?? []
      // Moved again because others of its study failed: it has gone, and goes once.
      const gone = requests.length === 0 ? undefined : answers?.goneWith(requests, asked)
      if (gone !== undefined) {
        answers?.note(gone, requests, asked)
        this.#noteSent?.(request, gone)
        continue
      }
      const isLast = index === destinations.length - 1
      const name = isLast ? file.name : await spool.linked(file.name)
      unused.add(name)
      const { result, outgoingId } = queue.images.add(
        destination,
        header.studyInstanceUid,
        {
          sopInstanceUid,
          file: name,
          sizeBytes: file.sizeBytes,
          transferSyntaxUid: request.transferSyntaxUid,
          dataSetSha256,
          studyInstances: countOf(header),
        },
        { isUrgent, notes, rules },
      )
      if (requests.length > 0 && result !== 'other-content') answers?.note(outgoingId, requests, asked)
      this.outgoing.add(outgoingId)
      if (result === 'taken') {
        this.#parts.foreseeing?.add(outgoingId, header)
        unused.delete(name)
        onTaken(outgoingId)
      }
      // Behind that: whatever fails from here on, the queue names the file.
      if (result !== 'other-content') this.#noteSent?.(request, outgoingId)
      isOther ||= result === 'other-content'
    }
    if (!isOther) return { status: STATUS.success }
    return {
      status: STATUS.duplicateSopInstance,
      errorComment: 'Other content under this UID was sent before',
    }
  }
}

/** Its failure is told to who waits for it; until then it is nobody's. */
function heardLater(work: Promise<void>): Promise<void> {
  work.catch(() => undefined)
  return work
}

function countOf({ dataSet }: InstanceHeader): number | undefined {
  const count = numberOf(dataSet, TAG.NumberOfStudyRelatedInstances)
  return count !== undefined && Number.isSafeInteger(count) && count > 0 ? count : undefined
}

async function refuse({ dataSet }: ReceivedInstance, outcome: Outcome): Promise<Outcome> {
  await dataSet.discard()
  return outcome
}

/** SQLITE_FULL: a full disk, met by SQLite. */
const SQLITE_FULL = 13

function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('errcode' in error) return error.errcode === SQLITE_FULL
  return 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
