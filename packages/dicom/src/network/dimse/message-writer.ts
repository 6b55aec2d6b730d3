/** Cuts a message into P-DATA-TF PDUs (PS3.8 annex E) that the peer takes, without copying its data set. */
import { COMMAND_FRAGMENT, LAST_FRAGMENT, PDV_HEADER_BYTES, writeDataHeader } from '../pdu/write-pdu.ts'
import { type CommandSet, encodeCommand } from './command-set.ts'

const DATA_HEADER_BYTES = 12
/** Of one write: larger PDUs gain nothing, and a peer without a limit must not make this side keep everything. */
const MOST_FRAGMENT_BYTES = 256 * 1024

export type ByteSource = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** @param maxPduBytes the peer's limit; 0: none. @returns longest fragment, always even (PS3.8 §E.2) */
export function longestFragment(maxPduBytes: number): number {
  if (maxPduBytes === 0) return MOST_FRAGMENT_BYTES
  const most = Math.min(maxPduBytes - PDV_HEADER_BYTES, MOST_FRAGMENT_BYTES)
  if (most < 2) throw new RangeError(`a peer that takes PDUs of ${maxPduBytes} bytes takes no message`)
  return most - (most % 2)
}

/** What is to be written for a command: header and fragment in one buffer each. */
export function commandPdus(command: CommandSet, contextId: number, fragmentBytes: number): Uint8Array[] {
  const bytes = encodeCommand(command)
  const pdus: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += fragmentBytes) {
    const part = bytes.subarray(at, at + fragmentBytes)
    const isLast = at + part.length === bytes.length
    const pdu = new Uint8Array(DATA_HEADER_BYTES + part.length)
    writeDataHeader(pdu, contextId, COMMAND_FRAGMENT | (isLast ? LAST_FRAGMENT : 0), part.length)
    pdu.set(part, DATA_HEADER_BYTES)
    pdus.push(pdu)
  }
  return pdus
}

/** Gathers pieces of a data set into fragments, and keeps one back until it is known whether it is the last. */
export class DataSetWriter {
  readonly #contextId: number
  readonly #fragmentBytes: number
  #pieces: Uint8Array[] = []
  #pieceBytes = 0

  constructor(contextId: number, fragmentBytes: number) {
    this.#contextId = contextId
    this.#fragmentBytes = fragmentBytes
  }

  /** @returns what can be written now: headers and views of the pieces */
  push(piece: Uint8Array): Uint8Array[] {
    const ready: Uint8Array[] = []
    let rest = piece
    while (rest.length > 0) {
      if (this.#pieceBytes === this.#fragmentBytes) this.#finish(ready, 0)
      const part = rest.subarray(0, this.#fragmentBytes - this.#pieceBytes)
      this.#pieces.push(part)
      this.#pieceBytes += part.length
      rest = rest.subarray(part.length)
    }
    return ready
  }

  /** The last fragment; of an empty data set it is empty. */
  end(): Uint8Array[] {
    const ready: Uint8Array[] = []
    this.#finish(ready, LAST_FRAGMENT)
    return ready
  }

  #finish(into: Uint8Array[], control: number): void {
    const header = new Uint8Array(DATA_HEADER_BYTES)
    writeDataHeader(header, this.#contextId, control, this.#pieceBytes)
    into.push(header, ...this.#pieces)
    this.#pieces = []
    this.#pieceBytes = 0
  }
}
