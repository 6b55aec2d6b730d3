/** A whole run: data, network, peers, every case, and everything ended and removed again. */
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CACHE } from './cache.ts'
import { CASES } from './cases/cases.ts'
import { type Participants, type Round, runRound } from './cases/round.ts'
import { Connection, type Credentials } from './client/connection.ts'
import { EventStream } from './client/event-stream.ts'
import { type DataSet, FULL_SIZES, keepDataSet, QUICK_SIZES } from './generator/data-set.ts'
import { type Network, startNetwork } from './network/network.ts'
import type { Options } from './options.ts'
import { type FileServer, startFileServer } from './peers/file-server.ts'
import { type CaseFigures, figuresOf } from './reporting/figures.ts'

const SENDER_SOCKETS = 10

/** Ends in the opposite order, also when something fails half-way. */
type Ends = (() => Promise<void> | void)[]

export interface Listener {
  onProgress(line: string): void
  onCase(figures: CaseFigures): void
}

export async function runBenchmark(options: Options, listener: Listener, signal: AbortSignal): Promise<void> {
  const ends: Ends = []
  try {
    await measureAll(options, listener, signal, ends)
  } finally {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end()
  }
}

async function measureAll(
  options: Options,
  { onProgress: say, onCase }: Listener,
  signal: AbortSignal,
  ends: Ends,
): Promise<void> {
  const cases = CASES.filter(({ name }) => options.only.includes(name))
  const dataSets = new Map<string, DataSet>()
  for (const { dataSet: name } of cases) {
    if (dataSets.has(name)) continue
    say(`data: ${name}`)
    const sizes = options.isQuick ? QUICK_SIZES : FULL_SIZES
    dataSets.set(name, await keepDataSet(join(CACHE, 'data'), name, { seed: options.seed, sizes }))
    signal.throwIfAborted()
  }
  const participants = await bringUp(options, say, signal, ends)
  for (const measured of cases) {
    const dataSet = dataSets.get(measured.dataSet)
    if (dataSet === undefined) continue
    const rounds: Round[] = []
    for (let number = 0; number < options.rounds; number++) {
      say(`${measured.name}: round ${number + 1} of ${options.rounds}`)
      const round = runRound(participants, dataSet, measured.travel, number)
      rounds.push(await Promise.race([round, aborted(signal)]))
    }
    onCase(figuresOf(measured, dataSet, rounds))
  }
}

/** Rejects when the run is asked to end: whatever a round waits for then ends with the network. */
async function aborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort')
  throw signal.reason
}

async function bringUp(
  options: Options,
  say: (line: string) => void,
  signal: AbortSignal,
  ends: Ends,
): Promise<Participants> {
  await mkdir(CACHE, { recursive: true })
  const runFolder = await mkdtemp(join(CACHE, 'run-'))
  // The embedded database of a run as root belongs to another account, which has to get through.
  await chmod(runFolder, 0o711)
  ends.push(async () => {
    if (options.keepsNetwork) say(`kept: ${runFolder}`)
    else await rm(runFolder, { recursive: true, force: true })
  })
  const plainFolder = join(runFolder, 'plain')
  await mkdir(plainFolder)
  say('network: starting')
  const network = await startNetwork(join(runFolder, 'network'), options.port)
  ends.push(() => network.stop())
  signal.throwIfAborted()
  const plain = await startFileServer({ port: options.port + 10, ...network.tls, folder: plainFolder })
  ends.push(() => plain.stop())
  return await connect(network, plain, { workFolder: runFolder, plainFolder }, ends)
}

async function connect(
  { access, centrePid }: Network,
  plain: FileServer,
  folders: { workFolder: string; plainFolder: string },
  ends: Ends,
): Promise<Participants> {
  const [from] = access.users
  const to = access.users.find(({ institution }) => institution !== from?.institution)
  if (from === undefined || to === undefined) throw new Error('the network has no two institutions')
  const ca = await readFile(access.ca, 'utf8')
  const credentials = async ({ cert, key }: { cert: string; key: string }): Promise<Credentials> => ({
    ca,
    cert: await readFile(cert, 'utf8'),
    key: await readFile(key, 'utf8'),
  })
  const entrance = access.certificateEntrance
  const open = (origin: string, as: Credentials) => {
    const connection = new Connection(origin, as, SENDER_SOCKETS)
    ends.push(() => connection.close())
    return connection
  }
  const recipientCredentials = await credentials(to)
  const sender = open(entrance, await credentials(from))
  const recipient = open(entrance, recipientCredentials)
  const events = await EventStream.open(recipient)
  ends.push(() => events.close())
  return {
    centrePid,
    sender: { connection: sender, events, recipientId: to.institution },
    recipient,
    metrics: open(access.portal, { ca }),
    packageSource: (messageId) => ({
      origin: entrance,
      path: `/api/messages/${messageId}/package`,
      credentials: recipientCredentials,
    }),
    plainSource: (name) => ({ origin: plain.origin, path: `/${name}`, credentials: { ca } }),
    ...folders,
  }
}
