/** `npm run node-package -- [--out FOLDER] [--compression xz|gzip|none]`: the Debian package of the communication node. Exit codes: 0 done, 1 failed, 2 called wrongly. */
import { parseArgs } from 'node:util'
import { buildDebianPackage, type Compression } from './debian-package.ts'

const COMPRESSIONS: readonly string[] = ['xz', 'gzip', 'none'] satisfies readonly Compression[]

const HELP = `npm run node-package -- [--out FOLDER] [--compression ${COMPRESSIONS.join('|')}]

Builds the Debian package of the communication node into the folder (.), and prints its path.
`

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        out: { type: 'string', default: '.' },
        compression: { type: 'string', default: 'xz' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return 'help'
    return COMPRESSIONS.includes(values.compression) ? values : undefined
  } catch {
    return undefined
  }
}

const options = readOptions()
if (options === 'help') process.stdout.write(HELP)
else if (options === undefined) {
  process.stderr.write(HELP)
  process.exitCode = 2
} else {
  const { out, compression } = options
  const path = await buildDebianPackage({ out, compression: compression as Compression })
  process.stdout.write(`${path}\n`)
}
