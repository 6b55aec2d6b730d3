/** Events that sessions are told while they look. */
import type { Feature } from '../features.ts'
import { eventRoutes } from './routes.ts'

export type { EventHub } from './event-hub.ts'
export { openEventHub } from './notifying-hub.ts'

export const events: Feature = { name: 'events', routes: eventRoutes }
