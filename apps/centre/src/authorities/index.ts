/** The authorities whose personal certificates are accepted. */
import type { Feature } from '../features.ts'
import { authorityRoutes } from './routes.ts'

export { keepAuthority } from './records.ts'

export const authorities: Feature = { name: 'authorities', routes: authorityRoutes }
