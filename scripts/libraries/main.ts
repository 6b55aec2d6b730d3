/** `npm run libraries -- [--out FOLDER]`: the libraries as tarballs, as `npm publish` takes them. */
import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LIBRARIES, packLibrary } from './library.ts'

const HELP = `npm run libraries -- [--out FOLDER]

Builds @epacs/dicom and @epacs/package as JavaScript with declarations and packs each; FOLDER is dist/libraries
unless told. "npm publish FILE" publishes one.

Exit codes: 0 done, 1 failed, 2 wrong options.
`

try {
  const { help, out } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      out: { type: 'string', default: 'dist/libraries' },
    },
  }).values
  if (help) process.stdout.write(HELP)
  else {
    const folder = resolve(out)
    await mkdir(folder, { recursive: true })
    for (const workspace of LIBRARIES) process.stdout.write(`${await packLibrary(workspace, folder)}\n`)
  }
} catch (error) {
  if (!(error instanceof Error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error instanceof TypeError ? 2 : 1
}
