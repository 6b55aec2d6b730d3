/**
 * PDUs out of a byte stream that is cut anywhere. P-DATA-TF is passed on piece by piece as it comes, as views of the
 * chunks it came in: nothing of it is kept or copied here, however long it claims to be. The others are kept until
 * they are whole, within a limit.
 */
import { type ControlPdu, PDU_TYPE } from './pdu.ts'
import { PduError } from './pdu-error.ts'
import { readControlPdu } from './read-pdu.ts'
import { COMMAND_FRAGMENT, LAST_FRAGMENT, PDU_HEADER_BYTES, PDV_HEADER_BYTES } from './write-pdu.ts'

export interface PduListener {
  controlPdu(pdu: ControlPdu): void
  /** A P-DATA-TF PDU begins. @returns whether its fragments are wanted */
  beginData(): boolean
  fragment(piece: FragmentPiece): void
}

/** A part of a presentation data value (PS3.8 §9.3.5.1); one object for all of them, valid during the call. */
export interface FragmentPiece {
  readonly contextId: number
  readonly isCommand: boolean
  /** The last fragment of the command or of the data set. */
  readonly isLastFragment: boolean
  /** With this piece the fragment is whole. */
  readonly isEnd: boolean
  readonly bytes: Uint8Array
}

export interface PduStreamLimits {
  /** Longest variable field of a P-DATA-TF PDU; 0: any. */
  readonly maxDataPduBytes: number
  readonly maxControlPduBytes: number
}

const LONGEST_HEADER_BYTES = Math.max(PDU_HEADER_BYTES, PDV_HEADER_BYTES)
/** A-ASSOCIATE-RJ, A-RELEASE-RQ, A-RELEASE-RP and A-ABORT have four bytes behind their header. */
const SMALL_PDU_BYTES = 4
const NOTHING = new Uint8Array(0)

