/** Requests for images: one institution asks another; messages answer. */
import { whenClockIsSure } from '../clock-watch/index.ts'
import type { Feature } from '../features.ts'
import { forgetPatients } from './forget.ts'
import { remindOfRequests } from './remind.ts'
import { requestRoutes } from './routes.ts'

export { type Answer, type AnsweredRequest, answeredBy, noteAnswer, noteAnswerDelivered } from './answers.ts'

export { openReceived } from './boxes.ts'

/** As the data of messages. */
const CLOCK_SURE_HOURS = 24

export const requests: Feature = {
  name: 'requests',
  routes: requestRoutes,
  jobs: (centre) => ({
    'remind-of-requests': () => remindOfRequests(centre),
    'forget-patients-of-requests': () =>
      whenClockIsSure(centre, 'forget-patients-of-requests', CLOCK_SURE_HOURS, () => forgetPatients(centre)),
  }),
  schedules: [
    { job: 'remind-of-requests', pattern: '*/5 * * * *' },
    { job: 'forget-patients-of-requests', pattern: '40 4 * * *' },
  ],
}
