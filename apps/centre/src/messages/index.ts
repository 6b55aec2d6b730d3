/** Messages between institutions: creating, listing, reading, cancelling, and the moves others make with them. */
import { whenClockIsSure } from '../clock-watch/index.ts'
import type { Feature } from '../features.ts'
import { expireMessages } from './expire.ts'
import { expireLost } from './lost-receptions.ts'
import { mailboxRoutes } from './mailbox-routes.ts'
import { messageRoutes } from './routes.ts'

export { type Access, messageNotFound, requireAccess } from './access.ts'
export { attestOpened } from './attest-opened.ts'
export {
  beginMessage,
  type CreatedMessage,
  createdBefore,
  type Envelope,
  repeatable,
} from './begin.ts'
export { createMessage } from './create.ts'
export { fullMessage, type MessageDetail, markOpened, readMessage } from './detail.ts'
export { firstSender } from './first-sender.ts'
export { chargeMailboxes, lockMailboxes, releaseHeld } from './mailbox-space.ts'
export { removeMark } from './marks.ts'
export { patientFolded } from './patient-search.ts'
export { moveDeliveries, noteEvent, noteEvents } from './record.ts'
export { ForwardBody, MessageDetail as MessageDetailShape } from './schemas.ts'
export { requireBoundedLists } from './send-lists.ts'
export { discardUploads, type MessageProblem, settle } from './settle.ts'
export { addIntake, startChecking } from './start-checking.ts'
export {
  type MessageSummary,
  type StudyFacts,
  type StudySummary,
  studyFacts,
  summarise,
} from './summaries.ts'

/** Enough to put a clock right, and for those who send to go on after the centre was away. */
const CLOCK_SURE_HOURS = 1
/** What a PACS was told that it is here ends with these messages. */
const CLOCK_SURE_HOURS_LOST = 24

export const messages: Feature = {
  name: 'messages',
  routes(app, centre) {
    messageRoutes(app, centre)
    mailboxRoutes(app, centre)
  },
  jobs: (centre) => ({
    'expire-messages': () =>
      whenClockIsSure(centre, 'expire-messages', CLOCK_SURE_HOURS, () => expireMessages(centre)),
    'expire-lost': () =>
      whenClockIsSure(centre, 'expire-lost', CLOCK_SURE_HOURS_LOST, () => expireLost(centre)),
  }),
  schedules: [
    { job: 'expire-messages', pattern: '*/5 * * * *' },
    { job: 'expire-lost', pattern: '*/5 * * * *' },
  ],
}
