/**
 * `npm run check`: everything that can be said about the code without running it. Each check has one line; what it
 * complains about follows at the end.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { documentFaults } from './documents.ts'
import { labelFaults } from './labels.ts'
import { nameFaults } from './names.ts'
import { type Check, fromFaults, node } from './programs.ts'

const HELP = `npm run check [-- --help]

  format and lint   Biome ("npm run format" mends most of it)
  types             TypeScript, strictly: server side, portal, browser tests
  imports           dependency-cruiser: what may import what (.dependency-cruiser.mjs)
  dead code         knip: files, exports and dependencies that nobody uses
  languages         the portal says the same things in every language
  documents         links and paths in them lead somewhere, headings included
  labels            what the guides call by its name is called so in the portal
  names             no file is called utils, helpers, manager, misc or common

Exit codes: 0 all is well, 1 something is not, 2 wrong options.
`

/** The native compiler: a third of the work. It has no API, so dependency-cruiser reads with the older one. */
const TYPESCRIPT = ['node_modules/typescript-native/bin/tsc', '--noEmit', '--pretty', 'false']
const WORKSPACES = ['packages', 'apps', 'e2e', 'bench', 'scripts']

/** The slow ones first. */
const CHECKS: readonly Check[] = [
  { name: 'types', run: node(...TYPESCRIPT) },
  { name: 'types of the portal', run: node(...TYPESCRIPT, '-p', 'apps/portal') },
  { name: 'types of the browser tests', run: node(...TYPESCRIPT, '-p', 'e2e') },
  {
    name: 'imports',
    run: node('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', '-T', 'err-long', ...WORKSPACES),
  },
  { name: 'dead code', run: node('node_modules/knip/bin/knip.js', '--no-progress') },
  {
    name: 'format and lint',
    run: node('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--colors=off', '.'),
  },
  { name: 'languages', run: node('--test', 'apps/portal/src/i18n/texts.test.ts') },
  { name: 'documents', run: fromFaults(documentFaults) },
  { name: 'labels', run: fromFaults(labelFaults) },
  { name: 'names', run: fromFaults(nameFaults) },
]

/** Resolves to what was complained about; empty: nothing. */
async function runChecks(): Promise<string[]> {
  const waiting = [...CHECKS]
  const complaints: string[] = []
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const sinceMs = performance.now()
      const { isGood, output } = await check.run()
      const seconds = ((performance.now() - sinceMs) / 1000).toFixed(1)
      process.stdout.write(
        `${check.name.padEnd(28)} ${isGood ? 'ok    ' : 'FAILED'} ${seconds.padStart(5)} s\n`,
      )
      if (!isGood) complaints.push(`\n${check.name}\n${output.trim()}\n`)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return complaints
}

try {
  const { help } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } }).values
  if (help === true) process.stdout.write(HELP)
  else {
    const complaints = await runChecks()
    process.stdout.write(complaints.join(''))
    process.exitCode = complaints.length === 0 ? 0 : 1
  }
} catch (error) {
  if (!(error instanceof TypeError)) throw error
  console.error(`${error.message.split('. ')[0]}: see "npm run check -- --help".`)
  process.exitCode = 2
}
