/** `npm run epacs -- COMMAND`: what is done from a terminal. Exit codes: 0 done, 1 failed, 2 called wrongly. */
import { Command } from 'commander'
import { commandNamed, everyCommand } from './every-command.ts'
import { runProgram } from './run-program.ts'
import { VERSION } from './version.ts'

const program = new Command('epacs')
  .version(VERSION)
  .description('What is done from a terminal in an ePACS network.')
  .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 called wrongly.')

const named = await commandNamed(process.argv[2])
for (const command of named === undefined ? await everyCommand() : [named]) program.addCommand(command)

await runProgram(program, async (error) => {
  const [{ isToldInWords }, { ProofError }] = await Promise.all([
    import('@epacs/centre'),
    import('@epacs/proof'),
  ])
  return isToldInWords(error) || error instanceof ProofError
})
