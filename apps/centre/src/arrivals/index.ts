/** Mails about messages that have arrived, to those who wish for them. */
import type { Feature } from '../features.ts'
import { SEND_DAILY_MAILS, sendDailyMails } from './daily-mails.ts'

export { announceArrival, readersOf } from './announce-arrival.ts'
export { ARRIVAL_MAILS } from './arrival-mails.ts'

export const arrivals: Feature = {
  name: 'arrivals',
  jobs: (centre) => ({ [SEND_DAILY_MAILS]: async () => await sendDailyMails(centre) }),
  // Before work begins in Central Europe.
  schedules: [{ job: SEND_DAILY_MAILS, pattern: '30 4 * * *' }],
}
