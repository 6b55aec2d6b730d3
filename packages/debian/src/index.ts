/** A program of this repository as a Debian package. */
export {
  buildDebianPackage,
  type Compression,
  isPacked,
  type PackagedProgram,
  packTree,
  placeTree,
} from './debian-package.ts'
export { packagingCommand } from './packaging-command.ts'
