/** A message handed over to a viewer on a person's computer: one-time links, the package, the list of images. */
import type { Feature } from '../features.ts'
import { sweepHandOffs } from './links.ts'
import { handOffRoutes } from './routes.ts'

export const handOff: Feature = {
  name: 'hand-off',
  routes: handOffRoutes,
  jobs: (centre) => ({ 'sweep-hand-offs': () => sweepHandOffs(centre) }),
  schedules: [{ job: 'sweep-hand-offs', pattern: '*/10 * * * *' }],
}
