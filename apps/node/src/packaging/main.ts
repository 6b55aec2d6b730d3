/** `npm run node-package -- [--out FOLDER] [--compression xz|gzip|none]`: the Debian package of the communication node. */
import { buildDebianPackage, packagingCommand } from '@epacs/debian'
import { packagedNode } from './debian-package.ts'

await packagingCommand('npm run node-package', 'the communication node', async (options) =>
  buildDebianPackage(await packagedNode(), options),
)
