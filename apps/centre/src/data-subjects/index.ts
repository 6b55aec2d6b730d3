/** What data subjects may ask for (GDPR chapter III), given out by those who answer for it. */
import type { Feature } from '../features.ts'
import { dataSubjectRoutes } from './routes.ts'

export const dataSubjects: Feature = { name: 'data-subjects', routes: dataSubjectRoutes }
