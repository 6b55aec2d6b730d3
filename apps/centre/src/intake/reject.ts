/** A message of which nothing was accepted, or that the centre could not check. */
import type { FileOutcome, StudyOutcome } from '@epacs/intake'
import type { Centre } from '../centre.ts'
import { type MessageProblem, settle } from '../messages/index.ts'
import { storeFileResults, storeStudyResults } from './file-results.ts'

export interface Rejection {
  readonly files: readonly FileOutcome[]
  readonly studyOutcomes?: readonly StudyOutcome[]
  /** Set when the reason does not lie in the files. */
  readonly problem?: MessageProblem
}

export async function reject(
  centre: Centre,
  messageId: string,
  { files, studyOutcomes = [], problem }: Rejection,
): Promise<void> {
  const senderId = await centre.db.transaction().execute(async (trx) => {
    const message = await trx
      .selectFrom('message')
      .where('id', '=', messageId)
      .where('status', '=', 'checking')
      .select('sender_institution_id')
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (message === undefined) return undefined
    const at = centre.clock()
    await storeFileResults(trx, messageId, files)
    await storeStudyResults(trx, messageId, studyOutcomes)
    await settle(centre, trx, { messageId, status: 'rejected', at, actor: 'centre', problem })
    await centre.audit.record(trx, {
      at,
      actor: null,
      action: 'message.reject',
      messageId,
      details: problem === undefined ? { files: files.length } : { problem },
    })
    return message.sender_institution_id
  })
  if (senderId !== undefined) {
    centre.events.publish([senderId], { type: 'message', id: messageId, status: 'rejected' })
  }
}
