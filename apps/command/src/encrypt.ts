/** `epacs encrypt`: what is stored, under the newest master key. */
import { encryptStored, openForMaintenance } from '@epacs/centre'
import { Command } from 'commander'
import { counted } from './mailbox/counted.ts'
import { Progress } from './progress.ts'

interface Options {
  readonly config: string
  readonly json?: boolean
}

export function encryptCommand(): Command {
  return new Command('encrypt')
    .description(
      'bring all that the data folder holds of messages under the newest key of encryption.keyFile or encryption.keyCommand; a running centre may go on, once it was started with the same keys',
    )
    .requiredOption('-c, --config <file>', "the centre's configuration", process.env.EPACS_CONFIG)
    .option('--json', 'the outcome as JSON, for programs')
    .addHelpText(
      'after',
      '\nThe configuration may also be named by EPACS_CONFIG.\nExit codes: 0 all is encrypted with the newest key; 1 not so; 2 called wrongly.',
    )
    .action(encrypt)
}

async function encrypt({ config, json = false }: Options): Promise<void> {
  const centre = await openForMaintenance(config)
  const progress = new Progress(json ? 'quiet' : 'shown')
  try {
    const result = await encryptStored(centre, {
      onProgress: (files) => progress.show(0, `${counted(files, 'file')} looked at`),
    })
    progress.end()
    const { rewrapped, encrypted, failed, leftInTheOpen, keysNoLongerUsed } = result
    if (failed.length > 0) process.exitCode = 1
    if (json) {
      process.stdout.write(`${JSON.stringify({ ok: failed.length === 0, ...result })}\n`)
      return
    }
    for (const path of failed) console.error(`${path}: it cannot be read: look after it with epacs fsck`)
    process.stdout.write(
      `${counted(encrypted, 'package')} encrypted, ${counted(rewrapped, 'file')} brought under the newest key, ${counted(failed.length, 'failure')}\n`,
    )
    if (leftInTheOpen > 0) {
      process.stdout.write(
        `${counted(leftInTheOpen, 'file')} of messages under way lie in the open until these have come to an end\n`,
      )
    }
    for (const id of keysNoLongerUsed) process.stdout.write(`Nothing needs the key ${id} here any more\n`)
  } finally {
    progress.end()
    await centre.close()
  }
}
