/** `npm run bench -- relay`: from PACS to PACS through two nodes and a centre, beside Orthanc's forwarding. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CACHE } from '../cache.ts'
import { NO_DELAY, type Receiver, startOrthanc, startStorescp } from '../dimse/processes.ts'
import { FULL_SIZES, keepDataSet, QUICK_SIZES } from '../generator/data-set.ts'
import { Misuse } from '../options.ts'
import type { CaseFigures } from '../reporting/figures.ts'
import { caseTable } from '../reporting/table.ts'
import { type Chains, type FarPacs, RELAY_CASES, type RelayValues } from './cases.ts'
import { relayFigures } from './figures.ts'
import { startRelay } from './relay-network.ts'

/** Orthanc and four storescp come first. */
const FIRST_OF_RELAY = 10

const RELAY_HELP = `npm run bench -- relay [options]

Sends a generated CT study with storescu from one PACS to another: through a node, the centre and another node to
storescp; through an Orthanc that forwards each instance to storescp; and to storescp alone. Each program is a process
of its own on this machine. The nodes take a study for complete when its association is released (releaseSeconds: 0).

  --only CASE      ${RELAY_CASES.map(({ name }) => name).join(', ')}; may be repeated
  --instances N    of the study (default: 1000)
  --rounds N       rounds of each case (default: 3)
  --encrypted      the nodes encrypt what they keep of images
  --early          images go to the far PACS before their message is there
  --quick          small data and one round
  --json           figures as JSON on the standard output
  --port N         first of the thirty ports that are used (default: 24200)
`

interface RelayOptions {
  readonly only: readonly string[]
  readonly instances: number
  readonly rounds: number
  readonly isEncrypted: boolean
  readonly isEarly: boolean
  readonly isQuick: boolean
  readonly isJson: boolean
  readonly port: number
}

export async function benchRelay(args: readonly string[], write: (text: string) => void): Promise<void> {
  const options = readOptions(args)
  if (options === 'help') {
    write(RELAY_HELP)
    return
  }
  const stops: (() => Promise<void>)[] = []
  const asked = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => reject(new Error(`ended by ${signal}`)))
    }
  })
  try {
    await Promise.race([asked, measureAll(options, write, stops)])
  } finally {
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop()
  }
}

async function measureAll(
  options: RelayOptions,
  write: (text: string) => void,
  stops: (() => Promise<void>)[],
): Promise<void> {
  const chains = await bringUp(options, stops)
  const figures: CaseFigures[] = []
  for (const each of RELAY_CASES.filter(({ name }) => options.only.includes(name))) {
    const rounds: RelayValues[] = []
    for (let round = 0; round < options.rounds; round++) {
      console.error(`${each.name}: round ${round + 1} of ${options.rounds}`)
      rounds.push(await each.measure(chains, round % 2 === 1))
    }
    const files = chains.study.files.slice(0, each.name === 'one-image' ? 1 : chains.instances)
    const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0)
    const figure = relayFigures(each, { files: files.length, sizeBytes }, rounds)
    figures.push(figure)
    if (!options.isJson) write(`\n${caseTable(figure)}`)
  }
  if (options.isJson) write(`${JSON.stringify({ rounds: options.rounds, cases: figures }, null, 2)}\n`)
}

async function bringUp(
  { isEncrypted, isEarly, isQuick, instances, port }: RelayOptions,
  stops: (() => Promise<void>)[],
): Promise<Chains> {
  const sizes = isQuick ? QUICK_SIZES : FULL_SIZES
  const study = await keepDataSet(join(CACHE, 'data'), 'ctStudy', { seed: 1, sizes })
  await mkdir(CACHE, { recursive: true })
  const folder = await mkdtemp(join(CACHE, 'run-'))
  // The embedded database of a run as root belongs to another account, which has to get through.
  await chmod(folder, 0o711)
  stops.push(() => rm(folder, { recursive: true, force: true }))
  const up = async (starting: Promise<Receiver>) => {
    const receiver = await starting
    stops.push(() => receiver.stop())
    return receiver
  }
  const storescp = async (name: string, at: number, env: Record<string, string>): Promise<FarPacs> => ({
    receiver: await up(startStorescp(join(folder, name), at, { env })),
    folder: join(folder, name),
  })
  const farPacs = await storescp('far', port, NO_DELAY)
  const farOfOrthanc = await storescp('far-of-orthanc', port + 1, NO_DELAY)
  const plain = await storescp('plain', port + 2, {})
  const quick = await storescp('quick', port + 3, NO_DELAY)
  const orthanc = await startForwardingOrthanc(folder, port + 4, port + 1, up)
  const relay = await startRelay(folder, port + FIRST_OF_RELAY, port, { isEncrypted, isEarly })
  stops.push(() => relay.stop())
  const count = Math.min(instances, study.files.length)
  return { relay, ...orthanc, farPacs, farOfOrthanc, plain, quick, study, instances: count }
}

/** It forwards each instance as it comes, in a job of its own (https://orthanc.uclouvain.be/book/users/lua.html). */
async function startForwardingOrthanc(
  folder: string,
  port: number,
  to: number,
  up: (starting: Promise<Receiver>) => Promise<Receiver>,
): Promise<Pick<Chains, 'orthanc' | 'orthancEmptied'>> {
  const script = join(folder, 'forward.lua')
  await writeFile(
    script,
    `function OnStoredInstance(instance, tags, metadata, origin)
  if origin['RequestOrigin'] == 'DicomProtocol' then SendToModality(instance, 'far') end
end
`,
  )
  await up(
    startOrthanc(join(folder, 'orthanc'), port, {
      LuaScripts: [script],
      DicomModalities: { far: ['PEER', '127.0.0.1', to] },
      JobsHistorySize: 1,
    }),
  )
  return {
    orthanc: { port, callingAeTitle: 'SENDER', calledAeTitle: 'ORTHANC' },
    async orthancEmptied() {
      const rest = `http://127.0.0.1:${port + 1}/patients`
      const patients = (await (await fetch(rest)).json()) as readonly string[]
      for (const id of patients) await fetch(`${rest}/${id}`, { method: 'DELETE' })
    },
  }
}

function readOptions(args: readonly string[]): RelayOptions | 'help' {
  const { help, only, instances, rounds, encrypted, early, quick, json, port } = parse(args)
  if (help) return 'help'
  const known = RELAY_CASES.map(({ name }) => name)
  const unknown = only.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new Misuse(`There is no case "${unknown}": --only takes ${known.join(', ')}.`)
  return {
    only: only.length === 0 ? known : only,
    instances: number('instances', instances, 1000),
    rounds: number('rounds', rounds ?? (quick ? '1' : '3'), 1000),
    isEncrypted: encrypted,
    isEarly: early,
    isQuick: quick,
    isJson: json,
    port: number('port', port, 65_000),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true, default: [] },
        instances: { type: 'string', default: '1000' },
        rounds: { type: 'string' },
        port: { type: 'string', default: '24200' },
        encrypted: { type: 'boolean', default: false },
        early: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new Misuse(`${error.message.split('. ')[0]}: see "npm run bench -- relay --help".`)
  }
}

function number(name: string, text: string, most: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  throw new Misuse(`--${name} takes a number from 1 to ${most}, not "${text}".`)
}
