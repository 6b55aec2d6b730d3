/** `epacs send --to INSTITUTION PATH…`: from a terminal, with a person's certificate or that of a node. */
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import {
  type DirectSending,
  NodeError,
  readCa,
  readIdentity,
  readNodeConfig,
  readRules,
  sendDirectly,
} from '@epacs/node'
import { Command } from 'commander'

interface Options {
  readonly to: string
  readonly config?: string
  readonly centre?: string
  readonly cert?: string
  readonly key?: string
  readonly ca?: string
  readonly subject?: string
  readonly rules?: string
  readonly work: string
  readonly json?: boolean
}

export function sendCommand(): Command {
  return new Command('send')
    .description('send files, folders and ZIPs to a participant, and wait until they are in its mailbox')
    .argument('<paths...>', 'files, folders, ZIPs')
    .requiredOption('--to <participant>', 'id, name or AE title')
    .option(
      '-c, --config <file>',
      "a node's configuration: its certificate is used; the node may be running",
      process.env.EPACS_NODE_CONFIG,
    )
    .option('--centre <url>', 'the certificate entrance, for a certificate of a person')
    .option('--cert <file>', 'PEM file of the certificate')
    .option('--key <file>', 'PEM file of its key')
    .option('--ca <file>', "PEM file of the authority of the centre's server certificate")
    .option('--subject <words>', 'subject of the message; no patient data')
    .option(
      '--rules <file>',
      "a node's configuration, or a file with `rules` alone: urgency, notes, series left out",
    )
    .option('--work <folder>', 'where the package is made; as much room as the files need', tmpdir())
    .option('--json', 'the outcome as JSON, for programs')
    .addHelpText(
      'after',
      '\nEither --config (or EPACS_NODE_CONFIG), or --centre, --cert and --key. Broken connections are resumed.',
    )
    .action(send)
}

async function send(paths: readonly string[], options: Options): Promise<void> {
  const { to, subject, work, rules, json = false } = options
  const sent = await sendDirectly({
    ...(await callerOf(options)),
    to,
    paths,
    workFolder: work,
    ...(subject === undefined ? {} : { subject }),
    ...(rules === undefined ? {} : { rules: await readRules(rules) }),
    onStep: (step) => {
      if (!json) console.error(`${step} …`)
    },
  })
  if (json) {
    process.stdout.write(`${JSON.stringify(sent)}\n`)
    return
  }
  for (const { path, outcome, code, detail } of sent.files) {
    console.error(`${path}: ${outcome}, ${code ?? 'no reason'}. ${detail ?? ''}`.trim())
  }
  process.stdout.write(`${sent.instances} images are with ${sent.recipient}: message ${sent.message}\n`)
}

/** @throws NodeError */
async function callerOf({
  config,
  centre,
  cert,
  key,
  ca,
}: Options): Promise<Pick<DirectSending, 'centre' | 'trust' | 'proxy'>> {
  if (centre !== undefined && cert !== undefined && key !== undefined) {
    return {
      centre,
      trust: { ca: await readCa(ca ?? null), cert: await pem(cert), key: await pem(key) },
      proxy: 'environment',
    }
  }
  if (config === undefined || centre !== undefined || cert !== undefined || key !== undefined) {
    throw new NodeError('Say who sends: --config of a node, or --centre, --cert and --key.')
  }
  const { dataFolder, caFile, proxy } = await readNodeConfig(config)
  const { certificateEntrance, certificate, privateKey } = await readIdentity(dataFolder)
  return {
    centre: certificateEntrance,
    trust: { ca: await readCa(ca ?? caFile), cert: certificate, key: privateKey },
    proxy,
  }
}

async function pem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new NodeError(`${path} cannot be read.`, { cause: error })
  }
}
