/** Tells the centre for whom an upload is before all of it is sent, so that the recipient's node may read it meanwhile. */
import type { Logger } from 'pino'
import { type CentreConnection, CentreProblem } from '../centre/connection.ts'
import type { Outgoing, OutgoingQueue } from '../state/outgoing.ts'

export interface AnnouncingParts {
  readonly queue: OutgoingQueue
  readonly connection: CentreConnection
  readonly log: Logger
  /** Whether the administrator wants it, now, and its package is one that can be read. */
  readonly isWanted: (outgoing: Outgoing) => boolean
}

/** Nothing depends on it: what the centre refuses, or does not know of, goes with the message alone. */
export function announcing({ queue, connection, log, isWanted }: AnnouncingParts) {
  return async (id: string, uploadPath: string, signal: AbortSignal): Promise<void> => {
    const outgoing = queue.find(id)
    const uploadId = uploadPath.split('/').at(-1)
    if (outgoing === undefined || uploadId === undefined || outgoing.held === 1 || !isWanted(outgoing)) return
    const { recipientId, urgent } = outgoing
    const path = `/api/nodes/own/arriving/${uploadId}`
    const json = { recipients: [recipientId], urgent: urgent === 1 }
    try {
      const told = await connection.call<{ recipients: readonly string[] }>({
        method: 'PUT',
        path,
        json,
        signal,
      })
      if (told.recipients.includes(recipientId)) queue.noteEarly(id)
    } catch (error) {
      if (!(error instanceof CentreProblem)) {
        // The answer may be lost, and the recipient told all the same.
        queue.noteEarly(id)
        throw error
      }
      log.debug({ err: error, outgoing: id }, 'it is not read before it is whole')
    }
  }
}
