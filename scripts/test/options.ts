/** The command line of `npm test`. */
import { parseArgs } from 'node:util'

export interface TestOptions {
  readonly runsUnit: boolean
  readonly runsBrowser: boolean
  /** The flows alone, in each view. */
  readonly inEveryView: boolean
  /** Parts of test files' paths; empty: every file. */
  readonly patterns: readonly string[]
}

/** Exit code 2. */
export class Misuse extends Error {}

export const HELP = `npm test -- [unit] [e2e] [--views] [PATTERN ...]

Runs every test: those beside the code (unit, property and API tests, the file-set judge), then the
browser tests in e2e/. Before that it looks at what the machine has, and installs what is missing
with apt where it may (as root or with sudo that asks for no password).

  unit        only the tests beside the code
  e2e         only the browser tests
  PATTERN     only the test files whose path contains it: "npm test -- packages/dicom"
  --views     only what a person sees (e2e/tests, e2e/flows), all of it in each language on a desk and on a
              phone: six runs one after the other, each with a network of its own
  --help      this text

The last line is "N passed, N failed". Exit codes: 0 all passed, 1 a test failed, was skipped or could
not run, 2 wrong options.
`

export function readOptions(args: readonly string[]): TestOptions | 'help' {
  const { values, positionals } = parse(args)
  if (values.help) return 'help'
  const named = new Set(positionals.filter((word) => word === 'unit' || word === 'e2e'))
  return {
    runsUnit: named.size === 0 || named.has('unit'),
    runsBrowser: named.size === 0 || named.has('e2e'),
    inEveryView: values.views,
    patterns: positionals.filter((word) => word !== 'unit' && word !== 'e2e'),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        views: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new Misuse(`${error.message.split('. ')[0]}: see "npm test -- --help".`)
  }
}
