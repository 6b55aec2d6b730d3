/** Messages that only the nodes of sender and recipients can read: whose keys there are, and what is known from outside. */
import type { Feature } from '../features.ts'
import { endToEndRoutes } from './routes.ts'

export {
  type EndToEndEnvelope,
  EndToEndEnvelopeShape,
  endToEndOf,
  noteEndToEnd,
  refuseEndToEnd,
} from './envelope.ts'

export const endToEnd: Feature = { name: 'end-to-end', routes: endToEndRoutes }
