/** Colleagues and contacts of an institution. */
import type { Feature } from '../features.ts'
import { peopleRoutes } from './routes.ts'

export const people: Feature = { name: 'people', routes: peopleRoutes }
