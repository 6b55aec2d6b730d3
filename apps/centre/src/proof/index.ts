/** What proves to others what was sent, delivered and done with: manifests, receipts, and the keys to check them with. */
import type { Feature } from '../features.ts'
import { keyRoutes } from './key-routes.ts'
import { proofRoutes } from './routes.ts'

export { keepManifest, keptManifest, manifestOf } from './manifests.ts'

export const proof: Feature = {
  name: 'proof',
  routes(app, centre) {
    proofRoutes(app, centre)
    keyRoutes(app, centre)
  },
}
