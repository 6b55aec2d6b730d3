/** How an institution joins: the form, the dialogue, the decision. */
import type { Feature } from '../features.ts'
import { bringInConditions } from './conditions.ts'
import { sweepUnconfirmed } from './create.ts'
import { operatorRoutes } from './operator-routes.ts'
import { applicantRoutes } from './routes.ts'

export { ConditionsError } from './conditions.ts'

export const registration: Feature = {
  name: 'registration',
  routes(app, centre, entrance) {
    operatorRoutes(app, centre)
    applicantRoutes(app, centre, entrance)
  },
  jobs: (centre) => ({ 'sweep-registrations': () => sweepUnconfirmed(centre) }),
  schedules: [{ job: 'sweep-registrations', pattern: '23 * * * *' }],
  start: ({ db, config }) => bringInConditions(db, config.registration.conditionsFolder),
}
