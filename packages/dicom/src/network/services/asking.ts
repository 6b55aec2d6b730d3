/** What this side asks of a peer that holds objects: C-FIND and C-MOVE (PS3.4 §C.4.1, §C.4.2). */
import type { Association, Response } from '../association/association.ts'
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
  { model, keys, cancel }: Asked,
  destination: string,
  onProgress: (counts: SuboperationCounts) => void = () => undefined,
): Promise<Moved> {
  const context = agreed(association, queryClassUid(model, 'move'))
  const { command: last, dataSet } = await association.invoke(
    context,
    {
      commandField: COMMAND.moveRequest,
      affectedSopClassUid: context.abstractSyntax,
      priority: PRIORITY.medium,
      moveDestination: destination,
    },
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
