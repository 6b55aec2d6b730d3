/** `epacs registry import FILE`: the open data of the National Register of Health Care Providers. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type BadRow, importRegister, openRecords, UnreadableRegisterError } from '@epacs/centre'
import { Command } from 'commander'
import { Progress } from './progress.ts'

interface Options {
  readonly config: string
  readonly allowRemovals?: boolean
  readonly json?: boolean
}

const MOST_SHOWN = 20
/** In the output for machines: a file of another kind has nothing but bad rows. */
const MOST_TOLD = 10_000

export function registryCommand(): Command {
  const command = new Command('registry').description('The public register of health care providers.')
  command
    .command('import')
    .description("bring the register's open data (CSV) into the centre's records; a running centre may go on")
    .argument('<file>', 'the CSV file')
    .requiredOption('-c, --config <file>', "the centre's configuration", process.env.EPACS_CONFIG)
    .option('--allow-removals', 'although the file lacks most of the places that are known')
    .option('--json', 'the outcome as JSON, for programs')
    .addHelpText('after', '\nThe configuration may also be named by EPACS_CONFIG.')
    .action(importFile)
  return command
}

async function importFile(path: string, { config, allowRemovals, json = false }: Options): Promise<void> {
  const { size } = await stat(path).catch((error: unknown) => {
    throw new UnreadableRegisterError(`${path} cannot be read.`, { cause: error })
  })
  const records = await openRecords(config)
  const progress = new Progress(json ? 'quiet' : 'shown')
  const bad: BadRow[] = []
  try {
    const sinceMs = performance.now()
    const file = createReadStream(path)
    const result = await importRegister(records.db, file, {
      at: new Date(),
      removals: allowRemovals ? 'any' : 'few',
      onBad: (row) => {
        if (bad.length < MOST_TOLD) bad.push(row)
      },
      onProgress: (rows) => progress.show(file.bytesRead / Math.max(size, 1), `${rows} rows`),
    })
    progress.end()
    const seconds = Math.round((performance.now() - sinceMs) / 100) / 10
    if (json) process.stdout.write(`${JSON.stringify({ ...result, seconds, bad })}\n`)
    else tell(path, { ...result, seconds }, bad)
  } finally {
    progress.end()
    await records.close()
  }
}

function tell(
  path: string,
  {
    places,
    added,
    changed,
    removed,
    badRows,
    seconds,
  }: Record<'places' | 'added' | 'changed' | 'removed' | 'badRows' | 'seconds', number>,
  bad: readonly BadRow[],
): void {
  for (const { line, reason } of bad.slice(0, MOST_SHOWN)) console.error(`${path}:${line}: ${reason}`)
  if (badRows > MOST_SHOWN) console.error(`… and ${badRows - MOST_SHOWN} more rows that were left out`)
  process.stdout.write(
    `${places} places: ${added} new, ${changed} changed, ${removed} removed; ${badRows} bad rows; ${seconds} s\n`,
  )
}
