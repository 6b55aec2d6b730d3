/** How an institution joins: the form, the dialogue, the decision. */
import { whenClockIsSure } from '../clock-watch/index.ts'
import type { Feature } from '../features.ts'
import { conditionRoutes } from './condition-routes.ts'
import { bringInConditions } from './conditions.ts'
import { sweepUnconfirmed } from './create.ts'
import { SEND_LINKS_AGAIN, sendLinksAgain } from './links-again.ts'
import { operatorRoutes } from './operator-routes.ts'
import { applicantRoutes } from './routes.ts'

export { ConditionsError } from './conditions.ts'

/** Enough to put a clock right; a request that is lost is made anew. */
const CLOCK_SURE_HOURS = 1

export const registration: Feature = {
  name: 'registration',
  routes(app, centre, entrance) {
    operatorRoutes(app, centre)
    conditionRoutes(app, centre)
    applicantRoutes(app, centre, entrance)
  },
  jobs: (centre) => ({
    'sweep-registrations': () =>
      whenClockIsSure(centre, 'sweep-registrations', CLOCK_SURE_HOURS, () => sweepUnconfirmed(centre)),
    [SEND_LINKS_AGAIN]: ({ address }: { address: string }) => sendLinksAgain(centre, address),
  }),
  schedules: [{ job: 'sweep-registrations', pattern: '23 * * * *' }],
  start: (centre) => bringInConditions(centre, centre.config.registration.conditionsFolder),
}
