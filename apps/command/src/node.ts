/** `epacs node …`: the communication node between a hospital's PACS and the centre. */
import { enrolNode, runNode } from '@epacs/node'
import { Command } from 'commander'

interface ConfigOption {
  readonly config: string
}

export function nodeCommand(): Command {
  const command = new Command('node').description(
    "The communication node between a hospital's PACS and the centre.",
  )
  const withConfig = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .option('-c, --config <file>', "the node's configuration", process.env.EPACS_NODE_CONFIG ?? 'node.yaml')
      .addHelpText('after', '\nThe configuration may also be named by EPACS_NODE_CONFIG.')
  withConfig(
    'enrol',
    'make a key here and have the centre certify it; writes the configuration when it is missing',
  )
    .requiredOption('--centre <url>', "the portal's address")
    .requiredOption('--code <code>', 'the enrolment code, from the operator of the centre')
    .option('--ca <file>', "PEM file of the authority of the centre's server certificate")
    .action(enrol)
  withConfig('run', 'run the node until it is told to stop (Ctrl-C, SIGTERM)').action(
    async ({ config }: ConfigOption) => await runNode(config),
  )
  return command
}

async function enrol({
  config,
  centre,
  code,
  ca,
}: ConfigOption & { readonly centre: string; readonly code: string; readonly ca?: string }): Promise<void> {
  const { identity, expiresAt } = await enrolNode({ configPath: config, centre, code, caFile: ca })
  process.stdout.write(
    `Enrolled for ${identity.institution.name}. The certificate serves until ${expiresAt.slice(0, 10)} and renews itself.\n` +
      `Next: say in ${config} who may send and where images go, then \`epacs node run\`.\n`,
  )
}
