/** The commands of a hospital's machine, `epacs node`, `epacs node-conformance`, `epacs send` and signing in for it, without those that need the centre's code. */
import { NodeError } from '@epacs/node/client'
import { Command } from 'commander'
import { dicomPasswordCommand } from './dicom-password.ts'
import { nodeCommand } from './node.ts'
import { nodeConformanceCommand } from './node-conformance.ts'
import { runProgram } from './run-program.ts'
import { sendCommand } from './send.ts'
import { loginCommand } from './sign-in/login.ts'
import { logoutCommand } from './sign-in/logout.ts'
import { whoamiCommand } from './sign-in/whoami.ts'

const program = new Command('epacs')
  .description('A communication node of an ePACS network.')
  .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 called wrongly.')
  .addCommand(nodeCommand())
  .addCommand(nodeConformanceCommand())
  .addCommand(sendCommand())
  .addCommand(loginCommand())
  .addCommand(logoutCommand())
  .addCommand(whoamiCommand())
  .addCommand(dicomPasswordCommand())

await runProgram(program, (error) => error instanceof NodeError)
