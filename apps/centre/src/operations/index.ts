/** What operators look at to see how the centre is doing. Figures and names of institutions, never what messages say. */
import type { Feature } from '../features.ts'
import { operationsRoutes } from './routes.ts'
import { writeDownSpace } from './space-of-days.ts'

export { volumeOf } from './space.ts'

export const operations: Feature = {
  name: 'operations',
  routes: operationsRoutes,
  jobs: (centre) => ({ 'write-down-space': () => writeDownSpace(centre) }),
  schedules: [{ job: 'write-down-space', pattern: '41 * * * *' }],
  // A centre that has just begun has a first figure to show.
  start: writeDownSpace,
}
