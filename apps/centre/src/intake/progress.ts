/** What the sender sees while a message is checked: at most two events a second, and none when nothing moves. */
import type { Centre } from '../centre.ts'

const INTERVAL_MS = 500

export interface CheckingProgress {
  readonly bytesDone: number
  readonly bytesTotal: number
  readonly filesDone: number
}

export function progressReporter(
  centre: Centre,
  messageId: string,
  senderInstitutionId: string,
): (progress: CheckingProgress) => void {
  let saidAtMs = performance.now()
  return ({ bytesDone, bytesTotal, filesDone }) => {
    const nowMs = performance.now()
    if (nowMs - saidAtMs < INTERVAL_MS) return
    saidAtMs = nowMs
    centre.events.publish([senderInstitutionId], {
      type: 'progress',
      id: messageId,
      bytesDone,
      bytesTotal,
      filesDone,
    })
  }
}
