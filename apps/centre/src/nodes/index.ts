/** Communication nodes: programs of institutions between their PACS and the centre. */
import type { Feature } from '../features.ts'
import { codeRoutes } from './code-routes.ts'
import { nodeRoutes } from './routes.ts'
import { supplierRoutes } from './supplier-routes.ts'
import { watchNodes } from './watch.ts'

export { newEnrolmentCode } from './codes.ts'
export { SILENT_AFTER_MS } from './known-nodes.ts'

export const nodes: Feature = {
  name: 'nodes',
  routes(app, centre) {
    codeRoutes(app, centre)
    nodeRoutes(app, centre)
    supplierRoutes(app, centre)
  },
  jobs: (centre) => ({ 'watch-nodes': async () => await watchNodes(centre) }),
  schedules: [{ job: 'watch-nodes', pattern: '*/5 * * * *' }],
}
