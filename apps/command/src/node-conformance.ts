/** `epacs node-conformance`: whether a centre keeps to the protocol between node and centre. */
import { type ConformanceResult, examineCentre, NodeError } from '@epacs/node'
import { Command } from 'commander'

interface Options {
  readonly code?: string
  readonly identity?: string
  readonly ca?: string
  readonly to?: string
  readonly json?: boolean
}

export function nodeConformanceCommand(): Command {
  return new Command('node-conformance')
    .description(
      'Plays a node against a centre and says of each requirement of docs/node-protocol.md whether it is met.',
    )
    .argument('<url>', "the portal's address")
    .option('--code <code>', 'an enrolment code for a test institution; it is used up')
    .option('--identity <folder>', 'instead of a code: the data folder of a node that is enrolled')
    .option('--ca <file>', "PEM file of the authority of the centre's server certificate")
    .option(
      '--to <title>',
      'AE title of the recipient; without it the own institution, so that receiving is looked at',
    )
    .option('--json', 'the results as JSON, for programs')
    .addHelpText(
      'after',
      '\nIt sends a study of nobody. Use an institution for tests, without a node that runs, and revoke the node afterwards.' +
        '\nExit codes: 0 all requirements are met, 1 some are not, 2 called wrongly.',
    )
    .action(examine)
}

async function examine(
  centre: string,
  { code, identity, ca, to, json = false }: Options,
  command: Command,
): Promise<void> {
  if ((code === undefined) === (identity === undefined))
    command.error('error: give either --code or --identity')
  if (!URL.canParse(centre)) command.error('error: the address of the portal is no URL')
  const results: ConformanceResult[] = []
  const asked = { centre, caFile: ca ?? null, code, identityFolder: identity, to }
  for await (const result of examineCentre(asked)) {
    results.push(result)
    if (!json) process.stdout.write(shown(result))
  }
  if (json) process.stdout.write(`${JSON.stringify(results)}\n`)
  const failed = results.filter(({ result }) => result === 'fail').length
  if (failed > 0) throw new NodeError(`${failed} of ${results.length} requirements are not met.`)
}

function shown({ id, requirement, result, why }: ConformanceResult): string {
  const word = { pass: 'pass   ', fail: 'FAIL   ', skipped: 'skipped' }[result]
  return `${word} ${id.padEnd(3)} ${requirement}${why === null ? '' : `: ${why}`}\n`
}
