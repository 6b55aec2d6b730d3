/** What people set for themselves, wherever they sign in. */
import type { Feature } from '../features.ts'
import { settingsRoutes } from './routes.ts'

export const settings: Feature = { name: 'settings', routes: settingsRoutes }
