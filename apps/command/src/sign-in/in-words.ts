/** What fails on the way to the centre, for people. */
import { CentreProblem, lastingReason, NodeError } from '@epacs/node/client'

/** @throws NodeError: what the centre answers, or that it was not reached */
export async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof CentreProblem) throw new NodeError(error.message, { cause: error })
    if (error instanceof Error && 'code' in error && !(error instanceof NodeError)) {
      throw new NodeError(`The centre was not reached: ${lastingReason(error) ?? error.message}`, {
        cause: error,
      })
    }
    throw error
  }
}
