/** `epacs verify PACKAGE`: a downloaded ZIP against what the centre signed, without the centre. */
import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import {
  type CheckedPackage,
  checkPackage,
  type Finding,
  isNodeReceipt,
  type KeySet,
  MANIFEST_EXTENSION,
  type Manifest,
  type NodeKeySet,
  ProofError,
  type ReceiptClaims,
  readKeySet,
  readManifest,
  readNodeKeySet,
  readNodeReceipt,
  readReceipt,
} from '@epacs/proof'
import { Command, CommanderError } from 'commander'
import { counted } from './mailbox/counted.ts'
import { plain } from './plain.ts'

interface Options {
  readonly manifest?: string
  readonly receipt?: readonly string[]
  readonly keys: string
  readonly nodeKeys?: string
  readonly studies?: boolean
  readonly json?: boolean
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description('check a downloaded ZIP against the manifest and the receipts that the centre signed')
    .argument('<package>', 'the ZIP')
    .option(
      '--manifest <file>',
      'its manifest; without it, the file of the same name (without -xdm) beside the ZIP that ends in .manifest',
    )
    .option('--receipt <file...>', 'receipts: one JWS, or what the centre answers when asked for receipts')
    .requiredOption(
      '--keys <file or address>',
      "the centre's published keys: a file, or https://…/.well-known/jwks.json",
      process.env.EPACS_KEYS,
    )
    .option(
      '--node-keys <file or address>',
      "keys of nodes, for receipts that recipients' nodes signed: a file, or https://…/.well-known/node-jwks.json",
      process.env.EPACS_NODE_KEYS,
    )
    .option('--studies', 'the ZIP holds some studies of the message: each of them is to be complete')
    .option('--json', 'the outcome as JSON, for programs')
    .addHelpText(
      'after',
      '\nThe keys may also be named by EPACS_KEYS and EPACS_NODE_KEYS. Exit codes: 0 as it was signed, 1 not so, 2 called wrongly.',
    )
    .action(verify)
}

interface Outcome {
  readonly package: string
  readonly message: string
  readonly sha256: string
  /** The ZIP is the signed package, byte by byte. */
  readonly isWhole: boolean
  readonly instances: { readonly checked: number; readonly listed: number }
  readonly findings: readonly Finding[]
  /** Of the form for media, what stands beside the images; not looked at. */
  readonly unsigned: readonly string[]
  readonly receipts: readonly Receipt[]
  /** Of recipients' nodes, whose keys were not given. */
  readonly uncheckedReceipts: number
}

type Receipt = ReceiptClaims & { readonly signedBy: 'centre' | 'node' }

interface Keys {
  readonly centre: KeySet
  readonly nodes: NodeKeySet | undefined
}

async function verify(path: string, options: Options): Promise<void> {
  const { receipt: receiptPaths = [], studies: isPart = false, json = false } = options
  const keys = {
    centre: readKeySet(await textAt(options.keys)),
    nodes: options.nodeKeys === undefined ? undefined : readNodeKeySet(await textAt(options.nodeKeys)),
  }
  const manifest = await manifestOf(path, options.manifest, keys.centre)
  const read = (await Promise.all(receiptPaths.map((each) => receiptsIn(each, keys)))).flat()
  const receipts = read.filter((each) => each !== undefined)
  const { message, package: whole } = manifest.claims
  for (const { message: of, packageSha256, kind } of receipts) {
    if (of === message && packageSha256 === whole.sha256) continue
    throw new ProofError(`The receipt "${kind}" is of another message or package (message ${of}).`)
  }
  const { instances } = manifest
  const expected = { packageSha256: whole.sha256, instances, isPart }
  const checked = await checkPackage(path, expected).catch((error: unknown) => {
    throw new ProofError(`${path} cannot be read.`, { cause: error })
  })
  const outcome: Outcome = {
    package: path,
    message,
    sha256: checked.sha256,
    isWhole: checked.isWhole,
    instances: { checked: checked.checked, listed: instances.size },
    findings: checked.findings,
    unsigned: checked.unsigned,
    receipts,
    uncheckedReceipts: read.length - receipts.length,
  }
  if (json) process.stdout.write(`${JSON.stringify({ ok: checked.findings.length === 0, ...outcome })}\n`)
  else tell(outcome, manifest, checked)
  if (checked.findings.length > 0) process.exitCode = 1
}

