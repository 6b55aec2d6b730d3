/** Runs a program of commands. Exit codes: 0 done, 1 failed, 2 called wrongly. */
import { NodeError } from '@epacs/node/client'
import { type Command, CommanderError } from 'commander'

const FAILED = 1
const MISUSED = 2

/** @param isToldInWords whether an error's message is for people, besides those of the node */
export async function runProgram(
  program: Command,
  isToldInWords: (error: unknown) => boolean | Promise<boolean>,
): Promise<void> {
  throwMisuse(program)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `epacs inbox | head`: whoever reads has had enough. What counts only when it is whole has set its exit code already.
    if (error.code === 'EPIPE' && !process.exitCode) process.exit(0)
    const reason = error.code === 'EPIPE' ? 'whoever read it has ended' : error.message
    console.error(`The standard output could not be written to its end: ${reason}. Use nothing of it.`)
    process.exit(FAILED)
  })
  try {
    await program.parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : MISUSED
    else {
      const isForPeople = error instanceof NodeError || (await isToldInWords(error))
      console.error(isForPeople && error instanceof Error ? error.message : error)
      process.exitCode = FAILED
    }
  }
}

/** Commander's own way out of a misuse, for a command and all below it, and where the way in is told. */
function throwMisuse(command: Command, above = ''): void {
  const path = `${above}${command.name()}`
  command.exitOverride().showHelpAfterError(`${path} --help tells how it is called.`)
  for (const each of command.commands) throwMisuse(each, `${path} `)
}
