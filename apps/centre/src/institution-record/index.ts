/** Who an institution is, as requests to join say it and operators correct it. */
import type { Feature } from '../features.ts'
import { recordRoutes } from './routes.ts'

export { code, type FieldFault, faultsOf, line, optional, word } from './fields.ts'
export { byCountry, recordSchema } from './record.ts'
export { RecordBody } from './routes.ts'

export const institutionRecord: Feature = { name: 'institution-record', routes: recordRoutes }
