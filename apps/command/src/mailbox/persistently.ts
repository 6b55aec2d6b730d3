/** What is fetched in spite of broken connections, and what is said when it does not come. */
import { setTimeout as delay } from 'node:timers/promises'
import { CentreProblem, lastingReason, NodeError } from '@epacs/node/client'

/** Broken connections in a row, with growing pauses between them: about two minutes. */
const MOST_FAILURES = 8
const FIRST_PAUSE_MS = 500

/** It does not come: not any more, or not now. */
export class NotGivenOut extends NodeError {
  /** The message is gone, its data deleted, or not for this mailbox: asking again is of no use. */
  readonly isForGood: boolean

  constructor(isForGood: boolean, message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.isForGood = isForGood
  }
}

/**
 * Again after broken connections.
 *
 * @param calledAgain the sentence about what the same command does then; not said where it would come to nothing
 * @throws NotGivenOut, NodeError of the disk
 */
export async function persistently(step: () => Promise<void>, calledAgain: string): Promise<void> {
  for (let failures = 1; ; failures++) {
    try {
      await step()
      return
    } catch (error) {
      // Said in words already.
      if (error instanceof NodeError) throw error
      const lasting = lastingReason(error)
      if (lasting !== undefined)
        throw new NodeError(`The centre was not reached: ${lasting} ${calledAgain}`, { cause: error })
      const isFinal = error instanceof CentreProblem && !error.mayPass
      if (isFinal || isOfDisk(error) || failures >= MOST_FAILURES)
        throw inWords(error, isGone(error) ? '' : ` ${calledAgain}`)
      await delay(FIRST_PAUSE_MS * 2 ** failures)
    }
  }
}

/** What was lost at the centre, or is held up on the way, may come one day; what was deleted does not. */
function isGone(error: unknown): boolean {
  return error instanceof CentreProblem && (error.status === 404 || error.code === 'data-deleted')
}

function isOfDisk(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT', 'EISDIR', 'ENOTDIR', 'EPERM'].includes(String(error.code))
  )
}

function inWords(error: unknown, calledAgain: string): NodeError {
  const reason = error instanceof Error ? error.message : String(error)
  const text = `It could not be downloaded whole: ${reason.replace(/\.?$/, '.')}${calledAgain}`
  return isOfDisk(error)
    ? new NodeError(text, { cause: error })
    : new NotGivenOut(isGone(error), text, { cause: error })
}
