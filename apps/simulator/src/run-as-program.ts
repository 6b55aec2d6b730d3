/** What was told on the command line, carried out: help, a refusal (exit code 2), or a run that says with what it ends. */
export async function runAsProgram<Options extends object>(
  told: Options | 'help' | { readonly wrong: string },
  help: string,
  run: (options: Options) => Promise<number>,
): Promise<void> {
  if (told === 'help') {
    process.stdout.write(help)
  } else if ('wrong' in told) {
    process.stderr.write(`${told.wrong}\n\n${help}`)
    process.exitCode = 2
  } else {
    // When it was stopped, somebody may still wait for an answer.
    process.exit(await run(told))
  }
}
