/**
 * One transport connection with the state machine on it (PS3.8 §9.2): turns bytes into events, and what the machine
 * decides into bytes. Knows nothing of messages.
 */
import type { Socket } from 'node:net'
import {
  ABORT_REASON,
  ABORT_SOURCE,
  APPLICATION_CONTEXT,
  type AssociateAccept,
  type AssociateRequest,
  type ControlPdu,
  REJECTION,
  type Rejection,
} from '../pdu/pdu.ts'
import { PduError } from '../pdu/pdu-error.ts'
import { type FragmentPiece, PduStream } from '../pdu/pdu-stream.ts'
import { writeControlPdu } from '../pdu/write-pdu.ts'
import { type Effects, type EventFacts, StateMachine } from '../state/machine.ts'
import type { EventName, StateName } from '../state/table.ts'
import { type AssociationEnd, AssociationError, type OwnAbort } from './association-end.ts'
import { readInto } from './buffered-socket.ts'
import { acknowledge } from './quick-acknowledgement.ts'
import { ReceiveBuffers } from './receive-buffers.ts'
import { countChunk } from './young-chunks.ts'

export interface UpperLayerListener {
  associateRequested(pdu: AssociateRequest): void
  accepted(pdu: AssociateAccept): void
  /** @throws PduError */
  fragment(piece: FragmentPiece): void
  releaseRequested(): void
  /** Once. The transport connection may still be open until the peer closes it or time is over. */
  ended(end: AssociationEnd): void
  /** Once, after `ended`. */
  closed(): void
}

export interface UpperLayerOptions {
  readonly role: 'requestor' | 'acceptor'
  readonly socket: Socket
  readonly artimMs: number
  /** What this side told as its limit; 0: any. */
  readonly maxPduBytes: number
  readonly maxControlPduBytes: number
  readonly listener: UpperLayerListener
}

const EVENT_OF: Readonly<Record<ControlPdu['type'], EventName>> = {
  'associate-request': 'Evt6',
  'associate-accept': 'Evt3',
  'associate-reject': 'Evt4',
  'release-request': 'Evt12',
  'release-reply': 'Evt13',
  abort: 'Evt16',
}
/** For a peer that reads nothing: what is left to send is given this long. */
const CLOSING_MS = 2_000
/** Node.js reads as much of a socket at once. */
const FULL_CHUNK_BYTES = 64 * 1024

export class UpperLayer {
  /** Of what comes; pieces of data sets may be held in it. */
  readonly buffers = new ReceiveBuffers()
  readonly #socket: Socket
  readonly #options: UpperLayerOptions
  readonly #machine: StateMachine
  readonly #stream: PduStream
  #artim: NodeJS.Timeout | undefined
  #end: AssociationEnd | undefined
  #ownAbort: OwnAbort = { why: 'user' }
  #transportError: Error | undefined
  /** What comes behind an invalid PDU cannot be read. */
  #isDeaf = false
  #isClosed = false
  #flushed: Promise<void> = Promise.resolve()