export class PduStream {
  readonly #listener: PduListener
  #limits: PduStreamLimits
  #expects: 'pdu-header' | 'control-body' | 'fragment-header' | 'fragment' = 'pdu-header'
  readonly #header = new Uint8Array(LONGEST_HEADER_BYTES)
  #headerBytes = 0
  #type = 0
  /** What of the PDU's variable field has not come yet. */
  #pduLeft = 0
  #fragmentLeft = 0
  #isWanted = false
  /** A PDU that is kept until it is whole. */
  #body = NOTHING
  #bodyBytes = 0
  readonly #piece = {
    contextId: 0,
    isCommand: false,
    isLastFragment: false,
    isEnd: false,
    bytes: NOTHING as Uint8Array,
  }

  constructor(listener: PduListener, limits: PduStreamLimits) {
    this.#listener = listener
    this.#limits = limits
  }

  /** Within a PDU, that is: what follows belongs to it. */
  get isMidway(): boolean {
    return this.#expects !== 'pdu-header' || this.#headerBytes > 0
  }

  /** @throws PduError, or what the listener throws; the stream cannot be read on then */
  push(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) {
      switch (this.#expects) {
        case 'pdu-header':
          at = this.#collect(chunk, at, PDU_HEADER_BYTES)
          if (this.#headerBytes === PDU_HEADER_BYTES) this.#beginPdu()
          break
        case 'control-body':
          at = this.#takeBody(chunk, at)
          break
        case 'fragment-header':
          at = this.#collect(chunk, at, PDV_HEADER_BYTES)
          if (this.#headerBytes === PDV_HEADER_BYTES) this.#beginFragment()
          break
        case 'fragment':
          at = this.#takeFragment(chunk, at)
          break
      }
    }
  }

  #collect(chunk: Uint8Array, at: number, wanted: number): number {
    const taken = Math.min(wanted - this.#headerBytes, chunk.length - at)
    for (let index = 0; index < taken; index++)
      this.#header[this.#headerBytes + index] = chunk[at + index] ?? 0
    this.#headerBytes += taken
    return at + taken
  }

  #beginPdu(): void {
    const length = this.#uint32(2)
    this.#headerBytes = 0
    this.#type = this.#header[0] ?? 0
    this.#pduLeft = length
    if (this.#type === PDU_TYPE.data) {
      this.#beginData(length)
      return
    }
    this.#requireControl(length)
    this.#expects = 'control-body'
    this.#bodyBytes = 0
    // Grows by what comes, not by what was announced.
    this.#body = new Uint8Array(Math.min(length, 4096))
    if (length === 0) this.#endControl()
  }

  #beginData(length: number): void {
    const { maxDataPduBytes } = this.#limits
    if (maxDataPduBytes > 0 && length > maxDataPduBytes) {
      throw new PduError('pdu-too-long', `A P-DATA-TF PDU of ${length} bytes where ${maxDataPduBytes} may be`)
    }
    if (length < PDV_HEADER_BYTES) throw new PduError('damaged-pdu', 'A P-DATA-TF PDU without a fragment')
    this.#isWanted = this.#listener.beginData()
    this.#expects = 'fragment-header'
  }

  #requireControl(length: number): void {
    if (this.#type < PDU_TYPE.associateRequest || this.#type > PDU_TYPE.abort) {
      throw new PduError('unrecognized-pdu', `A PDU of type ${this.#type}`)
    }
    const isAssociate = this.#type === PDU_TYPE.associateRequest || this.#type === PDU_TYPE.associateAccept
    const most = isAssociate ? this.#limits.maxControlPduBytes : SMALL_PDU_BYTES
    if (length > most) throw new PduError('pdu-too-long', `A PDU of ${length} bytes where ${most} may be`)
    if (!isAssociate && length < SMALL_PDU_BYTES) throw new PduError('damaged-pdu', 'A PDU that ends early')
  }

  #takeBody(chunk: Uint8Array, at: number): number {
    const part = chunk.subarray(at, at + this.#pduLeft)
    const used = this.#bodyBytes + part.length
    if (used > this.#body.length) {
      const grown = new Uint8Array(
        Math.max(used, Math.min(2 * this.#body.length, this.#bodyBytes + this.#pduLeft)),
      )
      grown.set(this.#body.subarray(0, this.#bodyBytes))
      this.#body = grown
    }
    this.#body.set(part, this.#bodyBytes)
    this.#bodyBytes = used
    this.#pduLeft -= part.length
    if (this.#pduLeft === 0) this.#endControl()
    return at + part.length
  }

  #endControl(): void {
    const body = this.#body.subarray(0, this.#bodyBytes)
    this.#body = NOTHING
    this.#expects = 'pdu-header'
    this.#listener.controlPdu(readControlPdu(this.#type, body))
  }

  #beginFragment(): void {
    const length = this.#uint32(0)
    this.#headerBytes = 0
    this.#pduLeft -= PDV_HEADER_BYTES
    if (length < 2 || length - 2 > this.#pduLeft) {
      throw new PduError('damaged-pdu', 'A fragment whose length contradicts that of its PDU')
    }
    this.#fragmentLeft = length - 2
    const left = this.#pduLeft - this.#fragmentLeft
    if (left > 0 && left < PDV_HEADER_BYTES) {
      throw new PduError('damaged-pdu', 'A P-DATA-TF PDU with bytes behind its last fragment')
    }
    const control = this.#header[5] ?? 0
    this.#piece.contextId = this.#header[4] ?? 0
    this.#piece.isCommand = (control & COMMAND_FRAGMENT) !== 0
    this.#piece.isLastFragment = (control & LAST_FRAGMENT) !== 0
    this.#expects = 'fragment'
    if (this.#fragmentLeft === 0) this.#tell(NOTHING)
  }

  #takeFragment(chunk: Uint8Array, at: number): number {
    const part = chunk.subarray(at, at + this.#fragmentLeft)
    this.#fragmentLeft -= part.length
    this.#pduLeft -= part.length
    this.#tell(part)
    return at + part.length
  }

  #tell(bytes: Uint8Array): void {
    const isEnd = this.#fragmentLeft === 0
    if (isEnd) this.#expects = this.#pduLeft === 0 ? 'pdu-header' : 'fragment-header'
    if (!this.#isWanted) return
    this.#piece.isEnd = isEnd
    this.#piece.bytes = bytes
    this.#listener.fragment(this.#piece)
  }

  #uint32(at: number): number {
    const header = this.#header
    return (
      (header[at] ?? 0) * 0x1000000 +
      ((header[at + 1] ?? 0) << 16) +
      ((header[at + 2] ?? 0) << 8) +
      (header[at + 3] ?? 0)
    )
  }
}
