/** `epacs send --to INSTITUTION PATH…`: from a terminal, with a person's certificate or that of a node. */
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { LONGEST_NOTE } from '@epacs/exchange'
import { NodeError, readCa } from '@epacs/node/client'
import { type DirectSending, removeOldSendings, sendDirectly } from '@epacs/node/direct-sending'
import { Command } from 'commander'
import { givenPaths } from './given-paths.ts'
import {
  ACCESS_HELP,
  type AccessOptions,
  accessOf,
  isSignInOver,
  SIGN_IN_OVER,
  withAccess,
} from './mailbox/access.ts'
import { counted } from './mailbox/counted.ts'
import { sizeInWords } from './mailbox/size-in-words.ts'
import { Progress, packingShown } from './progress.ts'
import { forget, listUnfinished, sendingsFolder } from './unfinished-sendings.ts'

interface Options extends AccessOptions {
  readonly to?: string
  readonly config?: string
  readonly subject?: string
  readonly note?: string
  readonly urgent?: boolean
  readonly answers?: string
  readonly rules?: string
  readonly work: string
  readonly listUnfinished?: boolean
  readonly forget?: string
  readonly onlyIfTaken?: boolean
  readonly json?: boolean
}

export function sendCommand(): Command {
  return withAccess(
    new Command('send')
      .description('send files, folders and ZIPs to a participant, and wait until they are in its mailbox')
      .argument('[paths...]', 'files, folders, ZIPs, patterns; - for a list of them on the standard input'),
  )
    .option('--to <participant>', 'id, name or AE title')
    .option(
      '-c, --config <file>',
      "a node's configuration: its certificate is used; the node may be running",
      process.env.EPACS_NODE_CONFIG,
    )
    .option('--subject <words>', 'subject of the message; no patient data')
    .option('--note <words>', 'note for the recipient; no patient data')
    .option('--urgent', 'the recipient sees it marked, and is written to at once')
    .option('--answers <request>', 'the request for images that it answers: epacs requests tells its id')
    .option(
      '--rules <file>',
      "a node's configuration, or a file with `rules` alone: urgency, notes, series left out",
    )
    .option('--work <folder>', 'where the package is made; as much room as the files need', tmpdir())
    .option(
      '--only-if-taken',
      "send nothing when the recipient's PACS is known to refuse some of it; what it will do is told in any case",
    )
    .option('--list-unfinished', 'what was broken off and can be gone on with, instead of sending')
    .option('--forget <sending>', 'give up what was broken off: its id, or `all`, instead of sending')
    .option('--json', 'the outcome as JSON, for programs')
    .addHelpText(
      'after',
      `\nWhatever breaks it off, the same command with the same files goes on where it ended, and no message is sent twice.
A node's certificate is used with --config (or EPACS_NODE_CONFIG). Ctrl-C ends it with exit code 130.${ACCESS_HELP}`,
    )
    .action(async (given: readonly string[], options: Options, command: Command) => {
      if (options.listUnfinished === true) await listUnfinished(options)
      else if (options.forget !== undefined) await forget(options.forget, options)
      else if (options.to === undefined)
        command.error("error: required option '--to <participant>' not specified")
      else if (given.length === 0) command.error("error: missing required argument 'paths'")
      else await send(given, options.to, options)
    })
}

async function send(given: readonly string[], to: string, options: Options): Promise<void> {
  const { subject, note, urgent, work, answers, rules, json = false } = options
  // Before anything is packed: the centre sees the words last.
  if (note !== undefined) requireBounded(note)
  const caller = await callerOf(options)
  const paths = await givenPaths(given)
  await removeOldSendings(sendingsFolder())
  const progress = new Progress(json ? 'quiet' : 'shown')
  process.once('SIGINT', () => {
    progress.end()
    console.error('Broken off. The same command goes on; epacs send --list-unfinished tells what is left.')
    // 128 and the signal's number, as shells have it.
    process.exit(130)
  })
  const sent = await sendDirectly({
    ...caller,
    to,
    paths,
    workFolder: resolve(work),
    stateFolder: sendingsFolder(),
    ...(subject === undefined ? {} : { subject }),
    ...(note === undefined ? {} : { note }),
    ...(urgent === undefined ? {} : { isUrgent: urgent }),
    ...(answers === undefined ? {} : { answers }),
    ...(rules === undefined ? {} : { rules: await (await loadNode()).readRules(rules) }),
    onlyIfTaken: options.onlyIfTaken === true,
    onForeseen: (foreseen) => {
      progress.end()
      for (const { inWords } of foreseen) console.error(`Before sending: ${inWords}`)
    },
    onStep: (step) => {
      progress.end()
      if (!json) console.error(`${step} …`)
    },
    onNote: (sentence) => {
      progress.end()
      console.error(sentence)
    },
    onPacked: (done) => progress.show(...packingShown(done)),
    onSent: (bytes, sizeBytes) =>
      progress.show(bytes / sizeBytes, `${sizeInWords(bytes)} of ${sizeInWords(sizeBytes)}`),
  })
    .catch((error: unknown) => {
      if (!isSignInOver(error)) throw error
      throw new NodeError(`${SIGN_IN_OVER} Then the same command goes on.`, { cause: error })
    })
    .finally(() => progress.end())
  if (json) {
    process.stdout.write(`${JSON.stringify(sent)}\n`)
    return
  }
  for (const { path, outcome, code, detail } of sent.files) {
    console.error(`${path}: ${outcome}, ${code ?? 'no reason'}. ${detail ?? ''}`.trim())
  }
  process.stdout.write(
    `${counted(sent.instances, 'image')} ${sent.instances === 1 ? 'is' : 'are'} with ${sent.recipient}: message ${sent.message}\n`,
  )
}

/** @throws NodeError: the centre would refuse it */
function requireBounded(note: string): void {
  const length = [...note].length
  if (length > LONGEST_NOTE)
    throw new NodeError(
      `The note has ${length} characters, and a message takes ${LONGEST_NOTE}: shorten it. Nothing has been sent.`,
    )
}

/** The whole node takes half a second to load, and people who send in their own name need none of it. */
async function loadNode() {
  return await import('@epacs/node')
}

/** @throws NodeError */
async function callerOf(
  options: Options,
): Promise<Pick<DirectSending, 'centre' | 'trust' | 'proxy' | 'account' | 'headers' | 'endToEnd'>> {
  const { config, centre, cert, key, ca, institution } = options
  const isPerson =
    centre !== undefined || cert !== undefined || key !== undefined || institution !== undefined
  if (config === undefined) return { ...(await accessOf(options)), proxy: 'environment' }
  if (isPerson)
    throw new NodeError(
      'Say who sends: --config of a node, or --centre, --cert, --key and --institution of a person.',
    )
  const { readIdentity, readNodeConfig } = await loadNode()
  const { dataFolder, caFile, proxy, sending } = await readNodeConfig(config)
  const { id, certificateEntrance, certificate, privateKey } = await readIdentity(dataFolder)
  return {
    account: `node ${id}`,
    endToEnd: sending.endToEnd,
    centre: certificateEntrance,
    trust: { ca: await readCa(ca ?? caFile), cert: certificate, key: privateKey },
    proxy,
  }
}