  constructor(options: UpperLayerOptions) {
    this.#options = options
    this.#machine = new StateMachine({
      role: options.role,
      effects: this.#effects(),
      isAcceptable: ({ pdu }) => providerRejection(pdu) === undefined,
    })
    this.#stream = new PduStream(
      {
        controlPdu: (pdu) => this.#handle(EVENT_OF[pdu.type], { pdu }),
        beginData: () => this.#beginData(),
        fragment: (piece) => {
          if (this.#takesData) options.listener.fragment(piece)
        },
      },
      { maxDataPduBytes: options.maxPduBytes, maxControlPduBytes: options.maxControlPduBytes },
    )
    this.#socket = this.#readFrom(options.socket)
    this.#socket.on('error', (error) => {
      this.#transportError = error
    })
    this.#socket.on('close', () => this.#closed())
  }

  get state(): StateName {
    return this.#machine.state
  }

  get socket(): Socket {
    return this.#socket
  }

  // — primitives of the service's user (PS3.8 §7) —

  /** A connection that came in. */
  transportIndicated(): void {
    this.#handle('Evt5')
  }

  /** The connection was asked for by this side. */
  transportRequested(): void {
    this.#handle('Evt1')
  }

  /** And is there: the association is asked for. */
  transportConfirmed(pdu: AssociateRequest): void {
    this.#handle('Evt2', { pdu })
  }

  accept(pdu: AssociateAccept): void {
    this.#handle('Evt7', { pdu })
  }

  /** @param error why, where something of this side failed */
  reject(rejection: Rejection, error?: Error): void {
    const pdu: ControlPdu = { type: 'associate-reject', ...rejection }
    if (this.#machine.handle('Evt8', { pdu }) === undefined) return
    this.#finish({ kind: 'rejected', by: 'us', rejection, ...(error && { error }) })
  }

  /** Whole P-DATA-TF PDUs, in any number of buffers. Resolves when the system took them. */
  async send(data: readonly Uint8Array[]): Promise<void> {
    if (this.#machine.handle('Evt9', { data }) === undefined) {
      throw new AssociationError(this.#end ?? { kind: 'released' })
    }
    try {
      await this.#flushed
    } catch (error) {
      const cause = error instanceof Error ? error : undefined
      throw new AssociationError(this.#end ?? { kind: 'lost', error: this.#transportError ?? cause })
    }
  }

  release(): void {
    this.#handle('Evt11')
  }

  acceptRelease(): void {
    this.#handle('Evt14')
    this.#finish({ kind: 'released' })
  }

  abort(abort: OwnAbort): void {
    this.#ownAbort = abort
    if (abort.reason !== undefined) {
      this.#handle('Evt19', { abortReason: abort.reason })
    } else if (this.#machine.handle('Evt15') !== undefined) {
      this.#finish(this.#abortedByUs(ABORT_SOURCE.serviceUser, ABORT_REASON.notSpecified))
    }
  }

  /** Closes the connection when what was said is sent, or after a moment. */
  destroySoon(): void {
    this.#closeTransport()
  }

  // — from the transport —

  #readFrom(socket: Socket): Socket {
    const take = (bytes: Uint8Array, isFull: boolean) => this.#take(bytes, isFull)
    const buffered = this.#options.role === 'acceptor' ? readInto(socket, this.buffers, take) : undefined
    if (buffered !== undefined) return buffered
    return socket.on('data', (chunk: Uint8Array) => {
      countChunk(chunk.length)
      this.#take(chunk, chunk.length >= FULL_CHUNK_BYTES)
    })
  }

  #take(chunk: Uint8Array, isFull: boolean): void {
    if (this.#isDeaf) return
    // More is waiting behind a full one.
    if (!isFull) acknowledge(this.#socket)
    try {
      this.#stream.push(chunk)
    } catch (error) {
      this.#isDeaf = true
      if (!(error instanceof PduError)) {
        this.abort({ why: 'fault', reason: ABORT_REASON.notSpecified, error: asError(error) })
        return
      }
      this.#ownAbort = { why: error.code }
      this.#handle('Evt19', { abortReason: error.abortReason })
    }
  }

  get #takesData(): boolean {
    return this.#machine.state === 'Sta6' || this.#machine.state === 'Sta7'
  }

  #beginData(): boolean {
    this.#handle('Evt10')
    return this.#takesData
  }

  #closed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.buffers.close()
    this.#handle('Evt17')
    this.#stopArtim()
    this.#finish({ kind: 'lost', error: this.#transportError })
    this.#options.listener.closed()
  }

  #handle(event: EventName, facts: EventFacts = {}): void {
    this.#machine.handle(event, facts)
  }

  // — what actions do (PS3.8 tables 9-6 to 9-9) —

  #effects(): Effects {
    const { listener, artimMs } = this.#options
    const nothing = () => undefined
    return {
      // The socket was opened by who asked for the association.
      openTransport: nothing,
      closeTransport: () => this.#closeTransport(),
      startArtim: () => {
        this.#stopArtim()
        this.#artim = setTimeout(() => this.#artimExpired(), artimMs)
      },
      stopArtim: () => this.#stopArtim(),
      sendPdu: ({ pdu }) => {
        if (pdu !== undefined) this.#write(pdu)
      },
      sendReleaseRequest: () => this.#write({ type: 'release-request' }),
      sendReleaseReply: () => this.#write({ type: 'release-reply' }),
      sendData: ({ data = [] }) => this.#writeData(data),
      sendRejection: ({ pdu }) => {
        const rejection = providerRejection(pdu) ?? REJECTION.noReason
        this.#write({ type: 'associate-reject', ...rejection })
        this.#finish({ kind: 'rejected', by: 'us', rejection })
      },
      sendUserAbort: () => {
        this.#write({ type: 'abort', source: ABORT_SOURCE.serviceUser, reason: ABORT_REASON.notSpecified })
        this.#finish(this.#abortedByUs(ABORT_SOURCE.serviceUser, ABORT_REASON.notSpecified))
      },
      sendProviderAbort: ({ abortReason = ABORT_REASON.unexpectedPdu }) => {
        this.#write({ type: 'abort', source: ABORT_SOURCE.serviceProvider, reason: abortReason })
        this.#finish(this.#abortedByUs(ABORT_SOURCE.serviceProvider, abortReason))
      },
      indicateAssociation: ({ pdu }) => {
        if (pdu?.type === 'associate-request') listener.associateRequested(pdu)
      },
      confirmAcceptance: ({ pdu }) => {
        if (pdu?.type === 'associate-accept') listener.accepted(pdu)
      },
      confirmRejection: ({ pdu }) => {
        if (pdu?.type === 'associate-reject') this.#finish({ kind: 'rejected', by: 'peer', rejection: pdu })
      },
      // Its fragments follow, piece by piece.
      indicateData: nothing,
      indicateRelease: () => listener.releaseRequested(),
      confirmRelease: () => this.#finish({ kind: 'released' }),
      indicateAbort: ({ pdu }) => {
        if (pdu?.type !== 'abort') return
        this.#finish({ kind: 'aborted', by: 'peer', source: pdu.source, reason: pdu.reason, why: 'peer' })
      },
      // Told with the closing of the connection, or with the abort that this side sent.
      indicateProviderAbort: nothing,
    }
  }

  #abortedByUs(source: number, reason: number): AssociationEnd {
    const why =
      this.#ownAbort.why === 'user' && source !== ABORT_SOURCE.serviceUser ? 'protocol' : this.#ownAbort.why
    const { error } = this.#ownAbort
    return { kind: 'aborted', by: 'us', source, reason, why, ...(error && { error }) }
  }

  #finish(end: AssociationEnd): void {
    if (this.#end !== undefined) return
    this.#end = end
    this.#options.listener.ended(end)
  }

  #artimExpired(): void {
    this.#ownAbort = { why: 'association-timeout' }
    this.#handle('Evt18')
  }

  #stopArtim(): void {
    clearTimeout(this.#artim)
    this.#artim = undefined
  }

  #write(pdu: ControlPdu): void {
    if (this.#socket.writable) this.#socket.write(writeControlPdu(pdu))
    // Whoever was throttled may talk on: what it says now is passed over.
    this.#socket.resume()
  }

  /** In one write of the system, with no-delay sockets at once: Nagle's algorithm costs 40 ms a message. */
  #writeData(data: readonly Uint8Array[]): void {
    const last = data.length - 1
    this.#flushed = new Promise((resolve, reject) => {
      this.#socket.cork()
      for (const [index, bytes] of data.entries()) {
        if (index < last) this.#socket.write(bytes)
        else this.#socket.write(bytes, (error) => (error ? reject(error) : resolve()))
      }
      this.#socket.uncork()
    })
    // Who sends awaits it; that the connection broke is told to all others by its end.
    this.#flushed.catch(() => undefined)
  }

  #closeTransport(): void {
    this.#socket.destroySoon()
    const timer = setTimeout(() => this.#socket.destroy(), CLOSING_MS)
    this.#socket.once('close', () => clearTimeout(timer))
  }
}

/** AE-6: what the service-provider itself cannot take (PS3.8 §7.1.1.7, table 9-11). */
function providerRejection(pdu: ControlPdu | undefined) {
  if (pdu?.type !== 'associate-request') return undefined
  if ((pdu.protocolVersion & 1) === 0) return REJECTION.protocolVersionNotSupported
  if (pdu.applicationContext !== APPLICATION_CONTEXT) return REJECTION.applicationContextNotSupported
  return undefined
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
