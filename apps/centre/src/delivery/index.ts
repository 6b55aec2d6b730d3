/** The package on its way out: download, and deletion from a mailbox. */
import type { Feature } from '../features.ts'
import { deliveryRoutes } from './routes.ts'

export { deleteExpiredData } from './delete-data.ts'
export { packageName, sendPackage } from './download.ts'
export { markDownloaded } from './mark-downloaded.ts'
export { dataDeleted, packageFor } from './package-for.ts'

export const delivery: Feature = {
  name: 'delivery',
  routes: deliveryRoutes,
}