function tell(
  { package: path, instances, receipts, message, uncheckedReceipts }: Outcome,
  { claims, keyId }: Manifest,
  { findings, isWhole, unsigned }: CheckedPackage,
): void {
  for (const { file, problem } of findings) console.error(`${plain(file ?? path)}: ${PROBLEMS[problem]}`)
  const signedAt = new Date(claims.iat * 1000).toISOString()
  for (const { kind, recipient, at, signedBy } of receipts) {
    const by = signedBy === 'node' ? ", signed by the recipient's node" : ''
    process.stdout.write(`${plain(`receipt: ${kind} at ${recipient}, ${at}${by}`)}\n`)
  }
  if (uncheckedReceipts > 0) {
    const rest = `not checked: ${counted(uncheckedReceipts, 'receipt')} signed by recipients' nodes; --node-keys names their keys`
    process.stdout.write(`${rest}\n`)
  }
  if (unsigned.length > 0) {
    const first = unsigned.slice(0, 3).join(', ')
    const more = unsigned.length > 3 ? ` and ${unsigned.length - 3} more` : ''
    process.stdout.write(
      `${plain(`not signed, and not checked: ${first}${more}; the form for media has them beside the images`)}\n`,
    )
  }
  const rest = isWhole ? ' and the package' : ' (its images alone: DICOMDIR and the form of the ZIP are new)'
  const line =
    findings.length > 0
      ? `${path} is NOT as ${claims.iss} signed it: ${counted(findings.length, 'finding')}, ${counted(instances.checked, 'image')} compared`
      : `${path}: ${instances.checked} of ${counted(instances.listed, 'image')}${rest} as ${claims.iss} signed them, ${signedAt}, key ${keyId}; message ${message}`
  process.stdout.write(`${plain(line)}\n`)
}

const PROBLEMS: Readonly<Record<Finding['problem'], string>> = {
  changed: 'its bytes are not those that were signed',
  missing: 'missing: the manifest lists it',
  extra: 'extra: the manifest does not list it',
  twice: 'more than one file has this name',
  unreadable: 'the ZIP cannot be read',
  'directory-changed':
    'every image is as it was signed, but not the rest (DICOMDIR, ZIP directory); if it holds chosen studies, say --studies',
}

async function textAt(place: string): Promise<string> {
  if (!/^[a-z]+:\/\//i.test(place)) return await textOf(place)
  if (!place.startsWith('https://')) throw misuse('Keys are fetched by https alone.')
  try {
    const answer = await fetch(place, { signal: AbortSignal.timeout(KEYS_WITHIN_MS), redirect: 'error' })
    if (answer.ok) return await answer.text()
  } catch (error) {
    // What fetch says of itself is that it failed; why, stands behind it.
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error
    throw new ProofError(
      `The keys at ${place} cannot be fetched: ${reason instanceof Error ? reason.message : reason}. Fetched otherwise, --keys takes the file.`,
      { cause: error },
    )
  }
  throw new ProofError(`There are no keys at ${place}.`)
}

const KEYS_WITHIN_MS = 30_000

async function manifestOf(path: string, named: string | undefined, keys: KeySet): Promise<Manifest> {
  const manifestPath = named ?? (await manifestBeside(path))
  try {
    return await readManifest(manifestPath, keys)
  } catch (error) {
    if (error instanceof ProofError)
      throw new ProofError(`${manifestPath}: ${error.message}.`, { cause: error })
    throw new ProofError(`The manifest ${manifestPath} cannot be read; the message's page has it.`, {
      cause: error,
    })
  }
}

/** The form for media has a name of its own, and the manifest of the message that it came from. */
async function manifestBeside(path: string): Promise<string> {
  const stem = path.slice(0, path.length - extname(path).length)
  const own = `${stem}.${MANIFEST_EXTENSION}`
  if (!stem.endsWith(MEDIA_ENDING)) return own
  const ofMessage = `${stem.slice(0, -MEDIA_ENDING.length)}.${MANIFEST_EXTENSION}`
  return !(await isThere(own)) && (await isThere(ofMessage)) ? ofMessage : own
}

const MEDIA_ENDING = '-xdm'

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}

/** Undefined: of a node, and no keys of nodes were given. */
async function receiptsIn(path: string, keys: Keys): Promise<readonly (Receipt | undefined)[]> {
  const text = (await textOf(path)).trim()
  const statements = text.startsWith('{') ? jwsOf(text) : [text]
  if (statements.length === 0) throw new ProofError(`${path} holds no receipt.`)
  try {
    return await Promise.all(statements.map((jws) => receiptOf(jws, keys)))
  } catch (error) {
    if (error instanceof ProofError) throw new ProofError(`${path}: ${error.message}.`, { cause: error })
    throw error
  }
}

async function receiptOf(jws: string, { centre, nodes }: Keys): Promise<Receipt | undefined> {
  if (!isNodeReceipt(jws)) return { ...(await readReceipt(jws, centre)), signedBy: 'centre' }
  return nodes && { ...(await readNodeReceipt(jws, nodes)), signedBy: 'node' }
}

/** Of an answer of GET /api/messages/{id}/receipts. */
function jwsOf(text: string): readonly string[] {
  try {
    const { items } = JSON.parse(text)
    if (Array.isArray(items)) {
      return items.flatMap(({ jws, nodeJws }: { jws?: unknown; nodeJws?: unknown }) =>
        nodeJws === undefined ? [String(jws)] : [String(jws), String(nodeJws)],
      )
    }
  } catch (error) {
    throw new ProofError('The receipts are no JSON.', { cause: error })
  }
  throw new ProofError('The receipts are not in the form in which the centre answers.')
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new ProofError(`${path} cannot be read.`, { cause: error })
  }
}

function misuse(message: string): CommanderError {
  console.error(message)
  return new CommanderError(2, 'epacs.misuse', message)
}
