/** What the centre is told of a delivery: instances that every PACS which is to have them does, and what each one refused. */
import type { IncomingInstance, IncomingQueue } from '../state/incoming.ts'

/** Of an image that the PACS answered to have, and does not commit to; its status is the PACS's Failure Reason. */
export const NOT_COMMITTED = 'The PACS does not commit to keep it'
/** What the centre takes of a PACS's words. */
const LONGEST_COMMENT = 200

export function reportOf(queue: IncomingQueue, messageId: string) {
  const { stored, committed } = queue.count(messageId)
  const refused = queue.instances(messageId, 'refused')
  const uncommitted = queue.instances(messageId, 'stored').filter(({ comment }) => comment === NOT_COMMITTED)
  const atEach = queue.pacs.note(messageId)
  const isOnly = atEach.length <= 1
  const waiting = new Set(queue.instances(messageId, 'waiting').map(({ position }) => position))
  const refusedAt = new Set(refused.map(({ position }) => position))
  const lacking = new Set(
    uncommitted
      .map(({ position }) => position)
      .filter((position) => !refusedAt.has(position) && !waiting.has(position)),
  )
  return {
    stored: stored + committed - lacking.size,
    refused: merged([...refused, ...uncommitted], isOnly),
    // One PACS has nothing more to tell than the delivery itself.
    ...(isOnly
      ? {}
      : {
          pacs: atEach.map((each) => ({
            name: each.pacs,
            waiting: each.waiting,
            stored: each.stored + each.committed,
            refused: each.refused,
          })),
        }),
  }
}

/** Each instance once, with the words of every PACS that does not have it. */
function merged(rows: readonly IncomingInstance[], isOnly: boolean) {
  const merged = new Map<string, { sopInstanceUid: string; status: number | null; comment: string }>()
  for (const { sopInstanceUid, status, comment, pacs } of rows) {
    const words = isOnly ? comment : `${pacs}: ${comment}`.trim()
    const before = merged.get(sopInstanceUid)
    merged.set(sopInstanceUid, {
      sopInstanceUid,
      status: before?.status ?? status,
      comment: (before === undefined ? words : `${before.comment}; ${words}`).slice(0, LONGEST_COMMENT),
    })
  }
  return [...merged.values()]
}
