/** What everybody may know of how the service is doing, and what operators announce. */
import type { Feature } from '../features.ts'
import { announcementRoutes } from './announcement-routes.ts'
import { noteStart } from './running.ts'
import { serviceLook } from './service-look.ts'
import { statusRoutes } from './status-routes.ts'

export { CENTRE_VERSION } from './running.ts'

export const serviceStatus: Feature = {
  name: 'service-status',
  routes(app, centre) {
    const look = serviceLook(centre)
    statusRoutes(app, centre, look)
    announcementRoutes(app, centre, look.forget)
  },
  async start({ db, clock }) {
    noteStart(db, clock())
  },
}
