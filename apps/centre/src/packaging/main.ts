/** `npm run centre-package -- [--out FOLDER] [--compression xz|gzip|none]`: the Debian package of the centre. */
import { buildDebianPackage, packagingCommand } from '@epacs/debian'
import { BUILT_PORTAL, packagedCentre } from './debian-package.ts'

await packagingCommand('npm run centre-package', 'the centre', async (options) =>
  buildDebianPackage(await packagedCentre(BUILT_PORTAL), options),
)
