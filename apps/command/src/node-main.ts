/** The commands of a hospital's machine, `epacs node`, `epacs node-conformance` and `epacs send`, without those that need the centre's code. */
import { NodeError } from '@epacs/node/client'
import { Command } from 'commander'
import { dicomPasswordCommand } from './dicom-password.ts'
import { nodeCommand } from './node.ts'
import { nodeConformanceCommand } from './node-conformance.ts'
import { runProgram } from './run-program.ts'
import { sendCommand } from './send.ts'

const program = new Command('epacs')
  .description('A communication node of an ePACS network.')
  .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 called wrongly.')
  .addCommand(nodeCommand())
  .addCommand(nodeConformanceCommand())
  .addCommand(sendCommand())
  .addCommand(dicomPasswordCommand())

await runProgram(program, (error) => error instanceof NodeError)
