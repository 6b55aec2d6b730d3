/** Whom people are likely to send to: their favourites, and those that were sent to lately. */
import type { Feature } from '../features.ts'
import { recipientsRoutes } from './routes.ts'

export const recipients: Feature = { name: 'recipients', routes: recipientsRoutes }
