/** Who makes a request: sessions, certificates, JTP, and the guards that routes ask. */
import type { Feature } from '../features.ts'
import { certificateRoutes } from './certificate/routes.ts'
import { jtpRoutes } from './jtp/routes.ts'
import { sessionRoutes } from './session/routes.ts'
import { sweepSignIns } from './sweep.ts'
import { trustAlso } from './trust.ts'

export { acceptedAuthorities, certificateEntranceTls } from './authorities.ts'
export { type Member, requireMember } from './caller.ts'
export type { Entrance } from './entrance.ts'
export { identityHooks } from './hooks.ts'
export { stillActs } from './still-acts.ts'

export const identity: Feature = {
  name: 'identity',
  routes(app, centre, entrance) {
    sessionRoutes(app, centre, entrance)
    certificateRoutes(app, centre, entrance)
    if (entrance === 'portal') jtpRoutes(app, centre)
  },
  jobs: (centre) => ({ 'sweep-sign-ins': () => sweepSignIns(centre) }),
  schedules: [{ job: 'sweep-sign-ins', pattern: '*/10 * * * *' }],
  start: (centre) => trustAlso(centre.config.trust.caFiles),
}
