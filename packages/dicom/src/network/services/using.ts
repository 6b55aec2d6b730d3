/** What this side asks of a peer: verification, storage, storage commitment. */
import type { AcceptedContext, Association } from '../association/association.ts'
import { NotPossibleError } from '../association/association-end.ts'
import {
  STORAGE_COMMITMENT,
  STORAGE_COMMITMENT_INSTANCE,
  VERIFICATION,
} from '../association/storage-classes.ts'
import type { CommandSet } from '../dimse/command-set.ts'
import { COMMAND, type Outcome, PRIORITY, STATUS } from '../dimse/commands.ts'
import type { ByteSource } from '../dimse/message-writer.ts'
import {
  type Commitment,
  type CommitmentRequest,
  writeCommitment,
  writeCommitmentRequest,
} from './commitment-data-set.ts'

export interface StoredObject {
  readonly sopClassUid: string
  readonly sopInstanceUid: string
  readonly transferSyntaxUid: string
  /** Without preamble and File Meta Information, in this transfer syntax. Of any length, which need not be known. */
  readonly dataSet: ByteSource
  /** Who asked for it to be moved, and by which of its messages (PS3.7 §9.1.1.1). */
  readonly originator?: { readonly aeTitle: string; readonly messageId: number } | undefined
}

/** C-ECHO (PS3.7 §9.1.5). @throws NotPossibleError, AssociationError */
export async function echo(association: Association): Promise<Outcome> {
  const context = agreed(association.context(VERIFICATION), 'Verification was not agreed on')
  return await ask(association, context, {
    commandField: COMMAND.echoRequest,
    affectedSopClassUid: VERIFICATION,
  })
}

/**
 * C-STORE (PS3.7 §9.1.1), in the object's own transfer syntax: nothing is transcoded. Several may be asked for at
 * once; as many are under way as the peer agreed to.
 *
 * @throws NotPossibleError, AssociationError
 */
export async function store(association: Association, object: StoredObject): Promise<Outcome> {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet, originator } = object
  const context = agreed(
    association.context(sopClassUid, transferSyntaxUid),
    `No context was agreed on for ${sopClassUid} in ${transferSyntaxUid}`,
  )
  const command: CommandSet = {
    commandField: COMMAND.storeRequest,
    affectedSopClassUid: sopClassUid,
    affectedSopInstanceUid: sopInstanceUid,
    priority: PRIORITY.medium,
    moveOriginatorAeTitle: originator?.aeTitle,
    moveOriginatorMessageId: originator?.messageId,
  }
  return await ask(association, context, command, dataSet)
}

/** N-ACTION of the push model (PS3.4 §J.3.2). The result comes to `Services.committed`, here or on another association. */
export async function requestCommitment(
  association: Association,
  request: CommitmentRequest,
): Promise<Outcome> {
  const context = agreed(association.context(STORAGE_COMMITMENT), 'Storage Commitment was not agreed on')
  const command: CommandSet = {
    commandField: COMMAND.actionRequest,
    requestedSopClassUid: STORAGE_COMMITMENT,
    requestedSopInstanceUid: STORAGE_COMMITMENT_INSTANCE,
    actionTypeId: 1,
  }
  return await ask(association, context, command, writeCommitmentRequest(request, context.transferSyntax))
}

/** N-EVENT-REPORT of the push model (PS3.4 §J.3.3), on the association of the request or on a new one. */
export async function reportCommitment(association: Association, result: Commitment): Promise<Outcome> {
  const context = agreed(association.context(STORAGE_COMMITMENT), 'Storage Commitment was not agreed on')
  const command: CommandSet = {
    commandField: COMMAND.eventReportRequest,
    affectedSopClassUid: STORAGE_COMMITMENT,
    affectedSopInstanceUid: STORAGE_COMMITMENT_INSTANCE,
    eventTypeId: result.failed.length > 0 ? 2 : 1,
  }
  return await ask(association, context, command, writeCommitment(result, context.transferSyntax))
}

async function ask(
  association: Association,
  context: AcceptedContext,
  request: CommandSet,
  dataSet?: ByteSource,
): Promise<Outcome> {
  const response = await association.invoke(context, request, dataSet)
  await response.dataSet?.discard()
  const { status = STATUS.processingFailure, errorComment, offendingElement } = response.command
  return { status, errorComment, offendingElements: offendingElement }
}

function agreed(context: AcceptedContext | undefined, detail: string): AcceptedContext {
  if (context === undefined) throw new NotPossibleError(detail)
  return context
}
