/** What `npm run …-package` takes and tells. Exit codes: 0 done, 1 failed, 2 called wrongly. */
import { parseArgs } from 'node:util'
import type { Compression } from './debian-package.ts'

const COMPRESSIONS: readonly string[] = ['xz', 'gzip', 'none'] satisfies readonly Compression[]

export interface PackagingOptions {
  readonly out: string
  readonly compression: Compression
}

/**
 * @param command as it is called: `npm run node-package`. @param what the package is of. @param build makes it, and returns its path
 */
export async function packagingCommand(
  command: string,
  what: string,
  build: (options: PackagingOptions) => Promise<string>,
): Promise<void> {
  const help = `${command} -- [--out FOLDER] [--compression ${COMPRESSIONS.join('|')}]

Builds the Debian package of ${what} into the folder (.), and prints its path.
`
  const options = readOptions()
  if (options === 'help') process.stdout.write(help)
  else if (options === undefined) {
    process.stderr.write(help)
    process.exitCode = 2
  } else {
    process.stdout.write(`${await build(options)}\n`)
  }
}

function readOptions(): PackagingOptions | 'help' | undefined {
  try {
    const { values } = parseArgs({
      options: {
        out: { type: 'string', default: '.' },
        compression: { type: 'string', default: 'xz' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return 'help'
    const { out, compression } = values
    return COMPRESSIONS.includes(compression) ? { out, compression: compression as Compression } : undefined
  } catch {
    return undefined
  }
}
