/** `npm run epacs -- COMMAND`: what is done from a terminal. Exit codes: 0 done, 1 failed, 2 called wrongly. */
import { isToldInWords } from '@epacs/centre'
import { NodeError } from '@epacs/node'
import { Command, CommanderError } from 'commander'
import { nodeCommand } from './node.ts'
import { registryCommand } from './registry.ts'
import { sendCommand } from './send.ts'

const FAILED = 1
const MISUSED = 2

const program = new Command('epacs')
  .description('What is done from a terminal in an ePACS network.')
  .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 called wrongly.')
  .addCommand(registryCommand())
  .addCommand(nodeCommand())
  .addCommand(sendCommand())

/** Commander's own way out of a misuse, for a command and all below it. */
function throwMisuse(command: Command): void {
  command.exitOverride()
  for (const each of command.commands) throwMisuse(each)
}

throwMisuse(program)
try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : MISUSED
  else {
    console.error(isToldInWords(error) || error instanceof NodeError ? error.message : error)
    process.exitCode = FAILED
  }
}
