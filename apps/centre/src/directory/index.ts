/** The directory of institutions, and where operators put them on the map. */
import type { Feature } from '../features.ts'
import { countryRoutes } from './countries.ts'
import { positionRoutes } from './position-routes.ts'
import { directoryRoutes } from './routes.ts'

export {
  findInstitution,
  findInstitutions,
  institutionsNumbered,
  listInstitutions,
  wordsOccur,
} from './institutions.ts'
export { phoneNumber, withoutInnerZero } from './phone.ts'
export { Institution, InstitutionSummary } from './schemas.ts'

export const directory: Feature = {
  name: 'directory',
  routes(app, centre) {
    directoryRoutes(app, centre)
    positionRoutes(app, centre)
    countryRoutes(app, centre)
  },
}
