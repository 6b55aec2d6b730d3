/** C-MOVE and C-GET as provider (PS3.4 §C.4.2, §C.4.3): one sub-operation after another, counted as they are told. */
import type { Answer, Request } from '../association/association.ts'
import { AssociationError } from '../association/association-end.ts'
import type { CommandSet } from '../dimse/command-set.ts'
import { type Outcome, STATUS } from '../dimse/commands.ts'
import { textElement, writeIdentifier } from './identifier.ts'
import type { StoredObject } from './using.ts'

export interface Retrieval {
  /** Their data sets are read when it is their turn. */
  readonly instances: readonly StoredObject[]
  /** A C-STORE. What it throws counts as a failure of this instance, unless the retrieval's own association is over. */
  readonly store: (instance: StoredObject) => Promise<Outcome>
  /** Whatever came of it. */
  readonly end?: (() => Promise<void>) | undefined
}

const FAILED_SOP_INSTANCE_UID_LIST = 0x00080058
/** A count is a number of 16 bits. */
const MOST_COUNTED = 0xffff
/** As the value of an element with a length of 16 bits; the count tells of the rest. */
const MOST_LISTED = 900

class Count {
  readonly #total: number
  completed = 0
  failed = 0
  warning = 0
  readonly failedUids: string[] = []

  constructor(total: number) {
    this.#total = total
  }

  get remaining(): number {
    return this.#total - this.completed - this.failed - this.warning
  }

  take({ sopInstanceUid }: StoredObject, status: number): void {
    if (status === STATUS.success) this.completed++
    else if (status >> 12 === 0xb || status === 1 || status === 0x0107 || status === 0x0116) this.warning++
    else {
      this.failed++
      if (this.failedUids.length < MOST_LISTED) this.failedUids.push(sopInstanceUid)
    }
  }

  elements(isRemainingTold: boolean): CommandSet {
    const told = (count: number) => Math.min(count, MOST_COUNTED)
    return {
      // Only while there is something left (PS3.7 §9.1.4.1.6).
      remainingSuboperations: isRemainingTold ? told(this.remaining) : undefined,
      completedSuboperations: told(this.completed),
      failedSuboperations: told(this.failed),
      warningSuboperations: told(this.warning),
    }
  }
}

/** @param onFailure a sub-operation failed at this side: for the log */
export async function performRetrieval(
  { association, context, cancelled, pending }: Request,
  { instances, store, end }: Retrieval,
  onFailure: (error: unknown) => void,
): Promise<Answer> {
  const count = new Count(instances.length)
  const final = (status: number, isRemainingTold = false): Answer => ({
    status,
    extra: count.elements(isRemainingTold),
    dataSet:
      count.failed === 0
        ? undefined
        : writeIdentifier(
            [textElement(FAILED_SOP_INSTANCE_UID_LIST, 'UI', count.failedUids.join('\\'))],
            context.transferSyntax,
          ),
  })
  try {
    for (const instance of instances) {
      if (cancelled.aborted) return final(STATUS.cancelled, true)
      count.take(instance, await statusOf(instance))
      if (count.remaining > 0) await pending({ status: STATUS.pending, extra: count.elements(true) })
    }
  } finally {
    await end?.()
  }
  if (count.failed === 0 && count.warning === 0) return final(STATUS.success)
  if (count.failed === instances.length) return final(STATUS.cannotPerformSuboperations)
  return final(STATUS.suboperationsFailed)

  async function statusOf(instance: StoredObject): Promise<number> {
    try {
      return (await store(instance)).status
    } catch (error) {
      // Nobody is there to be told of anything more.
      if (error instanceof AssociationError && association.end !== undefined) throw error
      onFailure(error)
      return STATUS.processingFailure
    }
  }
}
