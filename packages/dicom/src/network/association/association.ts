/**
 * An established association: messages in both directions (PS3.7 §6, §8), requests and responses brought together,
 * one message at a time in each direction, the negotiated window of operations kept. Who requested the association
 * makes no difference here.
 */
import type { CommandSet } from '../dimse/command-set.ts'
import { NO_DATA_SET, WITH_DATA_SET } from '../dimse/command-set.ts'
import { COMMAND, isPending, type Outcome, outcomeElements, RESPONSE } from '../dimse/commands.ts'
import { DataSetStream } from '../dimse/data-set-stream.ts'
import { MessageReader } from '../dimse/message-reader.ts'
import { type ByteSource, commandPdus, DataSetWriter, longestFragment } from '../dimse/message-writer.ts'
import type { UserIdentity } from '../pdu/pdu.ts'
import { PduError } from '../pdu/pdu-error.ts'
import type { FragmentPiece } from '../pdu/pdu-stream.ts'
import { type AssociationEnd, AssociationError, type OwnAbort } from './association-end.ts'
import type { AssociationLimits } from './association-limits.ts'
import { Turns } from './turns.ts'
import { asError, type UpperLayer } from './upper-layer.ts'
import { Watch } from './watch.ts'

/** A presentation context that both sides agreed on. */
export interface AcceptedContext {
  readonly id: number
  readonly abstractSyntax: string
  readonly transferSyntax: string
  /** What the requestor of the association may be in it. */
  readonly requestorIsScu: boolean
  readonly requestorIsScp: boolean
}

/** What was agreed on when the association was established. */
export interface Agreement {
  readonly role: 'requestor' | 'acceptor'
  readonly callingAeTitle: string
  readonly calledAeTitle: string
  readonly peerImplementationClassUid: string
  readonly peerImplementationVersionName: string
  readonly contexts: readonly AcceptedContext[]
  /** Longest P-DATA-TF PDU that the peer takes; 0: any. */
  readonly peerMaxPduBytes: number
  /** Requests that may wait for their response: ours, and the peer's. 0: any number. */
  readonly maxInvoked: number
  readonly maxPerformed: number
  /** As the requestor gave it; only where this side accepted. */
  readonly userIdentity: UserIdentity | undefined
}

export interface Request {
  readonly association: Association
  readonly context: AcceptedContext
  readonly command: CommandSet
  readonly dataSet: DataSetStream | undefined
  /** Aborted by C-CANCEL (PS3.7 §9.3.2.3, PS3.4 annex C), and when the association ends. */
  readonly cancelled: AbortSignal
  /** One of the responses that come before the last one. @throws AssociationError */
  readonly pending: (outcome: Answer) => Promise<void>
}

export interface Answer extends Outcome {
  readonly extra?: CommandSet | undefined
  readonly dataSet?: ByteSource | undefined
}

export interface Response {
  readonly command: CommandSet
  /** To be taken or discarded: as long as it is not, nothing else comes. */
  readonly dataSet: DataSetStream | undefined
}

/** Answers a request; what it throws becomes "processing failure". */
export type Responder = (request: Request) => Promise<Answer>

export interface AssociationOptions {
  readonly upperLayer: UpperLayer
  readonly agreement: Agreement
  readonly limits: AssociationLimits
  readonly respond: Responder
}

interface Invocation {
  readonly field: number
  readonly resolve: (response: Response) => void
  readonly reject: (error: Error) => void
  readonly onPending: ((response: Response) => void) | undefined
  sentAt: number | undefined
}

export interface InvokeOptions {
  /** Of responses before the last one; undefined: there must be none. Data sets come in their order. */
  readonly onPending?: ((response: Response) => void) | undefined
  /** Asks the peer to come to an end (C-CANCEL); its last response is waited for. */
  readonly cancel?: AbortSignal | undefined
}

/** Of any number: as many may be done at once. */
const MOST_AT_ONCE = 16
/** Requests that wait until those before them are done; beyond, the peer has to wait. */
const MAX_WAITING = 32
const MAX_MESSAGE_ID = 0xffff
/** PS3.7 table 9.3-1: what may be answered more than once, and cancelled. */
const CANCELLABLE: ReadonlySet<number> = new Set([
  COMMAND.findRequest,
  COMMAND.getRequest,
  COMMAND.moveRequest,
])
const NEVER = new AbortController().signal

