/** What operators look at to see how the centre is doing. Figures and names of institutions, never what messages say. */
import type { Feature } from '../features.ts'
import { operationsRoutes } from './routes.ts'

export { volumeOf } from './space.ts'

export const operations: Feature = { name: 'operations', routes: operationsRoutes }
