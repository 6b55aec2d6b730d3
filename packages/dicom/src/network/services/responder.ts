/** Answers what a peer asks for (PS3.7 §9, §10) with the services that this side provides. */
import type { AcceptedContext, Association, Request, Responder } from '../association/association.ts'
import { AssociationError } from '../association/association-end.ts'
import { STORAGE_COMMITMENT, VERIFICATION } from '../association/storage-classes.ts'
import { COMMAND, type Outcome, STATUS } from '../dimse/commands.ts'
import type { DataSetStream } from '../dimse/data-set-stream.ts'
import { type Commitment, type CommitmentRequest, readCommitment } from './commitment-data-set.ts'
import { answerQuery, type QueryServices } from './querying.ts'

/** C-STORE, PS3.7 §9.1.1. */
export interface StoreRequest {
  readonly association: Association
  readonly sopClassUid: string
  readonly sopInstanceUid: string
  readonly transferSyntaxUid: string
  /** Who asked for it to be moved here, and by which of its messages. */
  readonly moveOriginator: { readonly aeTitle: string; readonly messageId: number | undefined } | undefined
  /** Without preamble and File Meta Information; what is not taken of it is passed over. */
  readonly dataSet: DataSetStream
}

export interface Services extends QueryServices {
  /** Its outcome is answered when the last byte has come. Undefined: this side stores nothing. */
  readonly store?: ((request: StoreRequest) => Promise<Outcome>) | undefined
  /** Answers that the request is taken; `reportCommitment` follows, on this association or another one. */
  readonly commit?: ((request: CommitmentRequest, association: Association) => Promise<Outcome>) | undefined
  /** What came of a request for commitment that this side sent. */
  readonly committed?: ((result: Commitment, association: Association) => Promise<Outcome>) | undefined
  /** A service failed with something else than the association's end: for the log. */
  readonly failed?: ((error: unknown) => void) | undefined
}

const UID = /^[\d.]{1,64}$/
const DONE: Outcome = { status: STATUS.success }

export function responder(services: Services): Responder {
  return async (request) => {
    try {
      return await dispatch(services, request)
    } catch (error) {
      if (error instanceof AssociationError) throw error
      services.failed?.(error)
      return { status: STATUS.processingFailure, errorComment: 'The receiver failed' }
    }
  }
}

async function dispatch(services: Services, request: Request): ReturnType<Responder> {
  switch (request.command.commandField) {
    case COMMAND.echoRequest:
      return request.context.abstractSyntax === VERIFICATION ? DONE : { status: STATUS.sopClassNotSupported }
    case COMMAND.storeRequest:
      return await store(services, request)
    case COMMAND.actionRequest:
      return await act(services, request)
    case COMMAND.eventReportRequest:
      return await report(services, request)
    case COMMAND.findRequest:
      return await answerQuery(services, 'find', request, failed(services))
    case COMMAND.moveRequest:
      return await answerQuery(services, 'move', request, failed(services))
    case COMMAND.getRequest:
      return await answerQuery(services, 'get', request, failed(services))
    default:
      return { status: STATUS.unrecognizedOperation, errorComment: 'No such operation here' }
  }
}

function failed(services: Services): (error: unknown) => void {
  return (error) => services.failed?.(error)
}

async function store({ store: handle }: Services, request: Request): Promise<Outcome> {
  const { association, context, command, dataSet } = request
  const { affectedSopClassUid: sopClassUid = '', affectedSopInstanceUid: sopInstanceUid = '' } = command
  if (handle === undefined || !isUserOf(request) || sopClassUid !== context.abstractSyntax) {
    return {
      status: STATUS.sopClassNotSupported,
      errorComment: 'The SOP class is not the one of the context',
    }
  }
  if (!UID.test(sopInstanceUid)) {
    return { status: STATUS.invalidObjectInstance, errorComment: 'No usable SOP Instance UID' }
  }
  if (dataSet === undefined) return { status: STATUS.cannotUnderstand, errorComment: 'There is no data set' }
  const { moveOriginatorAeTitle: aeTitle, moveOriginatorMessageId: messageId } = command
  return await handle({
    association,
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid: context.transferSyntax,
    moveOriginator: aeTitle === undefined ? undefined : { aeTitle, messageId },
    dataSet,
  })
}

/** Whether the peer may ask for something in this context: roles as negotiated (PS3.7 §D.3.3.4). */
function isUserOf({ association, context }: Request): boolean {
  return association.agreement.role === 'acceptor' ? context.requestorIsScu : context.requestorIsScp
}

/** N-ACTION, PS3.4 §J.3.2. */
async function act(
  services: Services,
  { association, context, command, dataSet }: Request,
): ReturnType<Responder> {
  const refusal = refuse(services.commit, context, command.requestedSopClassUid)
  if (refusal !== undefined) return refusal
  if (command.actionTypeId !== 1) return { status: STATUS.noSuchActionType }
  const request = dataSet && (await readCommitment(dataSet, context.transferSyntax))
  if (request === undefined) return { status: STATUS.invalidArgumentValue, errorComment: 'No usable request' }
  const { transactionUid, done: instances } = request
  const outcome = await services.commit?.({ transactionUid, instances }, association)
  return { ...(outcome ?? DONE), extra: { actionTypeId: 1 } }
}

/** N-EVENT-REPORT, PS3.4 §J.3.3. */
async function report(
  services: Services,
  { association, context, command, dataSet }: Request,
): ReturnType<Responder> {
  const refusal = refuse(services.committed, context, command.affectedSopClassUid)
  if (refusal !== undefined) return refusal
  const { eventTypeId } = command
  if (eventTypeId !== 1 && eventTypeId !== 2) return { status: STATUS.noSuchEventType }
  const result = dataSet && (await readCommitment(dataSet, context.transferSyntax))
  if (result === undefined) return { status: STATUS.invalidArgumentValue, errorComment: 'No usable report' }
  const outcome = await services.committed?.(result, association)
  return { ...(outcome ?? DONE), extra: { eventTypeId } }
}

function refuse(
  handler: unknown,
  { abstractSyntax }: AcceptedContext,
  sopClassUid = '',
): Outcome | undefined {
  if (abstractSyntax !== STORAGE_COMMITMENT || sopClassUid !== STORAGE_COMMITMENT) {
    return { status: STATUS.noSuchSopClass }
  }
  return handler === undefined ? { status: STATUS.unrecognizedOperation } : undefined
}
