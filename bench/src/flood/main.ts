/** `npm run bench -- flood`: what others notice of it when one floods the centre. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { CACHE } from '../cache.ts'
import { cpuSeconds, forgetPeak, peakBytes } from '../network/centre-process.ts'
import { type Network, startNetwork } from '../network/network.ts'
import { Misuse } from '../options.ts'
import { ATTACKS, type Attack, type AttackName, type Tally } from './attack.ts'
import { type Seen, workFor } from './bystander.ts'

const NAMES = Object.keys(ATTACKS) as AttackName[]
const ATTACKER = fileURLToPath(new URL('./attacker-main.ts', import.meta.url))
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

Exit code 1 when the 99th percentile of what the first waits for is more than twice as long (and above ${UNNOTICED_MS} ms), when
anything of theirs is refused, or when a refusal of the flood does not say when to ask again. All of it runs on this
machine: the flood takes its processor time, too.

  --only ATTACK    may be repeated
  --seconds N      of each (default: 10)
  --json           figures as JSON on the standard output
  --nice N         the flood's priority, 0 to 19 (default: 10): what attacks has a machine of its own otherwise, and here it is to take
                   what the others leave of this one
  --port N         first of the ten ports that are used (default: 24300)
`

interface Figures {
  readonly attack: AttackName | 'none'
  readonly seen: Seen
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
    for (const attack of ['none', ...options.only] as const) {
      const figure = await measure(network, attack, options)
      figures.push(figure)
      if (!options.isJson) write(`${line(figure)}\n`)
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

async function measure(
  network: Network,
  name: Figures['attack'],
  { seconds, nice }: { readonly seconds: number; readonly nice: number },
): Promise<Figures> {
  const { access, centrePid } = network
  const [, bystander] = access.users
  if (bystander === undefined) throw new Error('the network has one person alone')
  const own = { cert: await text(bystander.cert), key: await text(bystander.key), ca: await text(access.ca) }
  const flood = name === 'none' ? undefined : await startFlood(network, name, nice)
  // The first answers compile code.
  if (name === 'none') await workFor(3, access.certificateEntrance, own)
  await forgetPeak(centrePid)
  const [cpuBefore, startMs] = [await cpuSeconds(centrePid), performance.now()]
  const seen = await workFor(seconds, access.certificateEntrance, own)
  const cpuShare = ((await cpuSeconds(centrePid)) - cpuBefore) / ((performance.now() - startMs) / 1000)
  const peakMiB = Math.round((await peakBytes(centrePid)) / MIB)
  return { attack: name, seen, peakMiB, cpuShare, tally: await flood?.end() }
}

async function startFlood({ access }: Network, name: AttackName, nice: number) {
  const [attacker] = access.users
  if (attacker === undefined) throw new Error('the network has nobody')
  const options: Attack = {
    name,
    portal: access.portal,
    certificateEntrance: access.certificateEntrance,
    ca: await text(access.ca),
    cert: await text(attacker.cert),
    key: await text(attacker.key),
    connections: CONNECTIONS[name],
  }
  const child = spawn(process.execPath, [ATTACKER, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.pid !== undefined) setPriority(child.pid, nice)
  const ended = once(child, 'exit')
  const full = Promise.withResolvers<void>()
  let last = ''
  createInterface({ input: child.stdout }).on('line', (said) => {
    last = said
    full.resolve()
  })
  await Promise.race([full.promise, ended])
  return {
    async end(): Promise<Tally> {
      child.kill('SIGTERM')
      await ended
      return JSON.parse(last)
    },
  }
}

function line({ attack, seen, peakMiB, cpuShare, tally }: Figures): string {
  const { p50Ms, p99Ms, requests, failed } = seen
  const answers = Object.entries(tally?.answers ?? {}).map(([status, count]) => `${status}: ${count}`)
  const flood =
    tally === undefined ? '' : `; the flood: ${[...answers, `closed: ${tally.closed}`].join(', ')}`
  return `${attack.padEnd(12)} p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, ${failed} of ${requests} failed, centre at most ${peakMiB} MiB, ${Math.round(cpuShare * 100)} % of a processor${flood}`
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
