/** The National Register of Health Care Providers: imported from its open data, looked up by IČO. */
import type { Feature } from '../features.ts'
import { registryRoutes } from './routes.ts'

export { importRegister } from './import.ts'
export { locateInstitutions } from './locate.ts'
export { findProvider, registerDate } from './providers.ts'
export type { BadRow } from './read-register.ts'
export { UnreadableRegisterError } from './whole-lines.ts'

export const registry: Feature = { name: 'registry', routes: registryRoutes }
