/** `epacs backup` and `epacs restore`: a copy of the centre, and the way back. */
import { openForMaintenance, runBackup, runRestore } from '@epacs/centre'
import { Command } from 'commander'
import { Progress } from './progress.ts'

interface Options {
  readonly config: string
  readonly json?: boolean
}

const shared = (command: Command): Command =>
  command
    .requiredOption('-c, --config <file>', "the centre's configuration", process.env.EPACS_CONFIG)
    .option('--json', 'the outcome as JSON, for programs')
    .addHelpText('after', '\nThe configuration may also be named by EPACS_CONFIG.')

export function backupCommand(): Command {
  return shared(new Command('backup'))
    .description('copy records, packages and keys of the centre to a folder; a running centre may go on')
    .requiredOption('--to <folder>', 'of this backup alone; what it holds already is not copied again')
    .option('--verify', 'read every package in the backup again, not only the new ones')
    .action(backup)
}

export function restoreCommand(): Command {
  return shared(new Command('restore'))
    .description(
      'bring a backup back, into an empty data folder and an empty database; the centre is stopped',
    )
    .requiredOption('--from <folder>', 'the backup')
    .option(
      '--without-damaged',
      'leave away what is damaged or missing in the backup, and bring all else back',
    )
    .action(restore)
}

async function backup(options: Options & { to: string; verify?: boolean }): Promise<void> {
  const { config, to: folder, verify = false, json = false } = options
  const centre = await openForMaintenance(config)
  const progress = new Progress(json ? 'quiet' : 'shown')
  try {
    const onProgress = (packages: number, of: number) =>
      progress.show(packages / Math.max(of, 1), `${packages} of ${of} packages`)
    const result = await runBackup(centre, { folder, verify, onProgress })
    progress.end()
    if (result.problems.length > 0 || result.auditBrokenAt !== null) process.exitCode = 1
    if (json) {
      process.stdout.write(`${JSON.stringify(result)}\n`)
      return
    }
    for (const { message, problem } of result.problems) {
      console.error(`${message}: ${problem}: its package is not in the backup; epacs fsck says more`)
    }
    if (result.auditBrokenAt !== null) {
      console.error(`the audit trail is not as it was written after event ${result.auditBrokenAt}`)
    }
    const { packages, copied, copiedBytes, removed, rows, takenAt } = result
    process.stdout.write(
      `${packages} packages (${copied} copied, ${copiedBytes} bytes; ${removed} removed) and ${rows} records of ${takenAt} are in ${folder}\n`,
    )
  } finally {
    progress.end()
    await centre.close()
  }
}

async function restore(options: Options & { from: string; withoutDamaged?: boolean }): Promise<void> {
  const { config: configPath, from: folder, withoutDamaged = false, json = false } = options
  const progress = new Progress(json ? 'quiet' : 'shown')
  try {
    const onProgress = (packages: number) => progress.show(0, `${packages} packages`)
    const result = await runRestore({ folder, configPath, withoutDamaged, onProgress })
    progress.end()
    if (result.missing.length > 0) process.exitCode = 1
    if (!json) for (const id of result.missing) console.error(`${id}: its package did not come back`)
    const { packages, rows, auditEvents, takenAt } = result
    process.stdout.write(
      json
        ? `${JSON.stringify(result)}\n`
        : `${packages} packages, ${rows} records and ${auditEvents} audit events of ${takenAt} are back\n`,
    )
  } finally {
    progress.end()
  }
}
