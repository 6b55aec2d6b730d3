/** What everybody may know of how the service is doing, and what operators announce. */
import type { Feature } from '../features.ts'
import { announcementRoutes } from './announcement-routes.ts'
import { noteStart } from './running.ts'
import { statusRoutes } from './status-routes.ts'

export const serviceStatus: Feature = {
  name: 'service-status',
  routes(app, centre) {
    statusRoutes(app, centre)
    announcementRoutes(app, centre)
  },
  async start({ db, clock }) {
    noteStart(db, clock())
  },
}
