/** When what is kept of an unfinished transfer has to go. */
import type { UnfinishedTransfer } from './unfinished-transfer.ts'

/** The centre keeps what came of an upload for a day, as a rule. */
const LONGEST_KEPT_MS = 3 * 24 * 3_600_000

/** Somebody else's, who cannot have it go on here, or too old for that. */
export function isToForget(
  { personId, begunAt }: Pick<UnfinishedTransfer, 'personId' | 'begunAt'>,
  signedIn: string,
  now: Date,
): boolean {
  // Compared so that what is no time is forgotten, too.
  return personId !== signedIn || !(now.getTime() - new Date(begunAt).getTime() < LONGEST_KEPT_MS)
}
