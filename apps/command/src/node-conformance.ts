/** `epacs node-conformance`: whether a centre keeps to the protocol between node and centre; with `--serve`, whether a node does. */
import { writeFile } from 'node:fs/promises'
import {
  type ConformanceResult,
  examineCentre,
  examineNode,
  type NodeConformance,
  type NodeExaminationStep,
} from '@epacs/node'
import { NodeError } from '@epacs/node/client'
import { Command } from 'commander'

interface Options {
  readonly code?: string
  readonly identity?: string
  readonly ca?: string
  readonly to?: string
  readonly serve?: string
  readonly host: string
  readonly within: string
  readonly caOut: string
  readonly json?: boolean
}

export function nodeConformanceCommand(): Command {
  return new Command('node-conformance')
    .description(
      'Plays a node against a centre and says of each requirement of docs/node-protocol.md whether it is met.',
    )
    .argument('[url]', "the portal's address")
    .option('--code <code>', 'an enrolment code for a test institution; it is used up')
    .option('--identity <folder>', 'instead of a code: the data folder of a node that is enrolled')
    .option('--ca <file>', "PEM file of the authority of the centre's server certificate")
    .option(
      '--to <title>',
      'AE title of the recipient; without it the own institution, so that receiving is looked at',
    )
    .option('--serve <port>', 'the other way round: plays a centre at this port, for a node to be looked at')
    .option('--host <name>', 'with --serve: by which the node reaches this machine', 'localhost')
    .option(
      '--ca-out <file>',
      'with --serve: where the authority is written, for the node',
      'conformance-ca.pem',
    )
    .option('--within <seconds>', 'with --serve: how long each thing is waited for', '120')
    .option('--json', 'the results as JSON, for programs')
    .addHelpText(
      'after',
      '\nIt sends a study of nobody. Use an institution for tests, without a node that runs, and revoke the node afterwards.' +
        '\nExit codes: 0 all requirements are met, 1 some are not, 2 called wrongly.',
    )
    .action(examine)
}

async function examine(centre: string | undefined, options: Options, command: Command): Promise<void> {
  const { code, identity, ca, to, serve, json = false } = options
  if ((serve === undefined) === (centre === undefined))
    command.error('error: give either an address or --serve')
  if (serve !== undefined) return await serveNode(serve, options, command)
  if (centre === undefined) return
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

async function serveNode(
  port: string,
  { host, within, caOut, json = false }: Options,
  command: Command,
): Promise<void> {
  const withinSeconds = Number(within)
  if (!/^\d{1,5}$/.test(port) || !(withinSeconds > 0))
    command.error('error: --serve or --within is no number')
  const results: NodeConformance[] = []
  const onStep = async (step: NodeExaminationStep) => {
    if (step.step === 'send') {
      console.error(`Send a study to ${step.aeTitle} from the node's PACS now.`)
      return
    }
    await writeFile(caOut, step.ca)
    console.error(
      `Enrol the node at ${step.centre} with the code ${step.code}; the authority is in ${caOut}. It needs a PACS to bring images to.`,
    )
  }
  for await (const result of examineNode({ host, port: Number(port), withinSeconds, onStep })) {
    results.push(result)
    if (!json) process.stdout.write(shown(result))
  }
  if (json) process.stdout.write(`${JSON.stringify(results)}\n`)
  const failed = results.filter(({ result }) => result === 'fail').length
  if (failed > 0) throw new NodeError(`${failed} of ${results.length} requirements are not met.`)
}

function shown({ id, requirement, result, why }: ConformanceResult | NodeConformance): string {
  const word = { pass: 'pass   ', fail: 'FAIL   ', skipped: 'skipped' }[result]
  return `${word} ${id.padEnd(3)} ${requirement}${why === null ? '' : `: ${why}`}\n`
}
