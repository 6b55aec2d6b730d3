/** The directory of institutions. */
import type { Feature } from '../features.ts'
import { directoryRoutes } from './routes.ts'

export { wordsOccur } from './institutions.ts'

export const directory: Feature = { name: 'directory', routes: directoryRoutes }
