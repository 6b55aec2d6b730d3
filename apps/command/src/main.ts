/** `npm run epacs -- COMMAND`: what is done from a terminal. Exit codes: 0 done, 1 failed, 2 called wrongly. */
import { isToldInWords } from '@epacs/centre'
import { ProofError } from '@epacs/proof'
import { Command } from 'commander'
import { backupCommand, restoreCommand } from './backup.ts'
import { dicomPasswordCommand } from './dicom-password.ts'
import { fsckCommand } from './fsck.ts'
import { nodeCommand } from './node.ts'
import { nodeConformanceCommand } from './node-conformance.ts'
import { registryCommand } from './registry.ts'
import { runProgram } from './run-program.ts'
import { sendCommand } from './send.ts'
import { verifyCommand } from './verify.ts'

const program = new Command('epacs')
  .description('What is done from a terminal in an ePACS network.')
  .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 called wrongly.')
  .addCommand(registryCommand())
  .addCommand(nodeCommand())
  .addCommand(nodeConformanceCommand())
  .addCommand(sendCommand())
  .addCommand(dicomPasswordCommand())
  .addCommand(verifyCommand())
  .addCommand(fsckCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())

await runProgram(program, (error) => isToldInWords(error) || error instanceof ProofError)
