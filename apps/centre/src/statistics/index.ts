/** The network's figures, for everybody. */
import type { Feature } from '../features.ts'
import { statisticsRoutes } from './routes.ts'

export { countDelivered } from './traffic.ts'

export const statistics: Feature = { name: 'statistics', routes: statisticsRoutes }
