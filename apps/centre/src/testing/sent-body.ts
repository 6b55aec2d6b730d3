import type { IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** For servers of tests whose clients are killed. @returns undefined: the client broke off, so nobody waits for an answer */
export async function sentBody(request: IncomingMessage): Promise<Buffer | undefined> {
  try {
    return await buffer(request)
  } catch (error) {
    if (request.complete) throw error
    return undefined
  }
}
