/** What this side asks of a peer that holds objects: C-FIND, C-MOVE and C-GET (PS3.4 §C.4.1, §C.4.2, §C.4.3). */
import type { AcceptedContext, Association, Response } from '../association/association.ts'
import { NotPossibleError } from '../association/association-end.ts'
import type { CommandSet } from '../dimse/command-set.ts'
import { COMMAND, type Outcome, PRIORITY, STATUS } from '../dimse/commands.ts'
import { type Identifier, type IdentifierElement, readIdentifier, writeIdentifier } from './identifier.ts'
import { type QueryModel, queryClassUid } from './query-classes.ts'

export interface Asked {
  readonly model: QueryModel
  /** Query/Retrieve Level (0008,0052) and keys. */
  readonly keys: readonly IdentifierElement[]
  /** Asks the peer to come to an end; what it has told until then counts. */
  readonly cancel?: AbortSignal | undefined
}

export interface Found extends Outcome {
  readonly matches: readonly Identifier[]
}

export interface SuboperationCounts {
  readonly remaining: number
  readonly completed: number
  readonly failed: number
  readonly warning: number
}

export interface Moved extends Outcome {
  readonly counts: SuboperationCounts
}

/** @param maxMatches more are not taken: the query is cancelled. @throws NotPossibleError, AssociationError */
export async function find(
  association: Association,
  { model, keys, cancel }: Asked,
  maxMatches = 10_000,
): Promise<Found> {
  const context = agreed(association, queryClassUid(model, 'find'))
  const stop = new AbortController()
  const matches: Identifier[] = []
  let taken: Promise<void> = Promise.resolve()
  const take = async ({ dataSet }: Response): Promise<void> => {
    if (dataSet === undefined) return
    const match = await readIdentifier(dataSet, context.transferSyntax)
    if (match !== undefined && matches.length < maxMatches) matches.push(match)
    else if (match !== undefined) stop.abort()
  }
  const onPending = (response: Response) => {
    const one = take(response)
    taken = taken.then(() => one)
    // Told by the end of the association.
    taken.catch(() => undefined)
  }
  const command = { commandField: COMMAND.findRequest, affectedSopClassUid: context.abstractSyntax }
  const { command: last, dataSet } = await association.invoke(
    context,
    { ...command, priority: PRIORITY.medium },
    writeIdentifier(keys, context.transferSyntax),
    { onPending, cancel: cancel === undefined ? stop.signal : AbortSignal.any([cancel, stop.signal]) },
  )
  await dataSet?.discard()
  await taken
  return { ...outcomeOf(last), matches }
}

/** To an AE that the peer knows by this title. @throws NotPossibleError, AssociationError */
export async function move(
  association: Association,
  asked: Asked,
  destination: string,
  onProgress: (counts: SuboperationCounts) => void = () => undefined,
): Promise<Moved> {
  const request = { commandField: COMMAND.moveRequest, moveDestination: destination }
  return await retrieve(
    association,
    agreed(association, queryClassUid(asked.model, 'move')),
    request,
    asked,
    onProgress,
  )
}

/**
 * On this association, which has to offer `services.store` and the role of SCP for each storage class that is to come
 * (PS3.7 §D.3.3.4). @throws NotPossibleError, AssociationError
 */
export async function get(
  association: Association,
  asked: Asked,
  onProgress: (counts: SuboperationCounts) => void = () => undefined,
): Promise<Moved> {
  const request = { commandField: COMMAND.getRequest }
  return await retrieve(
    association,
    agreed(association, queryClassUid(asked.model, 'get')),
    request,
    asked,
    onProgress,
  )
}

async function retrieve(
  association: Association,
  context: AcceptedContext,
  request: Pick<CommandSet, 'moveDestination'> & { readonly commandField: number },
  { keys, cancel }: Asked,
  onProgress: (counts: SuboperationCounts) => void,
): Promise<Moved> {
  const { command: last, dataSet } = await association.invoke(
    context,
    { ...request, affectedSopClassUid: context.abstractSyntax, priority: PRIORITY.medium },
    writeIdentifier(keys, context.transferSyntax),
    {
      cancel,
      onPending(response) {
        response.dataSet?.discard().catch(() => undefined)
        onProgress(countsOf(response.command))
      },
    },
  )
  await dataSet?.discard()
  return { ...outcomeOf(last), counts: countsOf(last) }
}

function agreed(association: Association, uid: string) {
  const context = association.context(uid)
  if (context === undefined) throw new NotPossibleError(`${uid} was not agreed on`)
  return context
}

function outcomeOf({
  status = STATUS.processingFailure,
  errorComment,
  offendingElement,
}: CommandSet): Outcome {
  return { status, errorComment, offendingElements: offendingElement }
}

function countsOf(command: CommandSet): SuboperationCounts {
  return {
    remaining: command.remainingSuboperations ?? 0,
    completed: command.completedSuboperations ?? 0,
    failed: command.failedSuboperations ?? 0,
    warning: command.warningSuboperations ?? 0,
  }
}
