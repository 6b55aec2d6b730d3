/** `epacs send --to INSTITUTION PATH…`: from a terminal, with a person's certificate or that of a node. */
import { tmpdir } from 'node:os'
import { NodeError, readCa } from '@epacs/node/client'
import { type DirectSending, sendDirectly } from '@epacs/node/direct-sending'
import { Command } from 'commander'
import { givenPaths } from './given-paths.ts'
import { ACCESS_HELP, type AccessOptions, accessOf, withAccess } from './mailbox/access.ts'
import { sizeInWords } from './mailbox/size-in-words.ts'
import { Progress } from './progress.ts'

interface Options extends AccessOptions {
  readonly to: string
  readonly config?: string
  readonly subject?: string
  readonly answers?: string
  readonly rules?: string
  readonly work: string
  readonly json?: boolean
}

export function sendCommand(): Command {
  return withAccess(
    new Command('send')
      .description('send files, folders and ZIPs to a participant, and wait until they are in its mailbox')
      .argument('<paths...>', 'files, folders, ZIPs, patterns; - for a list of them on the standard input'),
  )
    .requiredOption('--to <participant>', 'id, name or AE title')
    .option(
      '-c, --config <file>',
      "a node's configuration: its certificate is used; the node may be running",
      process.env.EPACS_NODE_CONFIG,
    )
    .option('--subject <words>', 'subject of the message; no patient data')
    .option('--answers <request>', 'the request for images that it answers: epacs requests tells its id')
    .option(
      '--rules <file>',
      "a node's configuration, or a file with `rules` alone: urgency, notes, series left out",
    )
    .option('--work <folder>', 'where the package is made; as much room as the files need', tmpdir())
    .option('--json', 'the outcome as JSON, for programs')
    .addHelpText(
      'after',
      `\nA node's certificate is used with --config (or EPACS_NODE_CONFIG). Broken connections are resumed.${ACCESS_HELP}`,
    )
    .action(send)
}

async function send(given: readonly string[], options: Options): Promise<void> {
  const { to, subject, work, answers, rules, json = false } = options
  const caller = await callerOf(options)
  const paths = await givenPaths(given)
  const progress = new Progress(json ? 'quiet' : 'shown')
  const sent = await sendDirectly({
    ...caller,
    to,
    paths,
    workFolder: work,
    ...(subject === undefined ? {} : { subject }),
    ...(answers === undefined ? {} : { answers }),
    ...(rules === undefined ? {} : { rules: await (await loadNode()).readRules(rules) }),
    onStep: (step) => {
      progress.end()
      if (!json) console.error(`${step} …`)
    },
    onSent: (bytes, sizeBytes) =>
      progress.show(bytes / sizeBytes, `${sizeInWords(bytes)} of ${sizeInWords(sizeBytes)}`),
  }).finally(() => progress.end())
  if (json) {
    process.stdout.write(`${JSON.stringify(sent)}\n`)
    return
  }
  for (const { path, outcome, code, detail } of sent.files) {
    console.error(`${path}: ${outcome}, ${code ?? 'no reason'}. ${detail ?? ''}`.trim())
  }
  process.stdout.write(`${sent.instances} images are with ${sent.recipient}: message ${sent.message}\n`)
}

/** The whole node takes half a second to load, and people who send in their own name need none of it. */
async function loadNode() {
  return await import('@epacs/node')
}

/** @throws NodeError */
async function callerOf(options: Options): Promise<Pick<DirectSending, 'centre' | 'trust' | 'proxy'>> {
  const { config, centre, cert, key, ca } = options
  const isPerson = centre !== undefined || cert !== undefined || key !== undefined
  if (config === undefined) return { ...(await accessOf(options)), proxy: 'environment' }
  if (isPerson) throw new NodeError('Say who sends: --config of a node, or --centre, --cert and --key.')
  const { readIdentity, readNodeConfig } = await loadNode()
  const { dataFolder, caFile, proxy } = await readNodeConfig(config)
  const { certificateEntrance, certificate, privateKey } = await readIdentity(dataFolder)
  return {
    centre: certificateEntrance,
    trust: { ca: await readCa(ca ?? caFile), cert: certificate, key: privateKey },
    proxy,
  }
}
