/** DICOMweb: reading a message's images (QIDO-RS, WADO-RS), sending to an institution (STOW-RS). */
import type { Feature } from '../features.ts'
import { readingRoutes } from './routes.ts'

export const dicomweb: Feature = {
  name: 'dicomweb',
  routes: readingRoutes,
}
