/** Messages passed on to further institutions: their images are taken from the package, not sent again. */
import type { Feature } from '../features.ts'
import { forwardingRoutes } from './routes.ts'

export { forwardedContents } from './contents.ts'
export { putForwarded, takeForwarded } from './take-forwarded.ts'

export const forwarding: Feature = { name: 'forwarding', routes: forwardingRoutes }
