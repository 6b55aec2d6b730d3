/** `npm run bench -- flood`: what others notice of it when one floods the centre. */
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CACHE } from '../cache.ts'
import { cpuSeconds, forgetPeak, peakBytes } from '../network/centre-process.ts'
import { type Network, startNetwork } from '../network/network.ts'
import { Misuse } from '../options.ts'
import { ATTACKS, type Attack, type AttackName, type Tally } from './attack.ts'
import { type Seen, workFor } from './bystander.ts'
import { startBare, startFlood } from './processes.ts'

const NAMES = Object.keys(ATTACKS) as AttackName[]
const CONNECTIONS: Readonly<Record<AttackName, number>> = {
  idle: 2000,
  'slow-heads': 300,
  'slow-bodies': 300,
  'sign-ins': 32,
  uploads: 32,
}
/** Others may wait twice as long, and below this nobody notices. */
const MOST_TIMES = 2
const UNNOTICED_MS = 50
const MIB = 1024 ** 2

const FLOOD_HELP = `npm run bench -- flood [options]

Somebody looks at a mailbox and uploads, first alone and then while another floods the centre from another address:

${NAMES.map((name) => `  ${name.padEnd(12)} ${CONNECTIONS[name]} × ${ATTACKS[name]}`).join('\n')}

Each flood is had twice: against the centre, and against a bare TLS server that reads and answers as the centre's limits do and
nothing else, while the first asks the centre as before. All of it runs on this machine, and what the second costs the first is
the machine's doing. Exit code 1 when the 99th percentile of what the first waits for is more than twice as long as alone (and
above ${UNNOTICED_MS} ms), when anything of theirs is refused, or when a refusal of the flood does not say when to ask again.

  --only ATTACK    may be repeated
  --seconds N      of each, and as long again with the bare server (default: 10)
  --json           figures as JSON on the standard output
  --nice N         the flood's priority, 0 to 19 (default: 10): what attacks has a machine of its own otherwise, and here it is to take
                   what the others leave of this one
  --port N         first of the ten ports that are used (default: 24300)
`

type Way = { readonly seconds: number; readonly nice: number }

interface Figures {
  readonly attack: AttackName | 'none'
  readonly seen: Seen
  /** While the same flood is against a server that does nothing for it. */
  readonly seenBeside: Seen | undefined
  readonly peakMiB: number
  /** What the centre took of a processor, 1 being all of one; its database is other processes. */
  readonly cpuShare: number
  readonly tally: Tally | undefined
}

export async function benchFlood(args: readonly string[], write: (text: string) => void): Promise<void> {
  const options = readOptions(args)
  if (options === 'help') return write(FLOOD_HELP)
  await mkdir(CACHE, { recursive: true })
  const folder = await mkdtemp(join(CACHE, 'run-'))
  // The embedded database of a run as root belongs to another account, which has to get through.
  await chmod(folder, 0o711)
  const network = await startNetwork(join(folder, 'network'), options.port)
  const figures: Figures[] = []
  try {
    let alone: Seen | undefined
    for (const attack of ['none', ...options.only] as const) {
      const figure = await measure(network, attack, options)
      figures.push(figure)
      alone ??= figure.seen
      if (!options.isJson) write(`${line(figure, alone)}\n`)
    }
  } finally {
    await network.stop()
    await rm(folder, { recursive: true, force: true })
  }
  if (options.isJson) write(`${JSON.stringify(figures, null, 2)}\n`)
  const complaints = complaintsOf(figures)
  for (const each of complaints) console.error(each)
  if (complaints.length > 0) process.exitCode = 1
}

async function measure(network: Network, name: Figures['attack'], way: Way): Promise<Figures> {
  const { centrePid } = network
  const work = await workerOf(network)
  // The first answers compile code.
  if (name === 'none') await work(3)
  const flood = name === 'none' ? undefined : await startFlood(await attackOf(network, name), way.nice)
  await forgetPeak(centrePid)
  const [cpuBefore, startMs] = [await cpuSeconds(centrePid), performance.now()]
  const seen = await work(way.seconds)
  const cpuShare = ((await cpuSeconds(centrePid)) - cpuBefore) / ((performance.now() - startMs) / 1000)
  const peakMiB = Math.round((await peakBytes(centrePid)) / MIB)
  const tally = await flood?.end()
  const seenBeside = name === 'none' ? undefined : await measureBeside(network, name, way, tally)
  return { attack: name, seen, seenBeside, peakMiB, cpuShare, tally }
}

