/** `npm run epacs -- COMMAND`: what is done from a terminal. Exit codes: 0 done, 1 failed, 2 called wrongly. */
import { isToldInWords } from '@epacs/centre'
import { Command } from 'commander'
import { dicomPasswordCommand } from './dicom-password.ts'
import { directoryCommand } from './mailbox/directory.ts'
import { getCommand } from './mailbox/get.ts'
import { listCommand } from './mailbox/list.ts'
import { removeCommand } from './mailbox/remove.ts'
import { showCommand } from './mailbox/show.ts'
import { watchCommand } from './mailbox/watch.ts'
import { nodeCommand } from './node.ts'
import { nodeConformanceCommand } from './node-conformance.ts'
import { registryCommand } from './registry.ts'
import { runProgram } from './run-program.ts'
import { sendCommand } from './send.ts'

const program = new Command('epacs')
  .description('What is done from a terminal in an ePACS network.')
  .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 called wrongly.')
  .addCommand(registryCommand())
  .addCommand(nodeCommand())
  .addCommand(nodeConformanceCommand())
  .addCommand(directoryCommand())
  .addCommand(sendCommand())
  .addCommand(listCommand('inbox'))
  .addCommand(listCommand('sent'))
  .addCommand(showCommand())
  .addCommand(getCommand())
  .addCommand(removeCommand())
  .addCommand(watchCommand())
  .addCommand(dicomPasswordCommand())

await runProgram(program, isToldInWords)
