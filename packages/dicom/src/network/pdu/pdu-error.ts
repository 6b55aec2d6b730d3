/** What is wrong with bytes that came from a peer: the only thing that reading PDUs ever throws. */
import { ABORT_REASON, type AbortReason } from './pdu.ts'

export const PDU_PROBLEMS = {
  /** A type that PS3.8 §9.3.1 does not know. */
  'unrecognized-pdu': ABORT_REASON.unrecognizedPdu,
  /** Longer than may be: for P-DATA-TF what was negotiated, for the others what this side keeps in memory. */
  'pdu-too-long': ABORT_REASON.invalidParameter,
  /** An item that reaches beyond what holds it, or ends early. */
  'damaged-pdu': ABORT_REASON.invalidParameter,
  /** An item where it may not be, or twice where it may be once. */
  'unexpected-item': ABORT_REASON.unexpectedParameter,
  /** A value that the standard excludes. */
  'invalid-value': ABORT_REASON.invalidParameter,
  /** A fragment that belongs to no message: wrong context, or data where a command must come. */
  'unexpected-fragment': ABORT_REASON.unexpectedParameter,
  /** A command set that cannot be read, or is longer than any can be. */
  'damaged-command': ABORT_REASON.invalidParameter,
} as const satisfies Record<string, AbortReason>
export type PduProblem = keyof typeof PDU_PROBLEMS

export class PduError extends Error {
  readonly code: PduProblem
  /** Of PS3.8 table 9-26, for the A-ABORT that answers it. */
  readonly abortReason: AbortReason

  /** @param detail a sentence without its full stop and without anything that was read from a value */
  constructor(code: PduProblem, detail: string) {
    super(detail)
    this.name = 'PduError'
    this.code = code
    this.abortReason = PDU_PROBLEMS[code]
  }
}