export class Association {
  readonly agreement: Agreement
  /** Resolves when it is over, however it ended; never rejects. */
  readonly ended: Promise<AssociationEnd>
  readonly #upperLayer: UpperLayer
  readonly #limits: AssociationLimits
  readonly #respond: Responder
  readonly #contexts: ReadonlyMap<number, AcceptedContext>
  readonly #reader: MessageReader
  readonly #watch: Watch
  readonly #fragmentBytes: number
  readonly #invocations = new Map<number, Invocation>()
  /** By message ID: what the peer may cancel. */
  readonly #cancellable = new Map<number, AbortController>()
  readonly #sending = new Turns(1)
  readonly #invoking: Turns
  readonly #performing: Turns
  #lastMessageId = 0
  #performed = 0
  #receivedBytes = 0
  #receivedMessages = 0
  #incoming: DataSetStream | undefined
  #isPaused = false
  #end: AssociationEnd | undefined
  #resolveEnded: (end: AssociationEnd) => void = () => undefined

  constructor({ upperLayer, agreement, limits, respond }: AssociationOptions) {
    this.agreement = agreement
    this.#upperLayer = upperLayer
    this.#limits = limits
    this.#respond = respond
    this.#contexts = new Map(agreement.contexts.map((context) => [context.id, context]))
    this.#fragmentBytes = longestFragment(agreement.peerMaxPduBytes)
    this.#invoking = new Turns(agreement.maxInvoked === 0 ? MOST_AT_ONCE : agreement.maxInvoked)
    this.#performing = new Turns(Math.min(agreement.maxPerformed || MOST_AT_ONCE, MOST_AT_ONCE))
    this.#reader = new MessageReader({ message: (id, command, has) => this.#begin(id, command, has) })
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve
    })
    this.#watch = new Watch(this.#watched(), limits, (why) => this.abort({ why }))
  }

  /** The context that was agreed on for a SOP class; with `transferSyntax`, the one in it. */
  context(abstractSyntax: string, transferSyntax?: string): AcceptedContext | undefined {
    return this.agreement.contexts.find(
      (context) =>
        context.abstractSyntax === abstractSyntax &&
        (transferSyntax === undefined || context.transferSyntax === transferSyntax),
    )
  }

  /** Requests of the peer that are being answered, and own ones that are not answered yet. */
  get pending(): number {
    return this.#performed + this.#invocations.size
  }

  /** Undefined while it stands. */
  get end(): AssociationEnd | undefined {
    return this.#end
  }

  /**
   * Sends a request and resolves with its response. Waits its turn when as many as were agreed on are under way.
   *
   * @throws AssociationError, or what the source of the data set throws (the association is aborted then: half a
   * data set cannot be taken back)
   */
  async invoke(
    context: AcceptedContext,
    request: CommandSet,
    dataSet?: ByteSource,
    { onPending, cancel }: InvokeOptions = {},
  ): Promise<Response> {
    await this.#invoking.take()
    try {
      const messageId = this.#nextMessageId()
      const answered = new Promise<Response>((resolve, reject) => {
        if (this.#end !== undefined) throw new AssociationError(this.#end)
        this.#invocations.set(messageId, {
          field: request.commandField ?? 0,
          resolve,
          reject,
          onPending,
          sentAt: undefined,
        })
      })
      // Told by what is awaited below; until then nobody listens.
      answered.catch(() => undefined)
      const onCancel = () => {
        const command = { commandField: COMMAND.cancelRequest, messageIdBeingRespondedTo: messageId }
        // An association that is over tells `answered`.
        this.#send(context, command).catch(() => undefined)
      }
      try {
        await this.#send(context, { ...request, messageId }, dataSet)
        const invocation = this.#invocations.get(messageId)
        if (invocation !== undefined) invocation.sentAt = performance.now()
        if (cancel?.aborted === true) onCancel()
        else cancel?.addEventListener('abort', onCancel, { once: true })
        return await answered
      } finally {
        cancel?.removeEventListener('abort', onCancel)
        this.#invocations.delete(messageId)
      }
    } finally {
      this.#invoking.give()
    }
  }

  /** Ends it in order: what was asked for is answered before. Resolves when it is over. */
  async release(): Promise<AssociationEnd> {
    await this.#sending.take()
    this.#sending.give()
    const timer = setTimeout(() => this.abort({ why: 'association-timeout' }), this.#limits.associateMs)
    this.#upperLayer.release()
    try {
      return await this.ended
    } finally {
      clearTimeout(timer)
    }
  }

  abort(abort: OwnAbort = { why: 'user' }): void {
    this.#upperLayer.abort(abort)
  }

  // — what the upper layer tells —

  /** @throws PduError */
  fragment(piece: FragmentPiece): void {
    this.#receivedBytes += piece.bytes.length
    this.#reader.take(piece)
    this.#throttle()
  }

  releaseRequested(): void {
    // A peer that asks for release with operations under way does not wait for their responses (PS3.8 §7.2).
    this.#upperLayer.acceptRelease()
  }

  finish(end: AssociationEnd): void {
    this.#end = end
    this.#watch.stop()
    const error = new AssociationError(end)
    this.#incoming?.fail(error)
    for (const { reject } of this.#invocations.values()) reject(error)
    for (const controller of this.#cancellable.values()) controller.abort(error)
    this.#resolveEnded(end)
  }

  // — messages in —

  #begin(contextId: number, command: CommandSet, hasDataSet: boolean): DataSetStream | undefined {
    const context = this.#contexts.get(contextId)
    if (context === undefined) {
      throw new PduError('unexpected-fragment', 'A message in a presentation context that was not accepted')
    }
    const dataSet = hasDataSet
      ? new DataSetStream(() => this.#throttle(), this.#limits.maxQueuedBytes, this.#upperLayer.buffers)
      : undefined
    const sink = dataSet && this.#sink(dataSet)
    if (dataSet === undefined) this.#receivedMessages++
    const field = command.commandField ?? 0
    if ((field & RESPONSE) !== 0) this.#takeResponse(command, dataSet)
    else if (field === COMMAND.cancelRequest) this.#cancel(command, dataSet)
    else this.#perform(context, command, dataSet)
    return sink
  }

  #sink(dataSet: DataSetStream): DataSetStream {
    this.#incoming = dataSet
    const end = dataSet.end.bind(dataSet)
    dataSet.end = () => {
      this.#incoming = undefined
      this.#receivedMessages++
      end()
    }
    return dataSet
  }

  #takeResponse(command: CommandSet, dataSet: DataSetStream | undefined): void {
    const invocation = this.#invocations.get(command.messageIdBeingRespondedTo ?? -1)
    if (invocation === undefined || command.commandField !== (invocation.field | RESPONSE)) {
      throw new PduError('damaged-command', 'A response to nothing that was asked')
    }
    if (invocation.onPending !== undefined && isPending(command.status ?? 0)) {
      invocation.sentAt = performance.now()
      invocation.onPending({ command, dataSet })
    } else invocation.resolve({ command, dataSet })
  }

  /** What is over, or was never asked for, cannot be cancelled: nothing is answered (PS3.7 §9.3.2.3). */
  #cancel({ messageIdBeingRespondedTo = -1 }: CommandSet, dataSet: DataSetStream | undefined): void {
    this.#cancellable.get(messageIdBeingRespondedTo)?.abort()
    dataSet?.discard().catch(() => undefined)
  }

  #perform(context: AcceptedContext, command: CommandSet, dataSet: DataSetStream | undefined): void {
    const { commandField = 0, messageId = 0 } = command
    let cancelled = NEVER
    if (CANCELLABLE.has(commandField)) {
      const controller = new AbortController()
      this.#cancellable.set(messageId, controller)
      cancelled = controller.signal
    }
    const pending = (answer: Answer) => this.#respondTo(context, command, answer)
    this.#performed++
    this.#answer({ association: this, context, command, dataSet, cancelled, pending })
      .catch((error: unknown) => {
        // The end of the association was told already; anything else is a fault of this side.
        if (!(error instanceof AssociationError))
          this.abort({ why: 'fault', reason: 0, error: asError(error) })
      })
      .finally(() => {
        this.#cancellable.delete(messageId)
        this.#performed--
        this.#throttle()
      })
  }

  async #answer(request: Request): Promise<void> {
    const { context, command, dataSet } = request
    await this.#performing.take()
    try {
      const answer = await this.#respond(request)
      // The response comes behind the last byte, whether or not the responder wanted them all.
      await dataSet?.discard()
      await this.#respondTo(context, command, answer)
    } finally {
      this.#performing.give()
    }
  }

  async #respondTo(
    context: AcceptedContext,
    command: CommandSet,
    { extra, dataSet, ...outcome }: Answer,
  ): Promise<void> {
    const response = {
      ...extra,
      affectedSopClassUid: command.affectedSopClassUid ?? command.requestedSopClassUid,
      affectedSopInstanceUid: command.affectedSopInstanceUid ?? command.requestedSopInstanceUid,
      commandField: (command.commandField ?? 0) | RESPONSE,
      messageIdBeingRespondedTo: command.messageId ?? 0,
      ...outcomeElements(outcome),
    }
    await this.#send(context, response, dataSet)
  }

  /** Reads no further while what came is not taken: the peer's TCP window closes. */
  #throttle(): void {
    const isFull =
      (this.#incoming?.queuedBytes ?? 0) > this.#limits.maxQueuedBytes || this.#performed > MAX_WAITING
    if (isFull === this.#isPaused) return
    this.#isPaused = isFull
    if (isFull && this.#end === undefined) this.#upperLayer.socket.pause()
    else this.#upperLayer.socket.resume()
  }

  // — messages out —

  async #send(context: AcceptedContext, command: CommandSet, dataSet?: ByteSource): Promise<void> {
    await this.#sending.take()
    try {
      const commandDataSetType = dataSet === undefined ? NO_DATA_SET : WITH_DATA_SET
      const head = commandPdus({ ...command, commandDataSetType }, context.id, this.#fragmentBytes)
      if (dataSet === undefined) await this.#upperLayer.send(head)
      // What is in memory anyway is one write: the peer need not wait for its last part.
      else if (dataSet instanceof Uint8Array) await this.#upperLayer.send(this.#whole(context, head, dataSet))
      else await this.#sendDataSet(context, head, dataSet)
    } finally {
      this.#sending.give()
    }
  }

  #whole(context: AcceptedContext, head: readonly Uint8Array[], dataSet: Uint8Array): Uint8Array[] {
    const writer = new DataSetWriter(context.id, this.#fragmentBytes)
    return [...head, ...writer.push(dataSet), ...writer.end()]
  }

  /** While the system takes one part, the next is asked for. */
  async #sendDataSet(
    context: AcceptedContext,
    head: Uint8Array[],
    dataSet: Exclude<ByteSource, Uint8Array>,
  ): Promise<void> {
    const writer = new DataSetWriter(context.id, this.#fragmentBytes)
    let isBegun = false
    let ready = head
    let flushed: Promise<void> = Promise.resolve()
    try {
      for await (const piece of dataSet) {
        const fragments = writer.push(piece)
        if (fragments.length === 0) continue
        ready.push(...fragments)
        await flushed
        isBegun = true
        flushed = this.#upperLayer.send(ready)
        flushed.catch(() => undefined)
        ready = []
      }
      ready.push(...writer.end())
      await flushed
      await this.#upperLayer.send(ready)
    } catch (error) {
      if (!(error instanceof AssociationError) && isBegun) this.abort()
      throw error
    }
  }

  #nextMessageId(): number {
    do {
      this.#lastMessageId = (this.#lastMessageId % MAX_MESSAGE_ID) + 1
    } while (this.#invocations.has(this.#lastMessageId))
    return this.#lastMessageId
  }

  #watched() {
    const self = this
    return {
      get isReceiving() {
        return self.#reader.isMidway && !self.#isPaused
      },
      get receivedBytes() {
        return self.#receivedBytes
      },
      get receivedMessages() {
        return self.#receivedMessages
      },
      get unsentBytes() {
        return self.#upperLayer.socket.writableLength
      },
      get sentBytes() {
        return self.#upperLayer.socket.bytesWritten - self.#upperLayer.socket.writableLength
      },
      get waitsSince() {
        let oldest: number | undefined
        for (const { sentAt } of self.#invocations.values()) {
          if (sentAt !== undefined && (oldest === undefined || sentAt < oldest)) oldest = sentAt
        }
        return oldest
      },
      get isBusy() {
        return self.pending > 0 || self.#reader.isMidway
      },
    }
  }
}
