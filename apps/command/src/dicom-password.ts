/** `epacs dicom-password`: what a configuration keeps of a user's passcode, instead of the passcode. */
import { text } from 'node:stream/consumers'
import { hashedPassword } from '@epacs/dicom/network'
import { NodeError } from '@epacs/node/client'
import { Command } from 'commander'

export function dicomPasswordCommand(): Command {
  return new Command('dicom-password')
    .description(
      'Writes the hash of a passcode that is read from standard input, for the users of DICOM callers.',
    )
    .addHelpText('after', '\nFor instance: epacs dicom-password < FILE. A line end behind it does not count.')
    .action(writeHash)
}

async function writeHash(): Promise<void> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  if (password === '') throw new NodeError('There is no passcode on standard input.')
  process.stdout.write(`${await hashedPassword(password)}\n`)
}
