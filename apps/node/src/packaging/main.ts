/** `npm run node-package -- [--out FOLDER] [--compression xz|gzip|none]`: the Debian package of the communication node. */
import { parseArgs } from 'node:util'
import { buildDebianPackage, type Compression } from './debian-package.ts'

const COMPRESSIONS: readonly string[] = ['xz', 'gzip', 'none'] satisfies readonly Compression[]

const { values } = parseArgs({
  options: { out: { type: 'string', default: '.' }, compression: { type: 'string', default: 'xz' } },
})
if (!COMPRESSIONS.includes(values.compression)) {
  process.stderr.write(`--compression is one of ${COMPRESSIONS.join(', ')}\n`)
  process.exit(2)
}
const path = await buildDebianPackage({
  out: values.out,
  compression: values.compression as Compression,
})
process.stdout.write(`${path}\n`)
