/** Early images: what a node sends is read by the recipients' nodes while it still comes, before there is a message. */
import type { Feature } from '../features.ts'
import { arrivingRoutes } from './routes.ts'

export const arriving: Feature = { name: 'arriving', routes: arrivingRoutes }
