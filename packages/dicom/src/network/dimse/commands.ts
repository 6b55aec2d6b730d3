/** Command fields (PS3.7 table E.1-1) and statuses (PS3.7 annex C, PS3.4 annex B). */

export const COMMAND = {
  storeRequest: 0x0001,
  getRequest: 0x0010,
  findRequest: 0x0020,
  moveRequest: 0x0021,
  echoRequest: 0x0030,
  eventReportRequest: 0x0100,
  nGetRequest: 0x0110,
  nSetRequest: 0x0120,
  actionRequest: 0x0130,
  nCreateRequest: 0x0140,
  nDeleteRequest: 0x0150,
  cancelRequest: 0x0fff,
} as const

/** Set in the command field of every response. */
export const RESPONSE = 0x8000

export const PRIORITY = { medium: 0, high: 1, low: 2 } as const

/** What an operation came to; the standard's numbers. */
export const STATUS = {
  success: 0x0000,
  /** C-STORE, PS3.4 table B.2-1: elements discarded, taken nevertheless. */
  warningDataSetDoesNotMatchSopClass: 0xb007,
  outOfResources: 0xa700,
  /** C-FIND, C-MOVE, C-GET: PS3.4 tables C.4-1, C.4-2, C.4-3. */
  cannotPerformSuboperations: 0xa702,
  moveDestinationUnknown: 0xa801,
  identifierDoesNotMatchSopClass: 0xa900,
  suboperationsFailed: 0xb000,
  cancelled: 0xfe00,
  pending: 0xff00,
  /** Some of the optional keys are not known here. */
  pendingWithoutSomeKeys: 0xff01,
  dataSetDoesNotMatchSopClass: 0xa900,
  cannotUnderstand: 0xc000,
  /** PS3.7 annex C. */
  processingFailure: 0x0110,
  duplicateSopInstance: 0x0111,
  noSuchEventType: 0x0113,
  noSuchArgument: 0x0114,
  invalidArgumentValue: 0x0115,
  invalidObjectInstance: 0x0117,
  noSuchSopClass: 0x0118,
  missingAttribute: 0x0120,
  sopClassNotSupported: 0x0122,
  noSuchActionType: 0x0123,
  notAuthorized: 0x0124,
  unrecognizedOperation: 0x0211,
} as const

export interface Outcome {
  readonly status: number
  /** ASCII, of at most 64 characters; what is longer is cut. Never anything about a patient. */
  readonly errorComment?: string | undefined
  readonly offendingElements?: readonly number[] | undefined
}

const MAX_COMMENT_CHARACTERS = 64

/** The elements of a response that tell the outcome. */
export function outcomeElements({ status, errorComment, offendingElements }: Outcome) {
  return {
    status,
    errorComment: errorComment?.replace(/[^\x20-\x5b\x5d-\x7e]/g, '?').slice(0, MAX_COMMENT_CHARACTERS),
    offendingElement: offendingElements,
  }
}

/** More responses follow (PS3.7 annex C). */
export function isPending(status: number): boolean {
  return status === STATUS.pending || status === STATUS.pendingWithoutSomeKeys
}

/** Done, perhaps with a remark (PS3.7 annex C: 0000, 0001, 0107, 0116, Bxxx). */
export function isDone(status: number): boolean {
  return status === 0 || status === 1 || status === 0x0107 || status === 0x0116 || status >> 12 === 0xb
}