/** The same flood, as fast as the centre has answered it, against a server that does nothing for it. */
async function measureBeside(network: Network, name: AttackName, { seconds, nice }: Way, tally?: Tally) {
  const uploadsPerSecond = (tally?.answers[201] ?? 0) / seconds
  const bare = await startBare({ ...network.tls, uploadsPerSecond })
  try {
    const { origin } = bare
    const options = { ...(await attackOf(network, name)), portal: origin, certificateEntrance: origin }
    const flood = await startFlood(options, nice)
    const seen = await (await workerOf(network))(seconds)
    await flood.end()
    return seen
  } finally {
    await bare.end()
  }
}

/** Somebody who does not flood, for so many seconds. */
async function workerOf({ access }: Network): Promise<(seconds: number) => Promise<Seen>> {
  const [, bystander] = access.users
  if (bystander === undefined) throw new Error('the network has one person alone')
  const own = { cert: await text(bystander.cert), key: await text(bystander.key), ca: await text(access.ca) }
  return async (seconds) => await workFor(seconds, access.certificateEntrance, own)
}

async function attackOf({ access }: Network, name: AttackName): Promise<Attack> {
  const [attacker] = access.users
  if (attacker === undefined) throw new Error('the network has nobody')
  return {
    name,
    portal: access.portal,
    certificateEntrance: access.certificateEntrance,
    ca: await text(access.ca),
    cert: await text(attacker.cert),
    key: await text(attacker.key),
    connections: CONNECTIONS[name],
  }
}

function line({ attack, seen, seenBeside, peakMiB, cpuShare, tally }: Figures, alone: Seen): string {
  const { p50Ms, p99Ms, requests, failed } = seen
  const answers = Object.entries(tally?.answers ?? {}).map(([status, count]) => `${status}: ${count}`)
  const times = (other: Seen) => `${(p99Ms / other.p99Ms).toFixed(1)} ×`
  const beside =
    seenBeside === undefined
      ? ''
      : ` (${times(alone)} alone, ${times(seenBeside)} beside a bare server: ${seenBeside.p99Ms.toFixed(1)} ms)`
  const flood =
    tally === undefined ? '' : `; the flood: ${[...answers, `closed: ${tally.closed}`].join(', ')}`
  return `${attack.padEnd(12)} p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms${beside}, ${failed} of ${requests} failed, centre at most ${peakMiB} MiB, ${Math.round(cpuShare * 100)} % of a processor${flood}`
}

function complaintsOf([alone, ...flooded]: readonly Figures[]): readonly string[] {
  if (alone === undefined) return []
  const most = Math.max(UNNOTICED_MS, alone.seen.p99Ms * MOST_TIMES)
  return flooded.flatMap(({ attack, seen, tally }) => [
    ...(seen.p99Ms > most ? [`${attack}: p99 is above ${most.toFixed(1)} ms`] : []),
    ...(seen.failed > 0 ? [`${attack}: others are refused`] : []),
    ...((tally?.withoutRetryAfter ?? 0) > 0 ? [`${attack}: refusals without Retry-After`] : []),
  ])
}

async function text(path: string): Promise<string> {
  return await readFile(path, 'utf8')
}

function readOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true, default: NAMES },
        seconds: { type: 'string', default: '10' },
        json: { type: 'boolean', default: false },
        nice: { type: 'string', default: '10' },
        port: { type: 'string', default: '24300' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return 'help'
    const only = NAMES.filter((name) => values.only.includes(name))
    const unknown = values.only.find((each) => !NAMES.some((name) => name === each))
    if (unknown !== undefined) throw new Misuse(`There is no attack ${unknown}.`)
    const [seconds, port, nice] = [Number(values.seconds), Number(values.port), Number(values.nice)]
    if (!(seconds > 0) || !(port > 0)) throw new Misuse('--seconds and --port are numbers above 0.')
    if (!(nice >= 0 && nice <= 19)) throw new Misuse('--nice is a number from 0 to 19.')
    return { only, seconds, port, nice, isJson: values.json }
  } catch (error) {
    if (error instanceof Misuse) throw error
    throw new Misuse(error instanceof Error ? error.message : String(error))
  }
}
