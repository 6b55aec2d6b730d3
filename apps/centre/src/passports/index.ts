/** What institutions' PACS take, as their nodes learn it; senders see it before they send. */
import type { Feature } from '../features.ts'
import { passportRoutes } from './routes.ts'

export { passportOfInstitution } from './passports.ts'

export const passports: Feature = { name: 'passports', routes: passportRoutes }
