/** Messages between institutions: creating, listing, reading, cancelling, and the moves others make with them. */
import type { Feature } from '../features.ts'
import { expireMessages } from './expire.ts'
import { expireLost } from './lost-receptions.ts'
import { mailboxRoutes } from './mailbox-routes.ts'
import { messageRoutes } from './routes.ts'

export { type Access, messageNotFound, requireAccess } from './access.ts'
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

export const messages: Feature = {
  name: 'messages',
  routes(app, centre) {
    messageRoutes(app, centre)
    mailboxRoutes(app, centre)
  },
  jobs: (centre) => ({
    'expire-messages': async () => {
      await expireMessages(centre)
      await expireLost(centre)
    },
  }),
  schedules: [{ job: 'expire-messages', pattern: '*/5 * * * *' }],
}
