/** Answers queries and retrievals (PS3.4 §C.4): what is the same for whatever is held. */
import type { AcceptedContext, Answer, Association, Request } from '../association/association.ts'
import { NotPossibleError } from '../association/association-end.ts'
import { type Outcome, STATUS } from '../dimse/commands.ts'
import { type Identifier, type IdentifierElement, readIdentifier, writeIdentifier } from './identifier.ts'
import { type QueryClass, type QueryModel, type QueryOperation, queryClass } from './query-classes.ts'
import { performRetrieval, type Retrieval } from './retrieving.ts'
import { type StoredObject, store } from './using.ts'

export interface QueryRequest {
  readonly association: Association
  readonly model: QueryModel
  readonly identifier: Identifier
}

export interface MoveRequest extends QueryRequest {
  /** AE title. */
  readonly destination: string
  /** For the sub-operations (PS3.7 §9.1.1.1). */
  readonly originator: NonNullable<StoredObject['originator']>
}

export interface Match {
  readonly elements: Iterable<IdentifierElement>
  /** Whether every key that was asked for is known here. */
  readonly areKeysKnown: boolean
}

/** What is not done, and why. */
export class QueryRefusal extends Error {
  readonly outcome: Outcome

  constructor(outcome: Outcome) {
    super(outcome.errorComment ?? 'refused')
    this.outcome = outcome
  }
}

/** Each may throw a QueryRefusal. */
export interface QueryServices {
  readonly find?: ((request: QueryRequest) => AsyncIterable<Match>) | undefined
  readonly move?: ((request: MoveRequest) => Promise<Retrieval>) | undefined
  readonly get?: ((request: QueryRequest) => Promise<readonly StoredObject[]>) | undefined
}

/** @param failed for the log: what failed at this side and is told in a count only */
export async function answerQuery(
  services: QueryServices,
  operation: QueryOperation,
  request: Request,
  failed: (error: unknown) => void,
): Promise<Answer> {
  const { context, command, dataSet } = request
  if (services[operation] === undefined) {
    return { status: STATUS.unrecognizedOperation, errorComment: 'No such operation here' }
  }
  const asked = queryClass(context.abstractSyntax)
  if (asked?.operation !== operation || command.affectedSopClassUid !== asked.uid || !isUserOf(request)) {
    return { status: STATUS.sopClassNotSupported }
  }
  const identifier = dataSet && (await readIdentifier(dataSet, context.transferSyntax))
  if (identifier === undefined) {
    return { status: STATUS.cannotUnderstand, errorComment: 'The identifier cannot be read' }
  }
  try {
    return await answerWith(services, asked, request, identifier, failed)
  } catch (error) {
    if (error instanceof QueryRefusal) return error.outcome
    throw error
  }
}

async function answerWith(
  { find, move, get }: QueryServices,
  { model, operation }: QueryClass,
  request: Request,
  identifier: Identifier,
  failed: (error: unknown) => void,
): Promise<Answer> {
  const { association, command } = request
  const query = { association, model, identifier }
  if (operation === 'find' && find !== undefined) return await answerFind(request, find(query))
  if (operation === 'move' && move !== undefined) {
    const { moveDestination: destination = '', messageId = 0 } = command
    const { callingAeTitle: aeTitle } = association.agreement
    const retrieval = await move({ ...query, destination, originator: { aeTitle, messageId } })
    return await performRetrieval(request, retrieval, failed)
  }
  if (operation === 'get' && get !== undefined) {
    const storeOne = async (instance: StoredObject) => {
      requireProviderOf(association, instance)
      return await store(association, instance)
    }
    return await performRetrieval(request, { instances: await get(query), store: storeOne }, failed)
  }
  return { status: STATUS.unrecognizedOperation }
}

async function answerFind(
  { context, cancelled, pending }: Request,
  matches: AsyncIterable<Match>,
): Promise<Answer> {
  for await (const { elements, areKeysKnown } of matches) {
    if (cancelled.aborted) return { status: STATUS.cancelled }
    await pending({
      status: areKeysKnown ? STATUS.pending : STATUS.pendingWithoutSomeKeys,
      dataSet: writeIdentifier(elements, context.transferSyntax),
    })
  }
  return { status: cancelled.aborted ? STATUS.cancelled : STATUS.success }
}

/** Roles as negotiated (PS3.7 §D.3.3.4). */
function isUserOf({ association, context }: Request): boolean {
  return association.agreement.role === 'acceptor' ? context.requestorIsScu : context.requestorIsScp
}

/** The peer of a C-GET takes instances only where it said that it would (PS3.4 §C.4.3). */
function requireProviderOf(association: Association, instance: StoredObject): void {
  const { sopClassUid, transferSyntaxUid } = instance
  const isProvider = ({ requestorIsScp, requestorIsScu }: AcceptedContext) =>
    association.agreement.role === 'acceptor' ? requestorIsScp : requestorIsScu
  const context = association.context(sopClassUid, transferSyntaxUid)
  if (context === undefined || !isProvider(context)) {
    throw new NotPossibleError(`The peer takes no ${sopClassUid} in ${transferSyntaxUid}`)
  }
}
