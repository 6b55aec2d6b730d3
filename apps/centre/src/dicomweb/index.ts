/** DICOMweb (PS3.18): reading a message's images (QIDO-RS, WADO-RS), sending to an institution (STOW-RS). */
import type { Feature } from '../features.ts'
import { readingRoutes } from './routes.ts'
import { storeRoutes } from './store/routes.ts'

export const dicomweb: Feature = {
  name: 'dicomweb',
  async routes(app, centre, entrance) {
    readingRoutes(app, centre, entrance)
    await storeRoutes(app, centre, entrance)
  },
}
