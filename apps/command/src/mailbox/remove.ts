/** `epacs rm`: the data of messages leaves the mailbox, their record stays. */
import { createInterface } from 'node:readline/promises'
import { NodeError } from '@epacs/node/client'
import { Command } from 'commander'
import { ACCESS_HELP, type AccessOptions, atCentre, withAccess } from './access.ts'
import { messageId } from './messages.ts'

export function removeCommand(): Command {
  return withAccess(
    new Command('rm')
      .description('delete the images of messages from the mailbox; the record of each stays')
      .argument('<messages...>', 'their ids'),
  )
    .option('-y, --yes', 'without asking')
    .option('--json', 'what was deleted as JSON, one line each, for programs')
    .addHelpText('after', ACCESS_HELP)
    .action(remove)
}

async function remove(
  messages: readonly string[],
  options: AccessOptions & { readonly yes?: boolean; readonly json?: boolean },
): Promise<void> {
  const ids = messages.map(messageId)
  if (!options.yes && !(await isConfirmed(ids.length))) throw new NodeError('Nothing was deleted.')
  await atCentre(options, async (connection) => {
    for (const id of ids) {
      await connection.call<void>({ method: 'DELETE', path: `/api/messages/${id}/data` })
      process.stdout.write(
        options.json ? `${JSON.stringify({ message: id, status: 'deleted' })}\n` : `${id}: deleted\n`,
      )
    }
  })
}

/** @throws NodeError: there is nobody to ask */
async function isConfirmed(number: number): Promise<boolean> {
  if (!process.stdin.isTTY) throw new NodeError('Nothing was deleted: --yes deletes without asking.')
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await asking.question(`Delete the images of ${number} message(s) for good? [y/N] `)
    return /^(y|yes|a|ano)$/i.test(answer.trim())
  } finally {
    asking.close()
  }
}
