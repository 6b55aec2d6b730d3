/** `epacs audit verify`: whether the audit trail is as it was written, also by anchors that were kept elsewhere. */
import { readFile } from 'node:fs/promises'
import {
  type AnchorFault,
  type ChainVerdict,
  openForMaintenance,
  publishedKeys,
  verifyAnchors,
  verifyAuditChain,
} from '@epacs/centre'
import { ProofError, readKeySet } from '@epacs/proof'
import { Command } from 'commander'

interface Options {
  readonly config: string
  readonly anchor?: readonly string[]
  readonly keys?: string
  readonly json?: boolean
}

export function auditCommand(): Command {
  const command = new Command('audit').description("the centre's audit trail")
  command
    .command('verify')
    .description('check that no event was changed, taken out or cut off; a running centre may go on')
    .requiredOption('-c, --config <file>', "the centre's configuration", process.env.EPACS_CONFIG)
    .option('--anchor <file...>', 'signed anchors that were kept elsewhere, one a line')
    .option('--keys <file>', "the centre's published keys as they were kept elsewhere (JWKS)")
    .option('--json', 'the outcome as JSON, for programs')
    .addHelpText(
      'after',
      '\nThe configuration may also be named by EPACS_CONFIG.\nExit codes: 0 as it was written, 1 not so, 2 called wrongly.',
    )
    .action(verify)
  return command
}

async function verify({ config, anchor = [], keys: keysPath, json = false }: Options): Promise<void> {
  const kept = (await Promise.all(anchor.map(anchorsIn))).flat()
  const text = keysPath === undefined ? undefined : await textOf(keysPath)
  const centre = await openForMaintenance(config)
  try {
    const published = JSON.stringify({ keys: await publishedKeys(centre.db) })
    const chain = await verifyAuditChain(centre.db)
    const { anchors, faults } = await verifyAnchors(centre.db, readKeySet(text ?? published), kept)
    const isWhole = chain.state === 'whole' && faults.length === 0
    if (!isWhole) process.exitCode = 1
    if (json) process.stdout.write(`${JSON.stringify({ ok: isWhole, chain, anchors, faults })}\n`)
    else tell(chain, anchors, faults)
  } finally {
    await centre.close()
  }
}

function tell(chain: ChainVerdict, anchors: number, faults: readonly AnchorFault[]): void {
  if (chain.state === 'broken') console.error(`event ${chain.position}: ${BREAKS[chain.reason]}`)
  for (const { of, problem } of faults) console.error(`${of}: ${PROBLEMS[problem]}`)
  if (chain.state === 'whole') {
    const rest = `${anchors - faults.length} of ${anchors} anchors fit`
    process.stdout.write(`${chain.events} events as they were written, head ${chain.head}; ${rest}\n`)
  }
}

const BREAKS = {
  missing: 'an event before it is gone',
  unlinked: 'it does not follow from the event before it',
  changed: 'it was changed after it was written',
} as const

const PROBLEMS: Readonly<Record<AnchorFault['problem'], string>> = {
  unsigned: 'no anchor that one of the keys has signed',
  'unknown-key':
    'signed with a key that is not among the keys: if the keys were kept before it was in use, keep them anew',
  'cut-off': 'the trail is shorter now than when this was signed',
  differs: 'another event stands where the trail ended when this was signed',
}

async function anchorsIn(path: string): Promise<readonly { of: string; jws: string }[]> {
  const lines = (await textOf(path)).split('\n').map((line) => line.trim())
  return lines.filter((jws) => jws !== '').map((jws) => ({ of: path, jws }))
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new ProofError(`${path} cannot be read.`, { cause: error })
  }
}
