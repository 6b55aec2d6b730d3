/** `epacs node …`: the communication node between a hospital's PACS and the centre. */
import {
  askNode,
  encryptFolder,
  enrolNode,
  examine,
  type Finding,
  participantsCsv,
  readNodeConfig,
  reloadNode,
  runNode,
} from '@epacs/node'
import { NodeError } from '@epacs/node/client'
import { Command } from 'commander'
import { endToEnd } from './node-end-to-end.ts'
import { showRules } from './node-rules.ts'
import { statusInWords } from './node-status.ts'

interface ConfigOption {
  readonly config: string
}

interface JsonOption extends ConfigOption {
  readonly json?: boolean
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
    .option('--json', 'the outcome as JSON, for programs')
    .action(enrol)
  withConfig('run', 'run the node until it is told to stop (Ctrl-C, SIGTERM)').action(
    async ({ config }: ConfigOption) => await runNode(config),
  )
  withConfig('reload', 'have the running node read its configuration again')
    .option('--json', 'what holds now, and what only after a start, as JSON, for programs')
    .action(reload)
  withConfig('rules', 'what the rules of the configuration would make of files; nothing is sent')
    .argument('<files...>', 'DICOM files, or folders of them')
    .requiredOption('--called <title>', 'the AE title that the PACS would call')
    .option('--calling <title>', "the PACS's own AE title", 'PACS')
    .option('--files', 'as if they lay in a watched folder, or were sent by `epacs send --rules`')
    .option('--json', 'as JSON, one line for each file')
    .action(showRules)
  withConfig(
    'encrypt',
    'bring all images in the data folder of a node that does not run under the newest key of encryption.keyFile or encryption.keyCommand',
  )
    .option('--json', 'the outcome as JSON, for programs')
    .action(encrypt)
  withConfig('doctor', 'look at everything that the node depends on, and say what to do')
    .option('--json', 'the findings as JSON, for programs')
    .action(doctor)
  withConfig(
    'end-to-end',
    'end-to-end keys: the fingerprints, for comparing them by telephone, and what to do with them',
  )
    .option('--accept <institution>', 'believe the key of this institution that waits: its name or id')
    .option('--forget <institution>', 'believe whatever key of this institution is met next: its name or id')
    .option('--rotate', 'have others encrypt to a new key of this node from now on; the old one still opens')
    .option('--json', 'as JSON, for programs')
    .action(endToEnd)
  withConfig('status', 'how the running node is doing')
    .option('--participants', 'the AE titles that the PACS can send to, as CSV')
    .option('--json', 'everything as JSON, for programs')
    .action(status)
  return command
}

async function enrol({
  config,
  centre,
  code,
  ca,
  json = false,
}: JsonOption & { readonly centre: string; readonly code: string; readonly ca?: string }): Promise<void> {
  const { identity, expiresAt } = await enrolNode({ configPath: config, centre, code, caFile: ca })
  if (json) {
    const { institution } = identity
    process.stdout.write(`${JSON.stringify({ node: identity.id, institution, expiresAt })}\n`)
    return
  }
  process.stdout.write(
    `Enrolled for ${identity.institution.name}. The certificate serves until ${expiresAt.slice(0, 10)} and renews itself.\n` +
      `Next: say in ${config} who may send and where images go, then \`epacs node run\`.\n`,
  )
}

async function reload({ config, json = false }: JsonOption): Promise<void> {
  const outcome = await reloadNode(await readNodeConfig(config))
  const { changed, afterRestart, reasons } = outcome
  if (json) {
    process.stdout.write(`${JSON.stringify(outcome)}\n`)
    return
  }
  process.stdout.write(changed.length === 0 ? 'Nothing new holds.\n' : `From now on: ${changed.join(', ')}\n`)
  if (afterRestart.length > 0) {
    process.stdout.write('Only after the node was started again:\n')
    for (const name of afterRestart) process.stdout.write(`  ${name}: ${reasons[name]}\n`)
  }
}

async function encrypt({ config, json = false }: JsonOption): Promise<void> {
  const { failed, encrypted, rewrapped, keysNoLongerUsed } = await encryptFolder(await readNodeConfig(config))
  if (json) process.stdout.write(`${JSON.stringify({ encrypted, rewrapped, failed, keysNoLongerUsed })}\n`)
  else {
    process.stdout.write(`${encrypted} files encrypted, ${rewrapped} brought under the newest key\n`)
    for (const id of keysNoLongerUsed) process.stdout.write(`Nothing needs the key ${id} here any more\n`)
  }
  if (failed.length > 0) {
    throw new NodeError(
      `${failed.length} files cannot be read: damaged, or encrypted with a key that is not named.\n${failed.join('\n')}`,
    )
  }
}

async function doctor({ config, json = false }: JsonOption): Promise<void> {
  const findings: Finding[] = []
  for await (const finding of examine(await readNodeConfig(config))) {
    findings.push(finding)
    const { what, isGood, told } = finding
    if (!json) process.stdout.write(`${isGood ? 'ok    ' : 'WRONG '} ${what.padEnd(20)} ${told}\n`)
  }
  if (json) process.stdout.write(`${JSON.stringify(findings)}\n`)
  const wrong = findings.filter(({ isGood }) => !isGood).length
  if (wrong > 0)
    throw new NodeError(`${wrong} of ${findings.length} things ${wrong === 1 ? 'is' : 'are'} wrong.`)
}

async function status({
  config,
  json = false,
  participants = false,
}: JsonOption & { participants?: boolean }) {
  const state = await askNode(await readNodeConfig(config))
  if (json) process.stdout.write(`${JSON.stringify(state)}\n`)
  else if (participants) process.stdout.write(participantsCsv(state))
  else process.stdout.write(statusInWords(state))
}
